using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>javacardx.framework.util and intx: arrays of any primitive type, and ints in byte arrays (big-endian).</summary>
internal static class FrameworkUtilNatives
{
    private const short IllegalValue = 1;
    private const short TypeMismatched = 2;
    private const int ByComponent = 12; // eighths of a byte code for each byte

    public static void Register(NativeTable table)
    {
        var logic = table.Class("javacardx/framework/util/ArrayLogic");
        logic["arrayCopyRepack(Ljava/lang/Object;SSLjava/lang/Object;S)S"] = call => CopyRepack(call, atomic: true);
        logic["arrayCopyRepackNonAtomic(Ljava/lang/Object;SSLjava/lang/Object;S)S"] = call => CopyRepack(call, atomic: false);
        logic["arrayFillGeneric(Ljava/lang/Object;SSLjava/lang/Object;S)S"] = call => Fill(call, atomic: true);
        logic["arrayFillGenericNonAtomic(Ljava/lang/Object;SSLjava/lang/Object;S)S"] = call => Fill(call, atomic: false);
        logic["arrayCompareGeneric(Ljava/lang/Object;SLjava/lang/Object;SS)B"] = Compare;
        logic["arrayFindGeneric(Ljava/lang/Object;S[BS)S"] = Find;

        var ints = table.Class("javacardx/framework/util/intx/JCint");
        ints["makeInt(BBBB)I"] = call => call.ReturnInt((call.Byte(0) << 24) | (call.Byte(1) << 16) | (call.Byte(2) << 8) | call.Byte(3));
        ints["makeInt(SS)I"] = call => call.ReturnInt((call.Short(0) << 16) | (ushort)call.Short(1));
        ints["getInt([BS)I"] = call =>
            call.ReturnInt(System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(call.Slice(call.Object(0), call.Short(1), 4)));
        ints["setInt([BSI)S"] = call =>
        {
            int offset = call.Short(1);
            var value = call.Int(2);
            call.Vm.Write(call.Target(0, offset, 4), offset, [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);
            call.Return((short)(offset + 4));
        };
        ints["makeTransientIntArray(SB)[I"] = call => JcSystemNatives.MakeTransient(call, ObjectKind.IntArray);
    }

    private static JavaThrow Error(NativeCall call, short reason) => call.Vm.Throw("javacardx/framework/util/UtilException", reason);

    private static int ComponentBytes(NativeCall call, HeapObject array) => array.Kind switch
    {
        ObjectKind.BooleanArray or ObjectKind.ByteArray => 1,
        ObjectKind.ShortArray => 2,
        ObjectKind.IntArray => 4,
        _ => throw Error(call, IllegalValue),
    };

    // The components of a range, big-endian, one after the other.
    private static byte[] Read(NativeCall call, HeapObject array, int offset, int count)
    {
        var size = ComponentBytes(call, array);
        if (offset < 0 || count < 0 || offset + count > array.Length)
        {
            throw call.Vm.ArrayIndex();
        }

        if (size == 1)
        {
            call.Vm.ChargeBytes(count);
            return array.Bytes.AsSpan(offset, count).ToArray();
        }

        var bytes = new byte[size * count];
        call.Vm.Charge(bytes.Length, ByComponent);
        for (var i = 0; i < bytes.Length; i++)
        {
            var (index, shift) = (offset + (i / size), 8 * (size - 1 - (i % size)));
            var value = size == 2 ? array.Words[index] : array.Ints[index];
            bytes[i] = (byte)(value >> shift);
        }

        return bytes;
    }

    private static void Write(NativeCall call, HeapObject array, int offset, Span<byte> bytes, bool atomic)
    {
        var size = ComponentBytes(call, array);
        var count = bytes.Length / size;
        if (offset < 0 || offset + count > array.Length)
        {
            throw call.Vm.ArrayIndex();
        }

        if (size == 1)
        {
            call.Vm.ChargeBytes(bytes.Length);
        }
        else
        {
            call.Vm.Charge(bytes.Length, ByComponent);
        }

        // Big-endian here, in the order of the host in the heap.
        for (var i = 0; BitConverter.IsLittleEndian && i < bytes.Length; i += size)
        {
            bytes.Slice(i, size).Reverse();
        }

        if (atomic)
        {
            call.Vm.Write(array, size * offset, bytes);
        }
        else
        {
            call.Vm.WriteNonAtomic(array, size * offset, bytes);
        }
    }

    private static void CopyRepack(NativeCall call, bool atomic)
    {
        var source = call.Object(0);
        var target = call.Object(3);
        if ((source.Kind == ObjectKind.BooleanArray) != (target.Kind == ObjectKind.BooleanArray))
        {
            throw Error(call, TypeMismatched);
        }

        var bytes = Read(call, source, call.Short(1), call.Short(2));
        var size = ComponentBytes(call, target);
        if (bytes.Length % size != 0)
        {
            throw Error(call, IllegalValue);
        }

        Write(call, target, call.Short(4), bytes, atomic);
        call.Return((short)(call.Short(4) + (bytes.Length / size)));
    }

    private static void Fill(NativeCall call, bool atomic)
    {
        var array = call.Object(0);
        var values = call.Object(3);
        if (array.Kind != values.Kind)
        {
            throw Error(call, TypeMismatched);
        }

        int count = call.Short(2);
        var value = Read(call, values, call.Short(4), 1);
        Read(call, array, call.Short(1), count); // checks the range before anything is written
        var bytes = new byte[value.Length * count];
        call.Vm.Charge(bytes.Length, ByComponent);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = value[i % value.Length];
        }

        Write(call, array, call.Short(1), bytes, atomic);
        call.Return((short)(call.Short(1) + count));
    }

    private static void Compare(NativeCall call)
    {
        var left = call.Object(0);
        var right = call.Object(2);
        if (left.Kind != right.Kind)
        {
            throw Error(call, TypeMismatched);
        }

        if (left.Kind == ObjectKind.ReferenceArray)
        {
            throw Error(call, IllegalValue);
        }

        int count = call.Short(4);
        var size = ComponentBytes(call, left);
        var first = Read(call, left, call.Short(1), count);
        var second = Read(call, right, call.Short(3), count);
        var at = first.AsSpan().CommonPrefixLength(second);
        if (at == first.Length)
        {
            call.Return((short)0);
            return;
        }

        var start = at / size * size;
        call.Return(Signed(first.AsSpan(start, size)) < Signed(second.AsSpan(start, size)) ? (short)-1 : (short)1);
    }

    private static int Signed(ReadOnlySpan<byte> bytes)
    {
        var value = (int)(sbyte)bytes[0];
        foreach (var b in bytes[1..])
        {
            value = (value << 8) | b;
        }

        return value;
    }

    private static void Find(NativeCall call)
    {
        var array = call.Object(0);
        var size = ComponentBytes(call, array);
        int offset = call.Short(1);
        var wanted = call.Slice(call.Object(2), call.Short(3), size);
        var content = Read(call, array, offset, array.Length - Math.Max(0, (int)offset));
        call.Vm.Charge(content.Length, ByComponent);
        for (var i = 0; i < content.Length; i += size)
        {
            if (content.AsSpan(i, size).SequenceEqual(wanted))
            {
                call.Return((short)(offset + (i / size)));
                return;
            }
        }

        call.Return((short)-1);
    }
}
