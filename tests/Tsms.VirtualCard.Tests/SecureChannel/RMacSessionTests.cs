using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.SecureChannel;

/// <summary>BEGIN and END R-MAC SESSION (GP Amendment D 1.1.1, 7.1.3 and 7.1.4): responses get more protection for a while.</summary>
public sealed class RMacSessionTests
{
    private const string Status = "80F28002024F0000";
    private const string Seen = "E3134F08" + Story.Isd + "9F70010FC5039EFE809000";

    [Theory]
    [InlineData(0x01, "10", 0x11)]
    [InlineData(0x03, "10", 0x13)]
    [InlineData(0x03, "30", 0x33)]
    [InlineData(0x13, "30", 0x33)]
    public void Begin_AddsToResponsesFromTheNextOn_UntilEnd(byte level, string added, byte inside)
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open(level));
        Assert.Equal("9000", host.Send($"807A{added}01 03 02AABB"));
        host.Expect(inside);
        Assert.Equal(Seen, host.Send(Status));
        Assert.Equal($"D301{inside:X2}9000", host.Send("80CA00D300"));

        // A refused END changes nothing; the answer to the right one still has the R-MAC of the session.
        Assert.Equal("6A86", host.Send("80780000"));
        Assert.Equal("9000", host.Send("8078000300"));
        host.Expect(level);
        Assert.Equal(Seen, host.Send(Status));
        Assert.Equal("6985", host.Send("8078000300"));
    }

    [Theory]
    [InlineData(0x01, "807A3001", "6985")]
    [InlineData(0x11, "807A1001", "6985")]
    [InlineData(0x11, "807A3001", "6985")]
    [InlineData(0x33, "807A1001", "6985")]
    [InlineData(0x33, "807A3001", "6985")]
    [InlineData(0x01, "807A2001", "6A86")]
    [InlineData(0x01, "807A1000", "6A86")]
    [InlineData(0x01, "807A1001 02 02AA", "6A80")]
    [InlineData(0x01, "8078000300", "6985")]
    [InlineData(0x01, "8078010300", "6A86")]
    public void Begin_WhereItCannotBe_IsRefusedAndTheChannelStays(byte level, string command, string expected)
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open(level));
        Assert.Equal(expected, host.Send(command));
        Assert.Equal(Seen, host.Send(Status));
    }

    [Fact]
    public void Begin_OutsideASession_OrOnACardWithoutRMac_IsUnknown()
    {
        using var card = Host.NewCard();
        Assert.Equal("6D00", new Host(card).Raw("807A1001"));
        using var plain = Host.NewCard(change: p => p with { Scp03Options = 0x00 });
        var host = new Host(plain);
        Assert.Equal("9000", host.Open(0x01));
        Assert.Equal("6D00", host.Send("807A1001"));
    }
}
