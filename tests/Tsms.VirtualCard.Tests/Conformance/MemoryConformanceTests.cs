using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Conformance;

/// <summary>Transactions (JCRE 3.0.5, ch. 7), transient objects (ch. 5) and object deletion, on a whole card.</summary>
public sealed class MemoryConformanceTests(ITestOutputHelper output)
{
    private const int Transaction = 0x20;

    private static string Report(byte value)
    {
        var word = $"{(sbyte)value & 0xFFFF:X4}";
        var bytes = $"{value:X2}";
        string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
        return word + Repeat(bytes, 4) + word + word + Repeat(bytes, 16) + Repeat(word, 12) + Repeat(bytes, 2) + "0001" + (value == 0 ? "0000" : "0002") + word + "9000";
    }

    private static ConformanceCard Selected()
    {
        var card = new ConformanceCard();
        Assert.EndsWith("9000", card.Select(ConformanceCard.Client), StringComparison.Ordinal);
        return card;
    }

    [Theory]
    [InlineData(0, 0x22, "0000")] // commit
    [InlineData(1, 0x11, "0000")] // abort
    [InlineData(2, 0x11, "[00016F00]")] // left open (7.6.2)
    [InlineData(3, 0x11, "[6A90]")] // ended by an exception
    public void Transaction_ThatEnds_StandsOrDoesNot(int end, byte left, string answer)
    {
        using var card = Selected();
        Assert.Equal(Report(0), card.Send("8002000000"));
        Assert.Equal("0000", card.Probe(Transaction, 0, 0x11));
        Assert.Equal(Report(0x11), card.Send("8002000000"));
        Assert.Equal(answer, card.Probe(Transaction, end, 0x22));
        Assert.Equal(Report(left), card.Send("8002000000"));
        card.Card.Reset();
        card.Select(ConformanceCard.Client);
        Assert.Equal(Report(left), card.Send("8002000000"));
    }

    [Fact]
    public void Transaction_PowerCutAtEachWrite_IsBeforeOrAfter()
    {
        using var reference = Selected();
        Assert.Equal("0000", reference.Probe(Transaction, 0, 0x11));
        var image = reference.Card.Save();
        var (first, before) = (reference.Card.Writes, reference.Card.Memory);
        Assert.Equal("0000", reference.Probe(Transaction, 0, 0x22));
        var writes = (int)(reference.Card.Writes - first);
        var after = reference.Card.Memory;
        Assert.InRange(writes, 25, 200);
        for (var write = 0; write <= writes; write++)
        {
            using var card = SecureComponent.Restore(image);
            card.Reset();
            var host = new Host(card);
            host.Select(ConformanceCard.Client);
            card.CutPowerAfterWrites(write);
            var answer = host.Raw($"80{Transaction:X2}002200");
            Assert.Equal(write < writes ? "" : "00009000", answer);
            card.Reset();
            host.Select(ConformanceCard.Client);
            Assert.Equal(Report(write < writes ? (byte)0x11 : (byte)0x22), host.Raw("8002000000"));
            Assert.Equal(write < writes ? before : after, card.Memory);
            Assert.Null(card.LastFault);
        }

        output.WriteLine($"{writes} cuts");
    }

    [Theory]
    [InlineData(0x22, "000F")] // objects made inside are null wherever they were kept (7.6.3)
    [InlineData(0x23, "0203")] // transient and non-atomic writes stand (7.7)
    [InlineData(0x24, "0001")] // the capacity goes down and comes back (7.8)
    public void AbortTransaction_Leaves_WhatItMust(int ins, string expected)
    {
        using var card = Selected();
        Assert.Equal(expected, card.Probe(ins));
    }

    [Theory]
    [InlineData(0, "0003")] // BUFFER_FULL
    [InlineData(1, "0001")] // IN_PROGRESS
    [InlineData(2, "0002")] // NOT_IN_PROGRESS
    public void TransactionException_HasItsReason(int which, string expected)
    {
        using var card = Selected();
        Assert.Equal(expected, card.Probe(0x25, which));
    }

    [Fact]
    public void TransientObjects_LoseTheirContent_WhenTheirEventComes()
    {
        using var card = Selected();
        Assert.Equal("0021", card.Probe(0x21, 3));
        Assert.Equal("0000", card.Probe(0x21, 0));
        Assert.Equal(["0708", "001A"], [card.Probe(0x21, 1), card.Probe(0x21, 2)]);

        // another applet is selected and the client again
        card.Select(ConformanceCard.Opcodes);
        card.Select(ConformanceCard.Client);
        Assert.Equal(["0700", "000A"], [card.Probe(0x21, 1), card.Probe(0x21, 2)]);

        // a reset
        card.Card.Reset();
        card.Select(ConformanceCard.Client);
        Assert.Equal(["0000", "0000"], [card.Probe(0x21, 1), card.Probe(0x21, 2)]);
    }

    [Fact]
    public void ClearOnDeselect_WhileTheOtherInstanceIsSelected_KeepsItsContent()
    {
        using var card = Selected();
        card.Probe(0x21, 0);
        Assert.Equal("019000", card.Send("0070000001"));
        Assert.EndsWith("9000", card.Select(ConformanceCard.SecondClient, 1), StringComparison.Ordinal);

        // the client is selected anew on its own channel while an applet of its package is active
        card.Select(ConformanceCard.Client);
        Assert.Equal("0708", card.Probe(0x21, 1));
        Assert.Equal("9000", card.Send("00708001"));
        card.Select(ConformanceCard.Client);
        Assert.Equal("0700", card.Probe(0x21, 1));
    }

    [Theory]
    [InlineData(0)] // a chain
    [InlineData(1)] // a circle
    public void RequestObjectDeletion_FreesWhatNothingLeadsTo(int shape)
    {
        using var card = Selected();
        card.Probe(0x27);
        var before = card.Card.Memory;
        Assert.Equal("0000", card.Probe(0x26, shape));
        Assert.True(card.Card.Memory.PersistentFree < before.PersistentFree - 200);
        Assert.Equal("0000", card.Probe(0x27));
        Assert.Equal(before, card.Card.Memory);
    }
}
