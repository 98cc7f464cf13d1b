using Tsms.SmartCard;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Tests.Runtime;

/// <summary>Contexts, sharing and what the firewall forbids (JCRE 3.0.5, ch. 6), between the probes.</summary>
public sealed class FirewallTests
{
    [Theory]
    [InlineData(0x10, "002A")] // a shareable interface's method
    [InlineData(0x11, "5EC0")] // the server's array, read by the client
    [InlineData(0x12, "5EC0")] // the client's array, written by the server
    [InlineData(0x13, "0055")] // the APDU buffer, written by the server
    [InlineData(0x14, "[6A99]")] // an exception of the server's that nobody catches
    [InlineData(0x15, "0001")] // getPreviousContextAID in the server
    [InlineData(0x16, "0001")] // getAID in the server
    [InlineData(0x17, "0001")] // the server throws when asked for an object
    [InlineData(0x18, "0001")] // the server has no such object
    [InlineData(0x1B, "6A98")] // an exception of the server's that the client catches, in its own context
    [InlineData(0x20, "0010")] // classes, interfaces and overriding across packages
    [InlineData(0x21, "012C")] // an initialized static array
    [InlineData(0x22, "000A")] // a static field of another package
    [InlineData(0x60, "007B")] // try, catch and finally
    public void Process_OfAProbe_FindsWhatTheRulesSay(int ins, string expected) => Assert.Equal(expected, new ProbeCard().Probe((byte)ins));

    [Theory]
    [InlineData("80010000")] // the APDU buffer
    [InlineData("80020000")] // the APDU
    public void Putfield_OfATemporaryObjectOfTheCard_IsRefused(string command)
    {
        var card = new ProbeCard().Card;
        card.Select(ProbeCard.Server);
        Assert.Equal("6F00", card.Send(ProbeCard.Server, command));
        Assert.Null(card.Runtime.LastFault);
    }

    [Fact]
    public void GetShareable_OfAnAppletActiveOnAnotherChannel_IsASecurityException()
    {
        var probe = new ProbeCard();
        probe.Card.Select(ProbeCard.Server, channel: 1);
        Assert.Equal("5EC0", probe.Probe(0x10));
        probe.Card.Runtime.Deselect(ProbeCard.Server, 1, stillActiveElsewhere: false);
        Assert.Equal("002A", probe.Probe(0x10));
    }

    [Fact]
    public void IsMultiSelectable_OfEach_TellsTheInterface()
    {
        var runtime = new ProbeCard().Card.Runtime;
        Assert.True(runtime.IsMultiSelectable(ProbeCard.Client));
        Assert.False(runtime.IsMultiSelectable(ProbeCard.Server));
        Assert.True(runtime.Select(ProbeCard.Client, 1, alreadyActiveElsewhere: true));
        Assert.True(runtime.Select(ProbeCard.Server, 2, alreadyActiveElsewhere: false));
        Assert.False(runtime.Select(ProbeCard.Server, 3, alreadyActiveElsewhere: true));
    }

    [Fact]
    public void Uninstall_OfAServerThatAClientRefersTo_IsRefused()
    {
        var probe = new ProbeCard();
        Assert.Equal("0001", probe.Probe(0x19));
        var image = probe.Card.Runtime.Save();
        Assert.Equal(StatusWord.ConditionsNotSatisfied, Assert.Throws<CardFault>(() => probe.Card.Runtime.Uninstall(ProbeCard.Server)).Sw);
        Assert.Equal(image, probe.Card.Runtime.Save());
        Assert.Equal("0001", probe.Probe(0x1A));
        probe.Card.Runtime.Uninstall(ProbeCard.Server);
        Assert.False(probe.Card.Runtime.Knows(ProbeCard.Server));
    }

    [Fact]
    public void Uninstall_OfASelectedApplet_IsRefused() =>
        Assert.Equal(StatusWord.ConditionsNotSatisfied, Assert.Throws<CardFault>(() => new ProbeCard().Card.Runtime.Uninstall(ProbeCard.Client)).Sw);
}
