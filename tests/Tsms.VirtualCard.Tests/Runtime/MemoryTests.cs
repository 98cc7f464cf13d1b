using Tsms.SmartCard;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Tests.Runtime;

/// <summary>Transactions (JCRE 3.0.5, ch. 7), transient objects (ch. 5), object deletion (ch. 8), limits, with the client of the probes.</summary>
public sealed class MemoryTests
{
    private const byte Transaction = 0x30;
    private const byte Number = 0x31;
    private const byte Data = 0x32;
    private const byte TransientReferenceIsNull = 0x33;
    private const byte Wide = 0x34;

    [Fact]
    public void Transaction_Committed_Stands()
    {
        var probe = new ProbeCard();
        Assert.Equal("0000", probe.Probe(Transaction, 0));
        probe.Card.Runtime.Reset();
        probe.Card.Select(ProbeCard.Client);
        Assert.Equal(["0005", "11F0", "1170"], [probe.Probe(Number), probe.Probe(Data), probe.Probe(Wide)]);
    }

    [Theory]
    [InlineData(1, "0001")] // abortTransaction; references to what was made inside are null
    [InlineData(2, "[00016F00]")] // left open: the depth is 1, and process returns (7.6.2)
    [InlineData(3, "[6A97]")] // left open by an exception
    [InlineData(4, "0001")] // a reference in a local variable is null after abortTransaction
    [InlineData(5, "[71016F00]")] // beginTransaction inside: IN_PROGRESS
    [InlineData(6, "[71036F00]")] // more than the buffer holds: BUFFER_FULL
    public void Transaction_NotCommitted_IsUndoneButForNonAtomicWrites(byte kind, string expected)
    {
        var probe = new ProbeCard(new MachineLimits { CommitCapacity = 512 });
        var before = probe.Card.Runtime.Memory;
        Assert.Equal(expected, probe.Probe(Transaction, kind));
        Assert.Equal(["0000", "1100", "0000", "0001"], [probe.Probe(Number), probe.Probe(Data), probe.Probe(Wide), probe.Probe(TransientReferenceIsNull)]);
        Assert.Equal(before, probe.Card.Runtime.Memory);
    }

