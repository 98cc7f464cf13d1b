using Tsms.VirtualCard.Api.Crypto;

namespace Tsms.VirtualCard.Tests.Api;

public sealed class BlockCipherTests
{
    private const string Key = "2B7E151628AED2A6ABF7158809CF4F3C";
    private const string Plain = "6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51";

    /// <summary>NIST SP 800-38A, F.1.1, F.2.1, F.3.13, F.5.1: the first two blocks.</summary>
    [Theory]
    [InlineData(BlockMode.Ecb, "", "3AD77BB40D7A3660A89ECAF32466EF97F5D3D58503B9699DE785895A96FDBAAF")]
    [InlineData(BlockMode.Cbc, "000102030405060708090A0B0C0D0E0F", "7649ABAC8119B246CEE98E9B12E9197D5086CB9B507219EE95DB113A917678B2")]
    [InlineData(BlockMode.Cfb, "000102030405060708090A0B0C0D0E0F", "3B3FD92EB72DAD20333449F8E83CFB4AC8A64537A0B3A93FCDE3CDAD9F1CE58B")]
    [InlineData(BlockMode.Ctr, "F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF", "874D6191B620E3261BEF6864990DB6CE9806F66B7970FDFF8617187BB9FFFDFF")]
    internal void Aes_Sp80038A_MatchesInAnyPieces(BlockMode mode, string iv, string expected)
    {
        for (var piece = 1; piece <= 32; piece++)
        {
            Assert.Equal(expected, Run(BlockAlgorithm.Aes, Key, mode, BlockPadding.None, true, iv, Plain, piece));
            Assert.Equal(Plain, Run(BlockAlgorithm.Aes, Key, mode, BlockPadding.None, false, iv, expected, piece));
        }
    }

    /// <summary>FIPS 81, tables B1 and C1.</summary>
    [Theory]
    [InlineData(BlockMode.Ecb, "", "3FA40E8A984D48156A271787AB8883F9893D51EC4B563B53")]
    [InlineData(BlockMode.Cbc, "1234567890ABCDEF", "E5C7CDDE872BF27C43E934008C389C0F683788499A7C05F6")]
    internal void Des_Fips81_Matches(BlockMode mode, string iv, string expected)
    {
        var plain = Convert.ToHexString("Now is the time for all "u8);
        Assert.Equal(expected, Run(BlockAlgorithm.Des, "0123456789ABCDEF", mode, BlockPadding.None, true, iv, plain, 24));

        // TDEA with equal parts is DES (NIST SP 800-67, 3.1).
        Assert.Equal(expected, Run(BlockAlgorithm.Des, "0123456789ABCDEF0123456789ABCDEF", mode, BlockPadding.None, true, iv, plain, 24));
    }

    /// <summary>ICAO Doc 9303-11, appendix D.3: E_IFD and M_IFD.</summary>
    [Fact]
    public void TdesAndRetailMac_Icao9303_Match()
    {
        const string Message = "781723860C06C2264608F919887022120B795240CB7049B01C19B33E32804F0B";
        const string Enciphered = "72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2";
        Assert.Equal(
            Enciphered, Run(BlockAlgorithm.Des, "AB94FDECF2674FDFB9B391F85D7F76F2", BlockMode.Cbc, BlockPadding.None, true, "", Message, 8));
        Assert.Equal("5F1448EEA8AD90A7", Mac("7962D9ECE03D1ACD4C76089DCE131543", BlockPadding.Iso9797M2, 8, true, Enciphered));
    }

    [Theory]
    [InlineData(BlockPadding.Iso9797M2)]
    [InlineData(BlockPadding.Pkcs5)]
    internal void Padding_EveryLength_ComesBack(BlockPadding padding)
    {
        for (var length = 0; length <= 40; length++)
        {
            var plain = Convert.ToHexString(Enumerable.Range(0, length).Select(i => (byte)i).ToArray());
            for (var piece = 1; piece <= 17; piece++)
            {
                var cipher = Run(BlockAlgorithm.Aes, Key, BlockMode.Cbc, padding, true, "", plain, piece);
                Assert.Equal((length / 16 + 1) * 32, cipher.Length);
                Assert.Equal(plain, Run(BlockAlgorithm.Aes, Key, BlockMode.Cbc, padding, false, "", cipher, piece));
            }
        }
    }

