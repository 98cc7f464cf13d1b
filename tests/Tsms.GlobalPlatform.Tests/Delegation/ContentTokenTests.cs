using System.Security.Cryptography;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.Delegation;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.Tests.Delegation;

/// <summary>Tokens, receipts and DAP blocks; the signatures were made by gpshell3 of kaoh/globalplatform (commit 8dd2f1b, 2026-08-16) with keys of this test alone.</summary>
public sealed class ContentTokenTests
{
    private const string Modulus =
        "A2E822A81C98EE42D8FB8BFEB081468443F05A0ABAA458C402CE79BA56C40F04176A5E9C1DC6B8C2E494EEABCC4802CF0674520200390BB7D16C923F46AF7A290C218B297F135ED5F084A4A0ECFEF009"
        + "C41E642FD8A92C6871EE2B8267BDBAD2E33A7E514CA96B0C191683C3E0B75407FF41932354AFD485AB01FE542BAEDA4F";

    private const string EcPoint = "B1247554B5C8E1BDCD46819638A99FC5EC34E5A16C0288605D30016E0175F4F90E4A2BBF535C40C223F1D6C05FBBC9E2C972E9DCC8ED558C11CBB35151BB3256";

    private static readonly Aid LoadFile = Aid.Parse("F054534D5301");
    private static readonly Aid Module = Aid.Parse("F054534D530101");
    private static readonly Aid Instance = Aid.Parse("F054534D53010101");
    private static readonly Aid Domain = Aid.Parse("D0D1D2D3D4D501");

    [Fact]
    public void GpShell_DeleteToken_VerifiesOverOurInput()
    {
        using var rsa = TestRsa();
        var input = ContentToken.SigningInput(GpCommand.Delete(Instance, related: true));

        Assert.Equal("00800A4F08F054534D53010101", Convert.ToHexString(input));
        Assert.True(GpSignature.Verify(rsa, input, Hex(
            "9DA9003F4C73980382F7D38A3158708BEAD6E739E1E09383C53450C73FA0FB82A7997069A184A691C45257EEB661FB457EC5FD94783F163EAD813C549BC9C86B780791422862B4DBBE569D0B8CB019B9"
            + "A4BB1D814429128745F0631800867619467AB07FFBCDBF9FA3BDFCCEA46D5908D99AD9A0CB75A58A2C07CC948B5A2D70")));
        Assert.False(GpSignature.Verify(rsa, ContentToken.SigningInput(GpCommand.Delete(Instance)), new byte[128]));
    }

