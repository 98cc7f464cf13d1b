using Tsms.VirtualCard.Api.Crypto;

namespace Tsms.VirtualCard.Tests.Api;

public sealed class DigestAndRandomTests
{
    /// <summary>"abc": FIPS 180-4 and FIPS 202 examples, RFC 1321, ISO/IEC 10118-3 (RIPEMD-160), GB/T 32905.</summary>
    [Theory]
    [InlineData(DigestAlgorithm.Sha1, "A9993E364706816ABA3E25717850C26C9CD0D89D")]
    [InlineData(DigestAlgorithm.Md5, "900150983CD24FB0D6963F7D28E17F72")]
    [InlineData(DigestAlgorithm.Ripemd160, "8EB208F7E05D987A9B044A8E98C6B087F15A0BFC")]
    [InlineData(DigestAlgorithm.Sha224, "23097D223405D8228642A477BDA255B32AADBCE4BDA0B3F7E36C9DA7")]
    [InlineData(DigestAlgorithm.Sha256, "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData(
        DigestAlgorithm.Sha384, "CB00753F45A35E8BB5A03D699AC65007272C32AB0EDED1631A8B605A43FF5BED8086072BA1E7CC2358BAECA134C825A7")]
    [InlineData(
        DigestAlgorithm.Sha512,
        "DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F")]
    [InlineData(DigestAlgorithm.Sha3With256, "3A985DA74FE225B2045C172D6BD390BD855F086E3E9D525B46BFE24511431532")]
    [InlineData(DigestAlgorithm.Sm3, "66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0")]
    internal void Digest_Abc_Matches(DigestAlgorithm algorithm, string expected)
    {
        var value = CardDigest.Compute(algorithm, "abc"u8);
        Assert.Equal(expected, Convert.ToHexString(value));
        Assert.Equal(value.Length, CardDigest.Length(algorithm));
    }

    /// <summary>RFC 2202 and RFC 4231, test case 1.</summary>
    [Theory]
    [InlineData(DigestAlgorithm.Md5, 16, "9294727A3638BB1C13F48EF8158BFC9D")]
    [InlineData(DigestAlgorithm.Sha1, 20, "B617318655057264E28BC0B6FB378C8EF146BE00")]
    [InlineData(DigestAlgorithm.Sha256, 20, "B0344C61D8DB38535CA8AFCEAF0BF12B881DC200C9833DA726E9376C2E32CFF7")]
    [InlineData(
        DigestAlgorithm.Sha384, 20, "AFD03944D84895626B0825F4AB46907F15F9DADBE4101EC682AA034C7CEBC59CFAEA9EA9076EDE7F4AF152E8B2FA9CB6")]
    [InlineData(
        DigestAlgorithm.Sha512, 20,
        "87AA7CDEA5EF619D4FF0B4241A1D6CB02379F4E2CE4EC2787AD0B30545E17CDEDAA833B7D6B8A702038B274EAEA3F4E4BE9D914EEB61F1702E696C203A126854")]
    internal void Hmac_HiThere_Matches(DigestAlgorithm algorithm, int keyLength, string expected)
    {
        var key = new byte[keyLength];
        Array.Fill(key, (byte)0x0B);
        using var mac = new HmacStream(algorithm, key);
        mac.Update("Hi "u8);
        mac.Update("There"u8);
        var value = new byte[mac.Length];
        mac.Finish(value);
        Assert.Equal(expected, Convert.ToHexString(value));
    }

    /// <summary>NIST CAVP, HMAC_DRBG no reseed, SHA-256, no personalization string and additional input, COUNT = 0: the second of two calls.</summary>
    [Fact]
    public void HmacDrbg_Cavp_Matches()
    {
        using var drbg = HmacDrbg.Instantiate(
            Convert.FromHexString("CA851911349384BFFE89DE1CBDC46E6831E44D34A4FB935EE285DD14B71A7488659BA96C601DC69FC902940805EC0CA8"));
        var bits = new byte[128];
        drbg.GetBytes(bits);
        drbg.GetBytes(bits);
        Assert.Equal(
            "E528E9ABF2DECE54D47C7E75E5FE302149F817EA9FB4BEE6F4199697D04D5B89D54FBB978A15B5C443C9EC21036D2460B6F73EBAD0DC2ABA6E624ABF07745BC1"
            + "07694BB7547BB0995F70DE25D6B29E2D3011BB19D27676C07162C8B5CCDE0668961DF86803482CB37ED6D5C0BB8D50CF1F50D476AA0458BDABA806F48BE9DCB8",
            Convert.ToHexString(bits));
    }

    [Fact]
    public void HmacDrbg_SameState_SameNumbers()
    {
        var state = new byte[HmacDrbg.StateLength];
        using var first = new HmacDrbg(state);
        var before = Next(first);
        using var second = new HmacDrbg([.. state]);
        var after = Next(first);
        Assert.Equal(after, Next(second));
        Assert.NotEqual(before, after);
        Assert.Throws<ArgumentException>(() => new HmacDrbg(new byte[63]));
    }

    /// <summary>The check values of CRC-16/X-25 and CRC-32 for "123456789" (ITU-T V.42), whose register starts with ones.</summary>
    [Fact]
    public void Checksums_CheckValues_Match()
    {
        Assert.Equal(0x906E, (ushort)~CardChecksum.Crc16(0xFFFF, "123456789"u8));
        Assert.Equal(0xCBF43926, ~CardChecksum.Crc32(0xFFFFFFFF, "123456789"u8));
    }

    private static string Next(HmacDrbg drbg)
    {
        var bytes = new byte[20];
        drbg.GetBytes(bytes);
        return Convert.ToHexString(bytes);
    }

    [Fact]
    public void DoFinal_OfNothing_NeedsNoArray()
    {
        var card = new ApiMachine();
        var digest = card.Object("javacard/security/MessageDigest", "getInstance(BZ)Ljavacard/security/MessageDigest;", 4, false);
        var hash = card.Bytes(new byte[32]);
        card.Call(digest, "update([BSS)V", null, 0, 0);
        Assert.Equal(32, card.Call(digest, "doFinal([BSS[BS)S", null, 0, 0, hash, 0));
        Assert.Equal("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", Convert.ToHexString(hash.Bytes)); // SHA-256 of nothing
        ApiMachine.Throws("java/lang/NullPointerException", () => card.Call(digest, "doFinal([BSS[BS)S", null, 0, 1, hash, 0));
    }
}
