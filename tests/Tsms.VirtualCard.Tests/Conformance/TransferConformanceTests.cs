using System.Globalization;

namespace Tsms.VirtualCard.Tests.Conformance;

/// <summary>Data in and out (JCRE 3.0.5, 9.4), short and extended.</summary>
public sealed class TransferConformanceTests
{
    private static string Bytes(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"{i & 0xFF:X2}"));

    private static ConformanceCard Selected()
    {
        var card = new ConformanceCard();
        card.Select(ConformanceCard.Client);
        return card;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(255)]
    public void Echo_OfAShortCommand_IsWhole(int length)
    {
        using var card = Selected();
        Assert.Equal(Bytes(length) + "9000", card.Send($"80010100{length:X2}{Bytes(length)}00"));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(1000)]
    [InlineData(4000)]
    public void Sum_OfAnExtendedCommand_HasEveryByte(int length)
    {
        using var card = Selected();
        var sum = Enumerable.Range(0, length).Sum(i => i & 0xFF) & 0xFFFF;
        Assert.Equal($"{length:X4}{sum:X4}9000", card.Send($"80010800" + $"00{length:X4}{Bytes(length)}0000"));
    }

    [Fact]
    public void Out_BeyondTheBuffer_IsWhole()
    {
        using var card = Selected();
        Assert.Equal(Bytes(16 * 200) + "9000", card.Send("800102C8000000"));
        Assert.Equal(Bytes(256) + "9000", card.Send("8001021000"));
    }

    [Fact]
    public void ExtendedCommand_ToAnAppletThatDoesNotKnowIt_Is6700()
    {
        using var card = new ConformanceCard();
        card.Select(ConformanceCard.Opcodes);
        Assert.Equal("6700", card.Send($"80100000000100{Bytes(256)}0000"));
        Assert.Equal("00000000" + "9000", card.Send("8010FF000400000000" + "00").Replace("FFFFFFFF", "00000000", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("03", "0000000100029000")] // in pieces
    [InlineData("04", "019000")] // less than announced: what was sent (9.4.2.2)
    [InlineData("06", "6F00")] // more than announced: APDUException
    [InlineData("07", "010000009000")] // less than announced, without chaining: zeros (9.4.2.1)
    [InlineData("0A", "6A86")]
    public void Out_InOtherWays_IsAsTheRuntimeSays(string p1, string expected)
    {
        using var card = Selected();
        Assert.Equal(expected, card.Send($"8001{p1}0000"));
    }

    [Theory]
    [InlineData("8001050000", 256)]
    [InlineData("8001050008", 8)]
    [InlineData("80010500000000", 32767)]
    [InlineData("80010500001000", 4096)]
    public void SetOutgoing_TellsWhatIsExpected(string command, int expected)
    {
        using var card = Selected();
        Assert.Equal(expected.ToString("X4", CultureInfo.InvariantCulture) + "9000", card.Send(command));
    }

    [Fact]
    public void ChainedCommand_ReachesTheApplet()
    {
        using var card = Selected();
        Assert.Equal("00019000", card.Send("9001090000"));
        Assert.Equal("00009000", card.Send("8001090000"));
    }
}
