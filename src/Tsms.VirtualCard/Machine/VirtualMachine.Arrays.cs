using Tsms.JavaCard.Bytecode;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Machine;

/// <content>Byte codes of arrays and types. Each answers the exception that it throws, or null.</content>
internal sealed partial class VirtualMachine
{
    private HeapObject? CheckArray(HeapObject? array, int index)
    {
        if (array is null)
        {
            return SystemException(KnownClass.NullPointerException);
        }

        if (!MayUse(array))
        {
            return SystemException(KnownClass.SecurityException);
        }

        return (uint)index < (uint)array.Length ? null : SystemException(KnownClass.ArrayIndexOutOfBoundsException);
    }

    private HeapObject? ArrayStore(Opcode op, Span<short> st, int sp)
    {
        var array = Deref(st[sp]);
        int index = st[sp + 1];
        var value = st[sp + 2];
        if (CheckArray(array, index) is { } refused)
        {
            return refused;
        }

        var written = op == Opcode.SAStore
            ? Heap.Memory.TryWriteWord(array!, index, value)
            : Heap.Memory.TryWriteByte(array!, index, array!.Kind == ObjectKind.BooleanArray ? (byte)(value & 1) : (byte)value);
        return written ? null : FullBuffer();
    }

    private HeapObject? IntLoad(Span<short> st, int sp)
    {
        var array = Deref(st[sp - 2]);
        int index = st[sp - 1];
        if (CheckArray(array, index) is { } refused)
        {
            return refused;
        }

        SetInt(st, sp - 2, array!.Ints[index]);
        return null;
    }

    private HeapObject? IntStore(Span<short> st, int sp)
    {
        var array = Deref(st[sp]);
        int index = st[sp + 1];
        if (CheckArray(array, index) is { } refused)
        {
            return refused;
        }

        return Heap.Memory.TryWriteInt(array!, index, IntAt(st, sp + 2)) ? null : FullBuffer();
    }

    private HeapObject? ReferenceStore(Span<short> st, int sp)
    {
        var array = Deref(st[sp]);
        int index = st[sp + 1];
        var value = Deref(st[sp + 2]);
        if (CheckArray(array, index) is { } refused)
        {
            return refused;
        }

        if (!MayStore(value))
        {
            return SystemException(KnownClass.SecurityException);
        }

        if (value is not null && !IsA(value, ObjectKind.Instance, array!.Class!))
        {
            return SystemException(KnownClass.ArrayStoreException);
        }

        return Heap.Memory.TryWriteWord(array!, index, (short)(value?.Handle ?? 0)) ? null : FullBuffer();
    }

    private HeapObject? New(ClassInfo type, ref short result)
    {
        if (Heap.TryAllocate(ObjectKind.Instance, type.InstanceWords, type, Current) is not { } made)
        {
            return SystemException(KnownClass.SystemException, ReasonCode.NoResource);
        }

        result = (short)made.Handle;
        return null;
    }

    private HeapObject? NewArray(ObjectKind kind, ClassInfo? elements, Span<short> st, int sp)
    {
        if (kind is < ObjectKind.BooleanArray or > ObjectKind.ReferenceArray)
        {
            throw new MachineFault($"newarray of type {(byte)kind} does not exist.");
        }

        int length = st[sp - 1];
        if (length < 0)
        {
            return SystemException(KnownClass.NegativeArraySizeException);
        }

        if (Heap.TryAllocate(kind, length, elements, Current) is not { } made)
        {
            return SystemException(KnownClass.SystemException, ReasonCode.NoResource);
        }

        st[sp - 1] = (short)made.Handle;
        return null;
    }

    private HeapObject? CheckCast(ObjectKind kind, PoolEntry[] pool, int index, HeapObject? value)
    {
        if (value is null)
        {
            return null;
        }

        var type = kind is ObjectKind.Instance or ObjectKind.ReferenceArray ? pool[index].Class! : null;
        if (!MayCast(value, kind == ObjectKind.Instance ? type : null))
        {
            return SystemException(KnownClass.SecurityException);
        }

        return IsA(value, kind, type) ? null : SystemException(KnownClass.ClassCastException);
    }

    private HeapObject? InstanceOf(ObjectKind kind, PoolEntry[] pool, int index, ref short word)
    {
        var value = Deref(word);
        if (value is null)
        {
            word = 0;
            return null;
        }

        var type = kind is ObjectKind.Instance or ObjectKind.ReferenceArray ? pool[index].Class! : null;
        if (!MayCast(value, kind == ObjectKind.Instance ? type : null))
        {
            return SystemException(KnownClass.SecurityException);
        }

        word = IsA(value, kind, type) ? (short)1 : (short)0;
        return null;
    }

    // The rules of 7.5.16: kind says against what; type is the class, or the class of elements of an array of references.
    private bool IsA(HeapObject value, ObjectKind kind, ClassInfo? type) => kind switch
    {
        ObjectKind.Instance => value.Kind == ObjectKind.Instance
            ? value.Class!.IsA(type!)
            : type == _objectClass || Array.IndexOf(_objectClass.Interfaces, type) >= 0,
        ObjectKind.ReferenceArray => value.Kind == ObjectKind.ReferenceArray && (type == _objectClass || value.Class!.IsA(type!)),
        _ => value.Kind == kind,
    };

    private HeapObject FullBuffer() => SystemException(KnownClass.TransactionException, ReasonCode.BufferFull);
}
