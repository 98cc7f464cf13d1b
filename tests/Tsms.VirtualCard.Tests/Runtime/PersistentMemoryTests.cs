using CsCheck;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Tests.Runtime;

/// <summary>The journal: whatever is written, going back leads to where it began.</summary>
public sealed class PersistentMemoryTests
{
    private enum Step
    {
        WriteByte,
        WriteRange,
        WriteNonAtomic,
        WriteWord,
        WriteInt,
        Make,
        Free,
        Begin,
        Commit,
        Abort,
    }

    private static readonly Gen<(Step Step, int At, int Value)[]> Steps =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 12], Gen.Int[0, 255], (step, at, value) => ((Step)step, at, value)).Array[1, 40];

    [Fact]
    public void RollBackAll_AfterAnySteps_LeadsBack() => Steps.Sample(steps =>
    {
        var heap = new Heap(new MachineLimits());
        var objects = Objects(heap);
        var before = Content(heap);
        heap.Memory.BeginCommand();
        Array.ForEach(steps, s => Do(heap, objects, s));
        heap.Memory.RollBackAll();
        Assert.Equal(before, Content(heap));
    });

    [Fact]
    public void PowerLost_AtAnyWriteOfACommand_LeadsBack() => Gen.Select(Steps, Gen.Int[1, 40]).Sample((steps, cut) =>
    {
        var heap = new Heap(new MachineLimits());
        var objects = Objects(heap);
        var before = Content(heap);
        heap.Memory.CutAt = heap.Memory.Writes + cut;
        var thrown = Record.Exception(() => heap.Memory.Atomically(() => Array.ForEach(steps, s => Do(heap, objects, s))));
        heap.Memory.CutAt = null;
        if (thrown is PowerLost)
        {
            Assert.True(heap.Memory.IsTorn);
            heap.Memory.RollBackAll();
            Assert.Equal(before, Content(heap));
        }

        Assert.False(heap.Memory.IsTorn);
    });

    [Fact]
    public void AbortTransaction_AfterAnySteps_LeadsBackButForNonAtomicWrites() => Steps.Sample(steps =>
    {
        var heap = new Heap(new MachineLimits());
        var objects = Objects(heap);
        var before = Content(heap);
        heap.Memory.BeginTransaction();
        Array.ForEach(steps.Where(s => s.Step < Step.Free && s.Step != Step.WriteNonAtomic).ToArray(), s => Do(heap, objects, s));
        heap.Memory.AbortTransaction();
        Assert.Equal(before, Content(heap));
        Assert.False(heap.Memory.IsTorn);
    });

    [Fact]
    public void RollBackCommand_InsideAnother_LeavesTheOuterOne()
    {
        var heap = new Heap(new MachineLimits());
        var target = Objects(heap)[0];
        heap.Memory.Atomically(() =>
        {
            heap.Memory.TryWriteByte(target, 0, 9);
            Assert.Throws<InvalidOperationException>(() => heap.Memory.Atomically(() =>
            {
                heap.Memory.TryWriteByte(target, 0, 10);
                heap.Memory.TryWriteByte(target, 1, 11);
                throw new InvalidOperationException("on purpose");
            }));
            Assert.Equal([9, 0], target.Bytes[..2]);
        });
        Assert.Equal([9, 0], target.Bytes[..2]);
        Assert.False(heap.Memory.IsTorn);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void NonAtomicWrite_ThatIsCut_LeavesWholeComponents(int size)
    {
        var heap = new Heap(new MachineLimits());
        var target = Objects(heap).Single(o => o.ComponentBytes == size);
        heap.Memory.CutAt = heap.Memory.Writes + 3;
        byte[] value = [.. Enumerable.Repeat((byte)0x11, 4 * size)];
        Assert.Throws<PowerLost>(() => heap.Memory.WriteBytesNonAtomic(target, size, value));
        heap.Memory.RollBackAll();
        Assert.Equal([.. new byte[size], .. value[..(2 * size)], .. new byte[13 * size]], target.Content.ToArray());
    }

    // JCRE 3.0.5, 9.2: the exceptions of the card are there when applets have taken every place.
    [Fact]
    public void Throw_WithATableThatAppletsFilled_HasItsException()
    {
        var vm = new VirtualCard.Machine.VirtualMachine(new MachineLimits { Objects = 50 }, VirtualCard.Api.CardApi.Create(null), VirtualCard.Api.Crypto.HmacDrbg.Instantiate([1]))
        {
            Current = new Ownership(1, 1),
        };
        var thrown = Assert.Throws<VirtualCard.Machine.JavaThrow>(() => Array.ForEach(new int[60], _ => vm.NewArray(ObjectKind.ByteArray, 0)));
        Assert.Equal("javacard/framework/SystemException", thrown.Exception.Class!.Name);
        foreach (var name in (string[])["javacard/framework/ISOException", "java/lang/ArithmeticException", "javacard/security/CryptoException"])
        {
            Assert.Equal(name, vm.Throw(name).Exception.Class!.Name);
        }
    }

    [Fact]
    public void OutsideTransaction_OfAWrite_SurvivesTheAbort()
    {
        var heap = new Heap(new MachineLimits());
        var target = Objects(heap)[0];
        heap.Memory.BeginTransaction();
        heap.Memory.TryWriteByte(target, 0, 1);
        heap.Memory.OutsideTransaction(() => heap.Memory.TryWriteByte(target, 1, 2));
        heap.Memory.AbortTransaction();
        Assert.Equal([0, 2], target.Bytes[..2]);
    }

    private static List<HeapObject> Objects(Heap heap) =>
    [
        heap.TryAllocate(ObjectKind.ByteArray, 16, null, new Ownership(1, 1))!,
        heap.TryAllocate(ObjectKind.ShortArray, 16, null, new Ownership(1, 1))!,
        heap.TryAllocate(ObjectKind.IntArray, 16, null, new Ownership(1, 1))!,
    ];

    private static void Do(Heap heap, List<HeapObject> objects, (Step Step, int At, int Value) step)
    {
        var (memory, value) = (heap.Memory, (byte)step.Value);
        switch (step.Step)
        {
            case Step.WriteByte:
                memory.TryWriteByte(objects[0], step.At, value);
                break;
            case Step.WriteRange:
                memory.TryWriteBytes(objects[step.Value % 3], step.At * Size(step), Three(step));
                break;
            case Step.WriteNonAtomic:
                memory.WriteBytesNonAtomic(objects[step.Value % 3], step.At * Size(step), Three(step));
                break;
            case Step.WriteWord:
                memory.TryWriteWord(objects[1], step.At, value);
                memory.TryWriteIntWords(objects[1], step.At, value, 5);
                break;
            case Step.WriteInt:
                memory.TryWriteInt(objects[2], step.At, value);
                break;
            case Step.Make:
                objects.Add(heap.TryAllocate(ObjectKind.ByteArray, step.Value, null, new Ownership(1, 1))!);
                break;
            case Step.Free when objects.Count > 3 && !memory.InTransaction && heap.Get(objects[^1].Handle) == objects[^1]:
                heap.Free(objects[^1]);
                objects.RemoveAt(objects.Count - 1);
                break;
            case Step.Begin when !memory.InTransaction:
                memory.BeginTransaction();
                break;
            case Step.Commit when memory.InTransaction:
                memory.CommitTransaction();
                break;
            case Step.Abort when memory.InTransaction:
                memory.AbortTransaction();
                break;
            default:
                break;
        }
    }

    // Three components of the array that the value picks.
    private static int Size((Step Step, int At, int Value) step) => 1 << (step.Value % 3);

    private static byte[] Three((Step Step, int At, int Value) step) => [.. Enumerable.Range(step.Value, 3 * Size(step)).Select(i => (byte)i)];

    private static string Content(Heap heap) => string.Join(
        "; ",
        heap.Objects.Select(o => $"{o}: {Convert.ToHexString(o.Bytes)} {string.Join(',', o.Words)} {string.Join(',', o.Ints)}").Append($"{heap.PersistentFree} free"));
}