    [Fact]
    public void Iso9797M1_PadsZerosAndKeepsThem()
    {
        var cipher = Run(BlockAlgorithm.Aes, Key, BlockMode.Ecb, BlockPadding.Iso9797M1, true, "", "0102", 2);
        Assert.Equal("0102" + new string('0', 28), Run(BlockAlgorithm.Aes, Key, BlockMode.Ecb, BlockPadding.Iso9797M1, false, "", cipher, 16));
        Assert.Equal("", Run(BlockAlgorithm.Aes, Key, BlockMode.Ecb, BlockPadding.Iso9797M1, true, "", "", 1));
    }

    [Theory]
    [InlineData(BlockPadding.None, true, "010203")]
    [InlineData(BlockPadding.None, false, "010203")]
    [InlineData(BlockPadding.Pkcs5, false, "00000000000000000000000000000000")]
    [InlineData(BlockPadding.Iso9797M2, false, "")]
    internal void Finish_WrongMessage_IsIllegalUse(BlockPadding padding, bool encrypt, string message)
    {
        var fault = Assert.Throws<CardCryptoException>(() => Run(BlockAlgorithm.Aes, Key, BlockMode.Ecb, padding, encrypt, "", message, 16));
        Assert.Equal(CryptoReason.IllegalUse, fault.Reason);
    }

    /// <summary>RFC 4493, section 4, examples 1 to 4.</summary>
    [Theory]
    [InlineData(0, "BB1D6929E95937287FA37D129B756746")]
    [InlineData(16, "070A16B46B4D4144F79BDD9DD04A287C")]
    [InlineData(40, "DFA66747DE9AE63030CA32611497C827")]
    [InlineData(64, "51F0BEBF7E3B9D92FC49741779363CFE")]
    public void Cmac_Rfc4493_Matches(int length, string expected)
    {
        var message = Convert.FromHexString(Plain + "30C81C46A35CE411E5FBC1191A0A52EFF69F2445DF4F9B17AD2B417BE66C3710");
        using var mac = new CmacStream(Convert.FromHexString(Key));
        mac.Update(message.AsSpan(0, length / 3));
        mac.Update(message.AsSpan(length / 3, length - (length / 3)));
        var value = new byte[mac.Length];
        mac.Finish(value);
        Assert.Equal(expected, Convert.ToHexString(value));
    }

    [Fact]
    public void CbcMac_OfDes_IsLastBlockOfCbc()
    {
        var plain = Convert.ToHexString("Now is the time for all "u8);
        var cipher = Run(BlockAlgorithm.Des, "0123456789ABCDEF", BlockMode.Cbc, BlockPadding.None, true, "", plain, 24);
        Assert.Equal(cipher[^16..], Mac("0123456789ABCDEF", BlockPadding.None, 8, false, plain));
        Assert.Equal(cipher[^16..^8], Mac("0123456789ABCDEF", BlockPadding.None, 4, false, plain));
    }

    internal static string Run(
        BlockAlgorithm algorithm, string key, BlockMode mode, BlockPadding padding, bool encrypt, string iv, string message, int piece)
    {
        using var stream = new BlockCipherStream(algorithm, Convert.FromHexString(key), mode, padding, encrypt, Convert.FromHexString(iv));
        var input = Convert.FromHexString(message);
        var output = new List<byte>();
        var at = 0;
        for (; at + piece < input.Length; at += piece)
        {
            var part = new byte[stream.MaxOutput(piece, false)];
            var written = stream.Update(input.AsSpan(at, piece), part);
            output.AddRange(part.AsSpan(0, written));
        }

        var last = new byte[stream.MaxOutput(input.Length - at, true)];
        var count = stream.Finish(input.AsSpan(at), last);
        output.AddRange(last.AsSpan(0, count));
        return Convert.ToHexString(output.ToArray());
    }

    private static string Mac(string key, BlockPadding padding, int length, bool algorithm3, string message)
    {
        using var mac = new CbcMac(BlockAlgorithm.Des, Convert.FromHexString(key), padding, length, algorithm3, []);
        mac.Update(Convert.FromHexString(message));
        var value = new byte[mac.Length];
        mac.Finish(value);
        return Convert.ToHexString(value);
    }
}