    [Fact]
    public void GpShell_DeleteTokenOfAnEcKey_VerifiesOverOurInput()
    {
        using var ec = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Hex(EcPoint[..64]), Y = Hex(EcPoint[64..]) } });

        Assert.True(GpSignature.Verify(ec, ContentToken.SigningInput(GpCommand.Delete(Instance, related: true)), Hex(
            "90238B14D5995FF453C624F8FE0AE86722587E7DE653AD90829626B588434E592FAF1D8F97A28D3F842F530F76CF7B7C1233273F15CF18EA18FB3ABB0B6BD8B5")));
    }

    [Fact]
    public void GpShell_ExtraditionToken_VerifiesOverOurInput()
    {
        using var rsa = TestRsa();

        Assert.True(GpSignature.Verify(rsa, ContentToken.SigningInput(GpCommand.InstallForExtradition(Domain, Instance)), Hex(
            "1CF66BD6D03115B40CDB262FDDBB24A351F07C902C5D98157D2EDCAF69F3258E7A8DF421D23C4C4D1D681ECA9BB4156902FDED7F104552221353022BE5720E26B33073D1C428F433DDADB8319BB1F518"
            + "CD216CEDD45980A0D52A3D97FD5C1BD1FFDC5DD24F107B74F913789CC67A8AE7FA65E7C519AA5B8AD967177D77774067")));
    }

    [Fact]
    public void GpShell_InstallToken_VerifiesOverOurInput()
    {
        // gpshell3 writes privileges as one byte here
        using var rsa = TestRsa();
        var command = GpCommand.InstallAndMakeSelectable(LoadFile, Module, Instance);
        var oneByte = command with { Data = Hex(Convert.ToHexString(command.Data.Span).Replace("03000000" + "02C900", "0100" + "02C900", StringComparison.Ordinal)) };

        Assert.True(GpSignature.Verify(rsa, ContentToken.SigningInput(oneByte), Hex(
            "21BA7CAC0D904003BF414CE7858656873BB4262EE196AD1D0180F89407142B4100644EDB170A61BFC0AFF3BD6465C9928A8C0B58DB40DA7DD15060F37CE89517417331DEC13CE2FA66D1DF556003006A"
            + "EBFAB6FC1569617252A560CCDE5DD350834871539063A4E2CDA11FCA81E48C32DA5FEDB80DA5E1B78FFE9DC352950846")));
    }

    [Fact]
    public void GpShell_DapOfAnAesKey_IsOurCmac() => Assert.Equal(
        "A10661CFA65AF146D086D6869D92285D",
        Convert.ToHexString(GpSignature.Sign(Hex("404142434445464748494A4B4C4D4E4F"), Hex("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F"))));

    [Fact]
    public void Attach_OfAToken_ChangesOnlyTheTokenField()
    {
        var plain = GpCommand.InstallForLoad(LoadFile, Domain, Hex("0102"));
        var token = Enumerable.Range(0, 128).Select(i => (byte)i).ToArray();

        Assert.Equal(GpCommand.InstallForLoad(LoadFile, Domain, Hex("0102"), token: token), ContentToken.Attach(plain, token));
        Assert.Equal(GpCommand.Delete(Instance, token: token), ContentToken.Attach(GpCommand.Delete(Instance), token));
        Assert.Equal("020013" + "06F054534D5301" + "07D0D1D2D3D4D501" + "020102" + "00", Convert.ToHexString(ContentToken.SigningInput(plain)));
    }

    [Fact]
    public void SigningInput_OverMoreThan255Bytes_WritesTheLengthOnThree()
    {
        var command = GpCommand.InstallForMakeSelectable(Instance, parameters: new byte[300]);

        Assert.Equal("0800" + "00013E", Convert.ToHexString(ContentToken.SigningInput(command).AsSpan(0, 5)));
    }

    [Fact]
    public void SigningInput_OfTheCombinedProcess_IsBothCommands()
    {
        var begin = GpCommand.CombinedBegin(LoadFile, Domain, Hex("0102"));
        var end = GpCommand.CombinedEnd(LoadFile, Module, Instance);

        Assert.Equal("80E60E01", Convert.ToHexString(begin.Header));
        Assert.Equal("80E60E03", Convert.ToHexString(end.Header));
        Assert.Equal(
            "0E0113" + "06F054534D5301" + "07D0D1D2D3D4D501" + "020102" + "00"
            + "0E031F" + "06F054534D5301" + "07F054534D530101" + "08F054534D53010101" + "03000000" + "02C900",
            Convert.ToHexString(ContentToken.SigningInput(begin, end)));
        Assert.Throws<ArgumentException>(() => ContentToken.SigningInput(end, begin));
    }

    [Fact]
    public void Token_OfACommandThatTakesNone_IsRefused()
    {
        var token = new byte[] { 1 };
        Assert.Throws<ArgumentException>(() => ContentToken.SigningInput(GpCommand.InstallForPersonalization(Instance)));
        Assert.Throws<ArgumentException>(() => ContentToken.SigningInput(GpCommand.GetData(GpTag.CardData)));
        Assert.Throws<ArgumentException>(() => ContentToken.SigningInput(GpCommand.Delete(Instance, token: token)));
        Assert.Throws<ArgumentException>(() => ContentToken.Attach(GpCommand.InstallForLoad(LoadFile, token: token), token));
        Assert.Throws<ArgumentException>(() => ContentToken.Attach(GpCommand.Delete(Instance), default));
        Assert.Throws<ArgumentException>(() => ContentToken.SigningInput(new CommandApdu(0x80, 0xE6, 0x02, 0, Hex("06F054"), 256)));
        Assert.Throws<ArgumentException>(() => ContentToken.SigningInput(new CommandApdu(0x80, 0xE6, 0x02, 0, Hex("000000000001"), 256)));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    public void RsaSignature_OfEachScheme_VerifiesAndFollowsTheKeyLength(int bits)
    {
        using var rsa = RSA.Create(bits);
        var signature = GpSignature.Sign(rsa, [1, 2, 3]);

        Assert.True(GpSignature.Verify(rsa, [1, 2, 3], signature));
        Assert.False(GpSignature.Verify(rsa, [1, 2, 4], signature));
        Assert.Equal(bits == 1024, rsa.VerifyData(new byte[] { 1, 2, 3 }, signature, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1));
    }

    [Theory]
    [InlineData("nistP256", 64)]
    [InlineData("nistP384", 96)]
    [InlineData("nistP521", 132)]
    [InlineData("brainpoolP512r1", 128)]
    public void EcSignature_OfEachLength_IsTwoNumbersOfTheOrder(string curve, int length)
    {
        using var ec = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        var signature = GpSignature.Sign(ec, [1, 2, 3]);

        Assert.Equal(length, signature.Length);
        Assert.True(GpSignature.Verify(ec, [1, 2, 3], signature));
        Assert.False(GpSignature.Verify(ec, [1, 2, 4], signature));
    }

    [Fact]
    public void DapBlock_NamesTheDomainAndHoldsTheSignature()
    {
        Assert.Equal("E20D4F07D0D1D2D3D4D501C302AABB", Convert.ToHexString(DapBlock.Encode(Domain, [0xAA, 0xBB])));
        Assert.Throws<ArgumentException>(() => DapBlock.Encode(default, [1]));
        Assert.Throws<ArgumentException>(() => DapBlock.Encode(Domain, []));
    }

    [Fact]
    public void Confirmation_OfADelete_IsReadAndItsReceiptVerifies()
    {
        var key = Hex("404142434445464748494A4B4C4D4E4F");
        var data = Hex("020007" + "04" + "42014501");
        byte[] signed = [.. data, 8, .. Instance.Span];
        var receipt = GpSignature.Sign(key, signed);

        var confirmation = Confirmation.Read((byte[])[(byte)receipt.Length, .. receipt, .. data])!;
        Assert.Equal(7, confirmation.Counter);
        Assert.Equal("42014501", Convert.ToHexString(confirmation.SecurityDomainUniqueData.Span));
        Assert.Equal(signed, confirmation.DeleteInput(Instance));
        Assert.True(GpSignature.Verify(key, confirmation.DeleteInput(Instance), confirmation.Receipt.Span));
        Assert.False(GpSignature.Verify(key, confirmation.DeleteInput(LoadFile), confirmation.Receipt.Span));
    }

    [Fact]
    public void Confirmation_WithTokenIdentifierAndDigest_KeepsTheirOrder()
    {
        var confirmation = Confirmation.Read(Hex("8180" + new string('0', 256) + "020001" + "0142" + "02AABB" + "01CC"))!;

        Assert.Equal((128, 1, "AABB", "CC"), (confirmation.Receipt.Length, confirmation.Counter, Convert.ToHexString(confirmation.TokenIdentifier.Span), Convert.ToHexString(confirmation.TokenDigest.Span)));
        var data = "020001" + "0142" + "02AABB" + "01CC";
        Assert.Equal(data + "06F054534D5301" + "07D0D1D2D3D4D501", Convert.ToHexString(confirmation.LoadInput(LoadFile, Domain)));
        Assert.Equal(data + "06F054534D5301" + "08F054534D53010101", Convert.ToHexString(confirmation.InstallInput(LoadFile, Instance)));
        Assert.Equal(data + "07D0D1D2D3D4D501" + "08F054534D53010101" + "07F054534D530101", Convert.ToHexString(confirmation.ExtraditionInput(Domain, Instance, Module)));
        Assert.Equal(data + "00" + "08F054534D53010101" + "00" + "01A0" + "00", Convert.ToHexString(confirmation.RegistryUpdateInput(default, Instance, default, Hex("A0"), default)));
        Assert.Equal(data + "06F054534D5301" + "08F054534D53010101" + "07D0D1D2D3D4D501", Convert.ToHexString(confirmation.LoadInstallInput(LoadFile, Instance, Domain)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    public void Confirmation_OfACardThatGivesNone_IsNull(string answer) => Assert.Null(Confirmation.Read(Hex(answer)));

    [Theory]
    [InlineData("0401", "receipt")]
    [InlineData("000200", "confirmation counter")]
    [InlineData("0001010142", "2 bytes")]
    [InlineData("000200010542", "unique data")]
    [InlineData("0002000101420201", "token identifier")]
    [InlineData("00020001014201010201", "digest")]
    [InlineData("0002000101420101010100", "follow")]
    public void Confirmation_ThatEndsInsideAField_SaysWhich(string answer, string what) =>
        Assert.Contains(what, Assert.Throws<FormatException>(() => Confirmation.Read(Hex(answer))).Message, StringComparison.Ordinal);

    private static RSA TestRsa() => RSA.Create(new RSAParameters { Modulus = Hex(Modulus), Exponent = [1, 0, 1] });

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);
}
