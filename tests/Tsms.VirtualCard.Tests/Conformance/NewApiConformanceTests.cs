using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Conformance;

/// <summary>Keys over named curves of Java Card 3.1, called by byte code, against the vectors of RFC 7748 and RFC 8032.</summary>
public sealed class NewApiConformanceTests
{
    private const string Applet = "F054534D53A301";
    private const int Ed25519 = 0x101;
    private const int X25519 = 0x103;
    private const int Ed448 = 0x202;
    private const int X448 = 0x204;
    private static readonly Lazy<byte[]> Image = new(Make);

    [Theory]
    [InlineData(X25519, "5DAB087E624A8A4B79E17F8B83800EE66F3BB1292618B6FD1C2F8B27FF88E0EB", "8520F0098930A754748B7DDCB43EF75A0DBF3A0D26381AF4EBA4A98EAA9B4E6A",
        "4A5D9D5BA4CE2DE1728E3BF480350F25E07E21C947D19E3376F09B3C1E161742")] // RFC 7748, 6.1
    [InlineData(X448, "9A8F4925D1519F5775CF46B04B5800D4EE9EE8BAE8BC5565D498C28DD9C9BAF574A9419744897391006382A6F127AB1D9AC2D8C0A598726B",
        "3EB7A829B0CD20F5BCFC0B599B6FECCF6DA4627107BDB0D4F345B43027D8B972FC3E34FB4232A13CA706DCB57AEC3DAE07BDC1C67BF33609",
        "07FFF4181AC6CC95EC1C16A94A0F74D12DA232CE40A77552281D282BB60C0B56FD2464C335543936521C24403085D59A449A5037514A879D")] // RFC 7748, 6.2
    public void Agreement_OfRfc7748_IsThePublishedOne(int curve, string secret, string other, string expected)
    {
        var card = Ready();
        Key(card, curve, 0, secret, isPrivate: true);
        Assert.Equal(expected + "9000", card.Raw($"80210000{other.Length / 2:X2}{other}00"));
        Assert.Equal("6C01", card.Raw($"80210000{other.Length / 2:X2}{new string('0', other.Length)}00")); // a point of small order
        Assert.Equal("6C01", card.Raw("8021000002010200"));
        card.Card.Dispose();
    }

    [Theory]
    [InlineData(13, Ed25519, "4CCD089B28FF96DA9DB6C346EC114E0F5B8A319F35ABA624DA8CF6ED4FB8A6FB", "3D4017C3E843895A92B70AA74D1B7EBC9C982CCF2EC4968CC0CD55F12AF4660C", "72",
        "92A009A9F0D4CAB8720E820B5F642540A2B27B5416503F8FB3762223EBDB69DA085AC1E43E15996E458F3613D0F11D8C387B2EAEB4302AEEB00D291612BB0C00")] // RFC 8032, 7.1, test 2
    [InlineData(13, Ed448, "C4EAB05D357007C632F3DBB48489924D552B08FE0C353A0D4A1F00ACDA2C463AFBEA67C5E8D2877C5E3BC397A659949EF8021E954E0A12274E",
        "43BA28F430CDFF456AE531545F7ECD0AC834A55D9358C0372BFA0C6C6798C0866AEA01EB00742802B8438EA4CB82169C235160627B4C3A9480", "03",
        "26B8F91727BD62897AF15E41EB43C377EFB9C610D48F2335CB0BD0087810F4352541B143C4B981B7E18F62DE8CCDF633FC1BF037AB7CD779805E0DBCC0AAE1CBCEE1AFB2E027DF36BC04DCECBF154336C19F0AF7E0A6472905E799F1953D2A0FF3348AB21AA4ADAFD1D234441CF807C03A00")] // RFC 8032, 7.4
    public void Signature_OfRfc8032_IsThePublishedOne(int cipher, int curve, string secret, string open, string message, string expected)
    {
        var card = Ready();
        Key(card, curve, 0, secret, isPrivate: true);
        Key(card, curve, 1, open, isPrivate: false);
        Assert.Equal(expected + "9000", card.Raw($"8022{cipher:X2}00{message.Length / 2:X2}{message}00"));
        Assert.Equal("019000", Verify(card, cipher, message, expected));
        Assert.Equal("009000", Verify(card, cipher, message, expected[..^4] + "0100"));
        Assert.Equal("009000", Verify(card, cipher, message, expected[..^2]));

        // A message in two parts; what one half of the pair signs the other verifies, with the prehash function too.
        foreach (var variant in (int[])[13, 14])
        {
            var signature = card.Raw($"8022{variant:X2}000401020304" + "00")[..^4];
            Assert.Equal(expected.Length, signature.Length);
            Assert.Equal("019000", Verify(card, variant, "01020304", signature));
        }

        Assert.Equal("6C01", card.Raw("80210000020102" + "00")); // the key of a signature does not agree
        card.Card.Dispose();
    }

    private static string Verify(Host card, int cipher, string message, string signature) =>
        card.Raw($"8023{cipher:X2}01{1 + ((message.Length + signature.Length) / 2):X2}{message.Length / 2:X2}{message}{signature}00");

    [Theory]
    [InlineData(Ed25519, 32, 256)]
    [InlineData(X25519, 32, 256)]
    [InlineData(Ed448, 57, 456)]
    [InlineData(X448, 56, 448)]
    public void Pair_MadeOnTheCard_SaysWhatItIs(int curve, int bytes, int bits)
    {
        var card = Ready();
        Assert.Equal($"0001{bytes:X2}{bytes:X2}{bits:X4}{bits:X4}FFFF{curve:X4}{curve:X4}0001010100" + "9000", card.Raw($"8024000002{curve:X4}00"));
        card.Card.Dispose();
    }

    [Theory]
    [InlineData(0, "6C03")] // no such parameters
    [InlineData(1, "6C01")] // no such attributes
    [InlineData(2, "6C01")] // another length
    [InlineData(3, "6C02")] // not set
    public void Fault_HasItsReason(int which, string expected)
    {
        var card = Ready();
        Assert.Equal(expected, card.Raw($"8025{which:X2}00"));
        card.Card.Dispose();
    }

    private static void Key(Host card, int curve, int place, string encoding, bool isPrivate) =>
        Assert.Equal("9000", card.Raw($"8020{(isPrivate ? 1 : 0):X2}{place:X2}{2 + (encoding.Length / 2):X2}{curve:X4}{encoding}"));

    private static Host Ready()
    {
        var card = SecureComponent.Restore(Image.Value);
        card.Reset();
        var host = new Host(card);
        Assert.Equal("9000", host.Select(Applet));
        return host;
    }

    private static byte[] Make()
    {
        using var card = Host.NewCard(change: p => p with { JavaCardVersion = "3.2", VerifiesCode = true });
        var host = new Host(card);
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        var cap = ConformanceCard.Package("newapi");
        Assert.Equal("009000", host.Send(Story.ForLoad(cap.Aid.ToString(), Story.Isd)));
        Assert.All(Story.Load(cap.LoadFileDataBlock(withDescriptor: true)), load => Assert.Equal("009000", host.Send(load)));
        Assert.Equal("009000", host.Send(Story.Install(Applet[..^2], Applet, Applet)));
        return card.Save();
    }
}
