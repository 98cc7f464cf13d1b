using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Conformance;

/// <summary>An applet that opens SCP03 through its security domain: org.globalplatform.SecureChannel (GP Card Specification 2.3.1, A.3).</summary>
public sealed class ChannelConformanceTests
{
    private const string Package = "F054534D5386";
    private const string Applet = "F054534D538601";
    private static readonly byte[] Secret = [.. Enumerable.Range(0xA0, 16).Select(i => (byte)i)];

    private static Host Installed(Func<CardProfile, CardProfile>? change = null)
    {
        var host = new Host(Host.NewCard(change: change));
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        Assert.Equal("009000", host.Send(Story.ForLoad(Package, Story.Isd)));
        Assert.All(Story.Load(ConformanceCard.Package("channel").LoadFileDataBlock()), load => Assert.Equal("009000", host.Send(load)));
        Assert.Equal("009000", host.Send(Story.Install(Package, Applet, Applet)));
        return host;
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x03)]
    [InlineData(0x11)]
    [InlineData(0x13)]
    [InlineData(0x33)]
    public void Session_WithTheKeysOfItsDomain_ProtectsCommandsAndAnswers(byte level)
    {
        var host = Installed();
        using var card = host.Card;
        host.Select(Applet);
        Assert.Equal("9000", host.Open(level));
        Assert.Equal($"{0x80 | level:X2}9000", host.Raw("8001000001"));
        Assert.Equal("040302019000", host.Send("80020000040102030400"));
        Assert.Equal("9000", host.Send("80030000" + Story.Lv(Convert.ToHexString(Host.Encipher(Host.TestKeys, Secret))) + "00"));
        Assert.Equal(Convert.ToHexString(Secret) + "9000", host.Send("8004000000"));
        Assert.Equal(Convert.ToHexString(Host.Encipher(Host.TestKeys, Secret)) + "9000", host.Send("8004010000"));
    }

    // GP API 1.4, SecureChannel.unwrap and wrap: a command without data keeps an Lc of 0, an answer goes without its status word, and where there is no session
    // or no protection everything stays as it is.
    [Theory]
    [InlineData(0x01)]
    [InlineData(0x03)]
    [InlineData(0x33)]
    public void Unwrap_OfACommandWithoutData_LeavesLc(byte level)
    {
        var host = Installed();
        using var card = host.Card;
        host.Select(Applet);
        Assert.Equal("9000", host.Open(level));
        Assert.Equal("000500009000", host.Send("8007000000"));
        Assert.Equal("000800039000", host.Send("8007000003A1A2A300"));
    }

    [Fact]
    public void UnwrapAndWrap_WithoutASession_LeaveEverything()
    {
        var host = Installed();
        using var card = host.Card;
        host.Select(Applet);
        Assert.Equal("000800039000", host.Raw("8007000003A1A2A300"));
        Assert.Equal("000D00089000", host.Raw("8407000008" + "0011223344556677" + "00"));
    }

    [Fact]
    public void Session_WithTheKeysOfASupplementaryDomain_AfterExtradition()
    {
        var host = Installed();
        using var card = host.Card;
        Assert.Equal("009000", host.Send(Story.InstallSd(Story.ServiceSd, "808000")));
        Assert.Equal("009000", host.Send(Story.ForPersonalization(Story.ServiceSd)));
        Assert.Equal("9000", host.Send(Story.FirstKeys(Host.TestKeys, Story.ServiceKeys)));
        Assert.Equal("009000", host.Send(Story.Apdu("80E61000", Story.Lv(Story.ServiceSd) + "00" + Story.Lv(Applet) + "000000")));
        host.Select(Applet);
        Assert.Equal("6300", host.Open(0x33, key: Host.TestKeys));
        Assert.Equal("9000", host.Open(0x33, key: Story.ServiceKeys));
        Assert.Equal("030201" + "9000", host.Send("800200000301020300"));
        Assert.Equal("9000", host.Send("80030000" + Story.Lv(Convert.ToHexString(Host.Encipher(Story.ServiceKeys, Secret))) + "00"));
        Assert.Equal(Convert.ToHexString(Secret) + "9000", host.Send("8004000000"));
    }

    [Fact]
    public void Session_WithAWrongMac_IsOverForTheApplet()
    {
        var host = Installed();
        using var card = host.Card;
        host.Select(Applet);
        Assert.Equal("6982", host.Raw("80020000020102" + "00"));
        Assert.Equal("9000", host.Open());
        Assert.Equal("6988", host.Raw("840200000A0102" + "0011223344556677" + "00"));
        Assert.Equal("009000", host.Raw("8001000001"));
        Assert.Equal("9000", host.Open());
        Assert.Equal("02019000", host.Send("800200000201" + "0200"));
    }

    [Fact]
    public void ResetSecurity_AndSelection_EndTheSession()
    {
        var host = Installed();
        using var card = host.Card;
        host.Select(Applet);
        Assert.Equal("9000", host.Open());
        Assert.Equal("B39000", host.Raw("8001000001"));
        Assert.Equal("9000", host.Raw("80050000"));
        Assert.Equal("009000", host.Raw("8001000001"));
        Assert.Equal("6982", host.Raw("80020000020102" + "00"));
        Assert.Equal("9000", host.Open());
        host.Select(Applet);
        Assert.Equal("009000", host.Raw("8001000001"));
    }

    [Theory]
    [InlineData("3B00", "000000010102")]
    [InlineData("3B80800101", "000100FE00FE")]
    public void Applet_SeesTheProtocolOfTheCard(string atr, string expected)
    {
        var host = Installed(p => p with { Atr = atr });
        using var card = host.Card;
        host.Select(Applet);
        Assert.Equal(expected + "9000", host.Raw("8006000006"));
    }
}
