using System.Buffers.Binary;
using Tsms.JavaCard.Bytecode;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Machine;

/// <content>Byte codes of fields, and virtual methods that only their package sees. Each answers the exception that it throws, or null.</content>
internal sealed partial class VirtualMachine
{
    private HeapObject? CheckFields(HeapObject? target)
    {
        if (target is null)
        {
            return SystemException(KnownClass.NullPointerException);
        }

        return MayUseFields(target) ? null : SystemException(KnownClass.SecurityException);
    }

    private HeapObject? CheckPut(HeapObject? target, int index)
    {
        if (CheckFields(target) is { } refused)
        {
            return refused;
        }

        // What a class of the card keeps in an object is for its natives; getting at it takes code that no verifier passes.
        return target!.Class is { } type && index >= type.NativeWords && !target.IsArray
            ? null
            : throw new MachineFault($"{Innermost()} writes word {index} of {target}, which is no field of its.");
    }

    private HeapObject? GetField(Span<short> st, int sp, int index)
    {
        var target = Deref(st[sp - 1]);
        if (CheckFields(target) is { } refused)
        {
            return refused;
        }

        st[sp - 1] = target!.Words[index];
        return null;
    }

    private HeapObject? GetIntField(HeapObject? target, Span<short> st, int sp, int index)
    {
        if (CheckFields(target) is { } refused)
        {
            return refused;
        }

        SetInt(st, sp, IntAt(target!.Words, index));
        return null;
    }

    private HeapObject? PutField(HeapObject? target, int index, short value)
    {
        if (CheckPut(target, index) is { } refused)
        {
            return refused;
        }

        return Heap.Memory.TryWriteWord(target!, index, value) ? null : FullBuffer();
    }

    private HeapObject? PutReferenceField(HeapObject? target, int index, short value)
    {
        if (CheckPut(target, index) is { } refused)
        {
            return refused;
        }

        var referred = Deref(value);
        if (!MayStore(referred))
        {
            return SystemException(KnownClass.SecurityException);
        }

        return Heap.Memory.TryWriteWord(target!, index, (short)(referred?.Handle ?? 0)) ? null : FullBuffer();
    }

    private HeapObject? PutIntField(HeapObject? target, int index, short high, short low)
    {
        if (CheckPut(target, index) is { } refused)
        {
            return refused;
        }

        return Heap.Memory.TryWriteIntWords(target!, index, high, low) ? null : FullBuffer();
    }

    // The static field image holds values as bytes, high first (JCVM 3.0.5, 6.11).
    private static int GetStatic(Opcode op, in PoolEntry entry, Span<short> st, int sp)
    {
        var image = entry.Statics!.Bytes.AsSpan(entry.Index);
        switch (op)
        {
            case Opcode.GetStaticB:
                st[sp] = (sbyte)image[0];
                return sp + 1;
            case Opcode.GetStaticI:
                SetInt(st, sp, BinaryPrimitives.ReadInt32BigEndian(image));
                return sp + 2;
            default:
                st[sp] = BinaryPrimitives.ReadInt16BigEndian(image);
                return sp + 1;
        }
    }

    private HeapObject? PutStatic(Opcode op, in PoolEntry entry, Span<short> st, int sp)
    {
        Span<byte> value = stackalloc byte[4];
        switch (op)
        {
            case Opcode.PutStaticB:
                value = value[..1];
                value[0] = (byte)st[sp];
                break;
            case Opcode.PutStaticI:
                BinaryPrimitives.WriteInt32BigEndian(value, IntAt(st, sp));
                break;
            case Opcode.PutStaticA:
                var referred = Deref(st[sp]);
                if (!MayStore(referred))
                {
                    return SystemException(KnownClass.SecurityException);
                }

                value = value[..2];
                BinaryPrimitives.WriteUInt16BigEndian(value, referred?.Handle ?? 0);
                break;
            default:
                value = value[..2];
                BinaryPrimitives.WriteInt16BigEndian(value, st[sp]);
                break;
        }

        return Heap.Memory.TryWriteBytes(entry.Statics!, entry.Index, value) ? null : FullBuffer();
    }

    // Tokens of package-visible methods count per package: a subclass of another package has its own.
    private static MethodInfo? PackageMethod(ClassInfo type, in PoolEntry entry)
    {
        var within = type;
        while (within is not null && (within.Package != entry.Class!.Package || within.Scope != entry.Class.Scope))
        {
            within = within.Super;
        }

        return within?.PackageMethods[entry.Index];
    }
}