    [Fact]
    public void Transaction_TornAtEachWrite_IsWholeOrNothing()
    {
        var reference = new ProbeCard();
        var first = reference.Card.Persistent.Writes + 1;
        reference.Probe(Transaction, 0);
        var last = reference.Card.Persistent.Writes;
        Assert.InRange(last - first, 5, 100);
        for (var cut = first; cut <= last; cut++)
        {
            var probe = new ProbeCard();
            probe.Card.Persistent.CutAt = cut;
            Assert.Equal(cut, Assert.Throws<PowerLost>(() => probe.Probe(Transaction, 0)).Write);
            probe.Card.Persistent.CutAt = null;
            probe.Card.Runtime.Reset();
            probe.Card.Select(ProbeCard.Client);
            Assert.Equal(("0000", "0000"), (probe.Probe(Number), probe.Probe(Wide)));
            Assert.EndsWith("00", probe.Probe(Data), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TransientArrays_AreCleared_WhenTheirEventComes()
    {
        var probe = new ProbeCard();
        Assert.Equal("0000", probe.Probe(0x40));
        Assert.Equal("0708", probe.Probe(0x41));
        probe.Card.Runtime.Deselect(ProbeCard.Client, 0, stillActiveElsewhere: false);
        probe.Card.Select(ProbeCard.Client);
        Assert.Equal("0700", probe.Probe(0x41));
        probe.Card.Runtime.Reset();
        probe.Card.Select(ProbeCard.Client);
        Assert.Equal("0000", probe.Probe(0x41));
    }

    [Fact]
    public void Deselect_WhileActiveOnAnotherChannel_KeepsClearOnDeselect()
    {
        var probe = new ProbeCard();
        probe.Card.Runtime.Select(ProbeCard.Client, 1, alreadyActiveElsewhere: true);
        probe.Probe(0x40);
        probe.Card.Runtime.Deselect(ProbeCard.Client, 1, stillActiveElsewhere: true);
        Assert.Equal("0708", probe.Probe(0x41));
    }

    [Fact]
    public void RequestObjectDeletion_AfterTheCommand_FreesWhatNothingLeadsTo()
    {
        var probe = new ProbeCard();
        var before = probe.Card.Runtime.Memory;
        Assert.Equal("0001", probe.Probe(0x52));
        Assert.True(probe.Card.Runtime.Memory.PersistentFree < before.PersistentFree - 100);
        Assert.Equal("0001", probe.Probe(0x53));
        Assert.Equal(before, probe.Card.Runtime.Memory);
    }

    [Fact]
    public void New_WithoutRoom_ThrowsNoResource()
    {
        var probe = new ProbeCard();
        var before = probe.Card.Runtime.Memory;
        Assert.Equal("7205", probe.Probe(0x54));
        Assert.InRange(probe.Card.Runtime.Memory.PersistentFree, 0, 4100);
        Assert.Equal("0001", probe.Probe(0x53));
        Assert.Equal(before, probe.Card.Runtime.Memory);
    }

    [Theory]
    [InlineData(0x50)] // a loop without end
    [InlineData(0x51)] // a recursion without end
    public void Process_ThatDoesNotEnd_IsEndedWith6F00(int ins)
    {
        var probe = new ProbeCard(new MachineLimits { ByteCodesPerCommand = 100_000 });
        Assert.Equal("[6F00]", probe.Probe((byte)ins));
        Assert.NotNull(probe.Card.Runtime.LastFault);
        Assert.Equal("002A", probe.Probe(0x10));
    }

    [Fact]
    public void Unload_InTheRightOrder_GivesAllMemoryBack()
    {
        var probe = new ProbeCard();
        var runtime = probe.Card.Runtime;
        Assert.Equal("002A", probe.Probe(0x10));
        Assert.Equal("0000", probe.Probe(Transaction, 0));
        runtime.Reset();
        Assert.Equal(StatusWord.ConditionsNotSatisfied, Assert.Throws<CardFault>(() => runtime.Unload(ProbeCard.ClientPackage.Aid)).Sw);
        runtime.Uninstall(ProbeCard.Client);
        Assert.Equal(StatusWord.ConditionsNotSatisfied, Assert.Throws<CardFault>(() => runtime.Unload(ProbeCard.Library.Aid)).Sw);
        runtime.Uninstall(ProbeCard.Server);
        runtime.Unload(ProbeCard.ClientPackage.Aid);
        runtime.Unload(ProbeCard.ServerPackage.Aid);
        runtime.Unload(ProbeCard.Library.Aid);
        Assert.Equal(new TestCard().Runtime.Memory, runtime.Memory);
    }

    [Fact]
    public void Load_WithoutAnImport_NamesIt()
    {
        var card = new TestCard();
        card.Runtime.Load(ProbeCard.Library);
        var before = card.Runtime.Memory;
        var fault = Assert.Throws<CardFault>(() => card.Runtime.Load(ProbeCard.ClientPackage));
        Assert.Equal(StatusWord.WrongData, fault.Sw);
        Assert.Contains($"imports package {ProbeCard.ServerPackage.Aid} version 1.0", fault.Reason, StringComparison.Ordinal);
        Assert.Equal(before, card.Runtime.Memory);
    }

    [Fact]
    public void Restore_OfPackagesThatUseEachOther_GoesOn()
    {
        var probe = new ProbeCard();
        probe.Probe(Transaction, 0);
        probe.Card.Runtime.Reset();
        var image = probe.Card.Runtime.Save();
        var again = TestCard.Restore(image);
        Assert.Equal(image, again.Runtime.Save());
        again.Select(ProbeCard.Client);
        Assert.Equal("00059000", again.Send(ProbeCard.Client, "8031000000"));
        Assert.Equal("002A9000", again.Send(ProbeCard.Client, "8010000000"));
        Assert.Equal("00109000", again.Send(ProbeCard.Client, "8020000000"));
    }
}
