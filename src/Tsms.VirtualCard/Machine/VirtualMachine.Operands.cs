using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Tsms.JavaCard.Bytecode;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Machine;

/// <content>Operands of byte codes, int as two words (high first), switches, and the words of the operand stack.</content>
internal sealed partial class VirtualMachine
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static short S2(byte[] code, int at) => (short)((code[at] << 8) | code[at + 1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int U2(byte[] code, int at) => (code[at] << 8) | code[at + 1];

    private static int S4(byte[] code, int at) => BinaryPrimitives.ReadInt32BigEndian(code.AsSpan(at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IntAt(Span<short> words, int at) => (words[at] << 16) | (ushort)words[at + 1];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetInt(Span<short> words, int at, int value)
    {
        words[at] = (short)(value >> 16);
        words[at + 1] = (short)value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PushInt(Span<short> st, ref int sp, int value)
    {
        SetInt(st, sp, value);
        sp += 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PopInt(Span<short> st, ref int sp)
    {
        sp -= 2;
        return IntAt(st, sp);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private HeapObject? Deref(short reference)
    {
        var table = Heap.Table;
        int index = (ushort)reference;
        return (uint)index < (uint)table.Length ? table[index] : null;
    }

    // A reference to an object that an abort took back is null (JCRE 3.0.5, 7.6.3), and so is equal to null.
    private bool IsSame(short left, short right) => left == right || (Deref(left) is null && Deref(right) is null);

    private static void IntArithmetic(Opcode op, Span<short> st, int sp)
    {
        // The shift distance of C# is taken modulo 32 as Java's is.
        var right = IntAt(st, sp);
        var left = IntAt(st, sp - 2);
        SetInt(st, sp - 2, op switch
        {
            Opcode.IAdd => left + right,
            Opcode.ISub => left - right,
            Opcode.IMul => left * right,
            Opcode.IAnd => left & right,
            Opcode.IOr => left | right,
            Opcode.IXor => left ^ right,
            Opcode.IShl => left << right,
            Opcode.IShr => left >> right,
            _ => (int)((uint)left >> right),
        });
    }

    private static void IntDivision(Opcode op, Span<short> st, int sp)
    {
        // -2^31 / -1 overflows in Java without a word; the host's division would raise an exception.
        var right = IntAt(st, sp);
        var left = IntAt(st, sp - 2);
        SetInt(st, sp - 2, (op, right) switch
        {
            (Opcode.IDiv, -1) => -left,
            (Opcode.IDiv, _) => left / right,
            (_, -1) => 0,
            _ => left % right,
        });
    }

    // 7.5.18: the top m words again, n words down; n = 0: on top.
    private static int DupX(Span<short> st, int sp, byte mn)
    {
        var (m, n) = (mn >> 4, mn & 0xF);
        Span<short> top = stackalloc short[16];
        top = top[..m];
        st.Slice(sp - m, m).CopyTo(top);
        if (n > 0)
        {
            st.Slice(sp - n, n).CopyTo(st[(sp - n + m)..]);
            top.CopyTo(st[(sp - n)..]);
        }
        else
        {
            top.CopyTo(st[sp..]);
        }

        return sp + m;
    }

    // 7.5.108: the top m words change places with the n words below.
    private static void SwapX(Span<short> st, int sp, byte mn)
    {
        var (m, n) = (mn >> 4, mn & 0xF);
        Span<short> words = stackalloc short[32];
        words = words[..(m + n)];
        var place = st.Slice(sp - m - n, m + n);
        place.CopyTo(words);
        words[n..].CopyTo(place);
        words[..n].CopyTo(place[m..]);
    }

    // default s2, low s2, high s2, offsets s2[]
    private static int TableSwitch(byte[] code, int at, short key)
    {
        var (low, high) = (S2(code, at + 2), S2(code, at + 4));
        return key < low || key > high ? S2(code, at) : S2(code, at + 6 + (2 * (key - low)));
    }

    // default s2, low s4, high s4, offsets s2[]
    private static int IntTableSwitch(byte[] code, int at, int key)
    {
        var (low, high) = (S4(code, at + 2), S4(code, at + 6));
        if (key < low || key > high)
        {
            return S2(code, at);
        }

        var place = at + 10 + (2 * ((long)key - low));
        return place < code.Length ? S2(code, (int)place) : throw new MachineFault($"The itableswitch at offset {at - 1} is longer than the code.");
    }

    // default s2, npairs u2, pairs (match s2, offset s2)[], rising
    private static int LookupSwitch(byte[] code, int at, short key)
    {
        var count = U2(code, at + 2);
        var pairs = code.AsSpan(at + 4, 4 * count);
        for (var i = 0; i < pairs.Length; i += 4)
        {
            if (BinaryPrimitives.ReadInt16BigEndian(pairs[i..]) == key)
            {
                return BinaryPrimitives.ReadInt16BigEndian(pairs[(i + 2)..]);
            }
        }

        return S2(code, at);
    }

    // default s2, npairs u2, pairs (match s4, offset s2)[], rising
    private static int IntLookupSwitch(byte[] code, int at, int key)
    {
        var count = U2(code, at + 2);
        var pairs = code.AsSpan(at + 4, 6 * count);
        for (var i = 0; i < pairs.Length; i += 6)
        {
            if (BinaryPrimitives.ReadInt32BigEndian(pairs[i..]) == key)
            {
                return BinaryPrimitives.ReadInt16BigEndian(pairs[(i + 4)..]);
            }
        }

        return S2(code, at);
    }
}
