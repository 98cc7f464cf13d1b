using System.Globalization;
using Tsms.SmartCard;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>Delegated management from end to end, with every kind of key: tokens of the issuer permit, receipts of the issuer confirm (GP 2.3.1, C.4 and C.5).</summary>
public sealed class DelegationTests
{
    private const string Numbers = "42014501"; // values of 42 and 45 that Host.NewCard gives

    public static TheoryData<string, string> Kinds => new()
    {
        { "AES-128", "AES-256" }, { "AES-256", "AES-128" }, { "RSA-1024", "RSA-1024" }, { "RSA-2048", "RSA-2048" }, { "P-256", "P-256" }, { "P-384", "P-384" },
        { "brainpoolP256r1", "brainpoolP256r1" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void DelegatedManagement_WholeLifeOfAnApplet_IsPermittedAndConfirmed(string tokenKind, string receiptKind)
    {
        using var card = Host.NewCard();
        var (tokens, receipts) = (TestSigner.Make(tokenKind), TestSigner.Make(receiptKind));
        var host = WithDelegation(card, tokens, receipts);
        var expected = 0;

        Confirms("80E60C00", Story.Lv(Story.SdPackage) + Story.Lv(Story.SdModule) + Story.Lv(Story.ServiceSd) + "03808000" + "02C900",
            Story.Lv(Story.SdPackage) + Story.Lv(Story.ServiceSd));
        Assert.Equal("009000", host.Send(Story.ForPersonalization(Story.ServiceSd)));
        Assert.Equal("9000", host.Send(Story.FirstKeys(Story.TsmKeys, Story.ServiceKeys)));

        Assert.Equal("009000", Send("80E60200", Story.Lv(Story.CarKeyPackage) + Story.Lv(Story.ServiceSd) + Story.Lv(Story.Hash("CarKey")) + "00"));
        var loads = Story.Load(Story.LoadFile("CarKey"));
        Assert.All(loads.SkipLast(1), l => Assert.Equal("009000", host.Send(l)));
        Confirmed(host.Send(loads[^1]), Story.Lv(Story.CarKeyPackage) + Story.Lv(Story.ServiceSd));

        Confirms("80E60400", Story.Lv(Story.CarKeyPackage) + Story.Lv(Story.CarKeyModule) + Story.Lv(Story.CarKey) + "0100" + "02C900",
            Story.Lv(Story.CarKeyPackage) + Story.Lv(Story.CarKey));
        Confirms("80E60800", "0000" + Story.Lv(Story.CarKey) + "0100" + "00", Story.Lv(Story.CarKeyPackage) + Story.Lv(Story.CarKey));
        Confirms("80E61000", Story.Lv(Story.TsmSd) + "00" + Story.Lv(Story.CarKey) + "00" + "00",
            Story.Lv(Story.ServiceSd) + Story.Lv(Story.CarKey) + Story.Lv(Story.TsmSd));
        Confirms("80E64000", Story.Lv(Story.ServiceSd) + "00" + Story.Lv(Story.CarKey) + "03000100" + "06EF04CB028100",
            Story.Lv(Story.TsmSd) + Story.Lv(Story.CarKey) + Story.Lv(Story.ServiceSd) + "03000100" + "06EF04CB028100");

        // DELETE: 4F AID, then the token in 9E over P1 P2 Lc and what stands before it.
        var delete = "4F" + Story.Lv(Story.CarKeyPackage);
        var signature = tokens.Sign(Convert.FromHexString("0080" + $"{delete.Length / 2:X2}" + delete));
        Confirmed(host.Send(Apdu("80E40080", delete + TestSigner.Part(0x9E, signature))), Story.Lv(Story.CarKeyPackage));

        // Seven confirmations: the counter stands at 7.
        Assert.Equal(7, expected);
        host.Select(Story.Isd);
        Assert.Equal("C20200079000", host.Raw("80CA00C200"));
        Assert.Null(card.LastFault);

        string Send(string header, string data) => host.Send(WithToken(tokens, header, data));

        void Confirms(string header, string data, string receipt) => Confirmed(Send(header, data), receipt);

        void Confirmed(string answer, string says)
        {
            // length of confirmation · length of receipt · receipt · 02 counter · length of numbers · numbers
            Assert.EndsWith("9000", answer, StringComparison.Ordinal);
            var bytes = Convert.FromHexString(answer)[..^2];
            var whole = Value(bytes, out var rest);
            Assert.Empty(rest);
            var receipt = Value(whole, out var confirmation);
            Assert.Equal($"02{expected:X4}04{Numbers}", Convert.ToHexString(confirmation));
            Assert.True(receipts.Verify([.. confirmation, .. Convert.FromHexString(says)], receipt), $"receipt {expected}");
            expected++;
        }
    }

    [Theory]
    [InlineData("RSA-2048")]
    [InlineData("P-256")]
    [InlineData("AES-128")]
    public void Token_OfOtherDataOrKeyOrMissing_IsRefused(string kind)
    {
        using var card = Host.NewCard();
        var tokens = TestSigner.Make(kind);
        var host = WithDelegation(card, tokens, TestSigner.Make("AES-128"));
        var data = Story.Lv(Story.SdPackage) + Story.Lv(Story.SdModule) + Story.Lv(Story.ServiceSd) + "03808000" + "02C900";
        var good = WithToken(tokens, "80E60C00", data);
        var registry = card.Registry;
        Assert.Equal("6982", host.Send(good.Replace("808000", "A08000", StringComparison.Ordinal)));
        Assert.Equal("6985", host.Send(Apdu("80E60C00", data + "00")));
        Assert.Equal("6982", host.Send(Apdu("80E60C00", data + "01FF")));
        Assert.Equal("6982", host.Send(WithToken(TestSigner.Make(kind == "AES-128" ? "AES-256" : kind), "80E60C00", data)));

        // With make selectable the token is another than without.
        Assert.Equal("6982", host.Send(good.Replace("80E60C00", "80E60400", StringComparison.Ordinal)));
        Assert.Same(registry, card.Registry);
        Assert.EndsWith("9000", host.Send(good), StringComparison.Ordinal);
    }

    [Fact]
    public void Token_ForAnotherDomain_IsRefusedAndForThisOneTaken()
    {
        using var card = Host.NewCard();
        var tokens = TestSigner.Make("AES-128");
        var host = WithDelegation(card, tokens, TestSigner.Make("AES-128"));
        Assert.Equal("6985", host.Send(WithToken(tokens, "80E60C00", Prefix() + "0BC900B6074202420293" + "0107")));
        var answer = host.Send(WithToken(tokens, "80E60C00", Prefix() + "0BC900B6074202420193" + "0107"));

        // The identifier of the token (93) comes back at the end of the confirmation data.
        Assert.EndsWith("04" + Numbers + "0107" + "9000", answer, StringComparison.Ordinal);

        static string Prefix() => Story.Lv(Story.SdPackage) + Story.Lv(Story.SdModule) + Story.Lv(Story.ServiceSd) + "03808000";
    }

    [Fact]
    public void Load_WithTokenButWithoutHash_IsRefused()
    {
        using var card = Host.NewCard();
        var tokens = TestSigner.Make("AES-128");
        var host = WithDelegation(card, tokens, TestSigner.Make("AES-128"));
        Assert.Equal("6985", host.Send(WithToken(tokens, "80E60200", Story.Lv(Story.CarKeyPackage) + "00" + "00" + "00")));
    }

    [Fact]
    public void CombinedProcess_WithOneToken_IsPermittedAndConfirmedAtTheEnd()
    {
        using var card = Host.NewCard();
        var (tokens, receipts) = (TestSigner.Make("P-256"), TestSigner.Make("P-256"));
        var host = WithDelegation(card, tokens, receipts);
        var first = Story.Lv(Story.CarKeyPackage) + "00" + Story.Lv(Story.Hash("CarKey")) + "00";
        var last = "00" + Story.Lv(Story.CarKeyModule) + Story.Lv(Story.CarKey) + "0100" + "02C900";
        Assert.Equal("009000", host.Send(Apdu("80E60E01", first + "00")));
        Assert.All(Story.Load(Story.LoadFile("CarKey")), l => Assert.Equal("009000", host.Send(l)));
        var signed = Convert.FromHexString("0E01" + $"{first.Length / 2:X2}" + first + "0E03" + $"{last.Length / 2:X2}" + last);
        var token = tokens.Sign(signed);
        var answer = host.Send(Apdu("80E60E03", last + TestSigner.Ber(token.Length) + Convert.ToHexString(token)));
        Assert.EndsWith("9000", answer, StringComparison.Ordinal);
        var receipt = Value(Value(Convert.FromHexString(answer)[..^2], out _), out var confirmation);
        Assert.True(receipts.Verify([.. confirmation, .. Convert.FromHexString(Story.Lv(Story.CarKeyPackage) + Story.Lv(Story.CarKey) + Story.Lv(Story.TsmSd))], receipt));
        Assert.EndsWith("9000", host.Select(Story.CarKey), StringComparison.Ordinal);
    }

    [Fact]
    public void DomainWithoutReceiptKey_ConfirmsNothing()
    {
        using var card = Host.NewCard();
        var tokens = TestSigner.Make("AES-128");
        var host = WithDelegation(card, tokens, null);
        Assert.Equal("009000", host.Send(WithToken(tokens, "80E60C00", Story.Lv(Story.SdPackage) + Story.Lv(Story.SdModule) + Story.Lv(Story.ServiceSd) + "03808000" + "02C900")));
    }

    /// <summary>A card whose issuer's domain has the keys, and a host in the session of a domain with delegated management.</summary>
    internal static Host WithDelegation(SecureComponent card, TestSigner tokens, TestSigner? receipts)
    {
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        Put(0x70, tokens.PublicField(Host.TestKeys));
        if (receipts is not null)
        {
            Put(0x71, receipts.PrivateField(Host.TestKeys));
        }

        Assert.Equal("009000", host.Send(Story.InstallSd(Story.TsmSd, "A08000")));
        Assert.Equal("009000", host.Send(Story.ForPersonalization(Story.TsmSd)));
        Assert.Equal("9000", host.Send(Story.FirstKeys(Host.TestKeys, Story.TsmKeys)));
        Story.Tsm(host);
        return host;

        void Put(byte version, string field)
        {
            var answer = host.Send(Apdu("80D80001", $"{version:X2}" + field));
            Assert.True(answer.StartsWith($"{version:X2}", StringComparison.Ordinal) && answer.EndsWith("9000", StringComparison.Ordinal), answer);
        }
    }

    internal static string WithToken(TestSigner tokens, string header, string data)
    {
        var token = tokens.Sign(Convert.FromHexString(header[4..8] + Lc(data) + data));
        return Apdu(header, data + TestSigner.Ber(token.Length) + Convert.ToHexString(token));
    }

    internal static string Apdu(string header, string data)
    {
        var h = Convert.FromHexString(header);
        return Convert.ToHexString(new CommandApdu(h[0], h[1], h[2], h[3], Convert.FromHexString(data), 256).ToBytes());
    }

    private static string Lc(string data) => (data.Length / 2) switch { <= 255 and var n => n.ToString("X2", CultureInfo.InvariantCulture), var n => $"00{n:X4}" };

    internal static byte[] Value(byte[] lv, out byte[] rest)
    {
        var (at, length) = lv[0] switch { < 0x80 => (1, lv[0]), 0x81 => (2, lv[1]), _ => (3, (lv[1] << 8) | lv[2]) };
        rest = lv[(at + length)..];
        return lv[at..(at + length)];
    }
}
