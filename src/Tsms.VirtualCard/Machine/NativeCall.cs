using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Machine;

/// <summary>
/// A call of a native method. Arguments are numbered by words from 0 as locals are in the machine: <c>this</c> of an instance method is 0, an int takes two.
/// </summary>
/// <param name="vm">The machine.</param>
/// <param name="start">Where the first argument lies on the stack.</param>
internal readonly struct NativeCall(VirtualMachine vm, int start)
{
    /// <summary>The machine.</summary>
    public VirtualMachine Vm => vm;

    /// <summary>The object whose method was called.</summary>
    public HeapObject This => NotNull(0);

    /// <summary>A short, byte (sign extended) or boolean (0, 1).</summary>
    public short Short(int word) => vm.Stack[start + word];

    /// <summary>A byte.</summary>
    public byte Byte(int word) => (byte)vm.Stack[start + word];

    /// <summary>A boolean.</summary>
    public bool Boolean(int word) => vm.Stack[start + word] != 0;

    /// <summary>An int, from two words.</summary>
    public int Int(int word) => (vm.Stack[start + word] << 16) | (ushort)vm.Stack[start + word + 1];

    /// <summary>A reference; null for null. The firewall is not asked.</summary>
    public HeapObject? Reference(int word) => vm.Heap.Get((ushort)vm.Stack[start + word]);

    /// <summary>A reference that must not be null. The firewall is not asked.</summary>
    /// <exception cref="JavaThrow">NullPointerException.</exception>
    public HeapObject NotNull(int word) => Reference(word) ?? throw vm.NullPointer();

    /// <summary>An object or array that the caller's context may use.</summary>
    /// <exception cref="JavaThrow">NullPointerException, SecurityException.</exception>
    public HeapObject Object(int word)
    {
        var target = NotNull(word);
        return vm.MayUse(target) ? target : throw vm.Security();
    }

    /// <summary>Bytes of a byte[] or boolean[] that the caller's context may use, with the range checked.</summary>
    /// <param name="array">Word of the array.</param>
    /// <param name="offset">Word of the offset.</param>
    /// <param name="length">Word of the length.</param>
    /// <returns>A view of the array to read. Write persistent ones through <see cref="VirtualMachine.Write"/>.</returns>
    /// <exception cref="JavaThrow">NullPointerException, SecurityException, ArrayIndexOutOfBoundsException.</exception>
    public ReadOnlySpan<byte> Bytes(int array, int offset, int length) => Slice(Object(array), Short(offset), Short(length));

    /// <summary>Checks a range of a byte[] and gives a view to read.</summary>
    /// <exception cref="JavaThrow">ArrayIndexOutOfBoundsException.</exception>
    public ReadOnlySpan<byte> Slice(HeapObject array, int offset, int length)
    {
        if (offset < 0 || length < 0 || offset + length > array.Bytes.Length)
        {
            throw vm.ArrayIndex();
        }

        vm.ChargeBytes(length);
        return array.Bytes.AsSpan(offset, length);
    }

    /// <summary>Answers a short, byte or boolean.</summary>
    public void Return(short value) => vm.SetResult(value);

    /// <summary>Answers a boolean.</summary>
    public void Return(bool value) => vm.SetResult(value ? (short)1 : (short)0);

    /// <summary>Answers an int.</summary>
    public void ReturnInt(int value) => vm.SetResult(value);

    /// <summary>Answers a reference.</summary>
    public void Return(HeapObject? value) => vm.SetResult((short)(value?.Handle ?? 0));
}
