using System.Numerics;
using Tsms.VirtualCard.Api.Formats;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>javacardx.framework.math: BigNumber, BCDUtil and ParityBit.</summary>
internal static class MathNatives
{
    private const int MaxBytes = 64;
    private const int Value = 0;
    private const int Maximum = 1;

    public static void Register(NativeTable table)
    {
        var number = table.Class("javacardx/framework/math/BigNumber", "value:[B", "maximum:[B");
        number["<init>(S)V"] = call =>
        {
            int size = call.Short(1);
            if (size is < 1 or > MaxBytes)
            {
                throw Arithmetic(call);
            }

            var maximum = call.Vm.NewArray(ObjectKind.ByteArray, size);
            call.Vm.Write(maximum, 0, [.. Enumerable.Repeat((byte)0xFF, size)]);
            call.Vm.WriteReference(call.This, Value, call.Vm.NewArray(ObjectKind.ByteArray, size));
            call.Vm.WriteReference(call.This, Maximum, maximum);
        };
        number["getMaxBytesSupported()S"] = call => call.Return((short)MaxBytes);
        number["setMaximum([BSSB)V"] = call =>
        {
            var maximum = Operand(call);
            Write(call, Maximum, maximum >= Read(call, call.This, Value) ? maximum : throw Arithmetic(call));
        };
        number["init([BSSB)V"] = call => Set(call, Operand(call));
        number["add([BSSB)V"] = call => Set(call, Read(call, call.This, Value) + Operand(call));
        number["subtract([BSSB)V"] = call => Set(call, Read(call, call.This, Value) - Operand(call));
        number["multiply([BSSB)V"] = call => Set(call, Read(call, call.This, Value) * Operand(call));
        number["compareTo(Ljavacardx/framework/math/BigNumber;)B"] = call =>
            call.Return((short)Read(call, call.This, Value).CompareTo(Read(call, call.Object(1), Value)));
        number["compareTo([BSSB)B"] = call => call.Return((short)Read(call, call.This, Value).CompareTo(Operand(call)));
        number["toBytes([BSSB)V"] = ToBytes;
        number["getByteLength(B)S"] = call => call.Return((short)Format(call, Read(call, call.This, Value), call.Byte(1)).Length);
        number["reset()V"] = call => Write(call, Value, BigInteger.Zero);
        RegisterBcd(table);
        table.Class("javacardx/framework/math/ParityBit")["set([BSSZ)V"] = Parity;
        table.Class("javacardx/framework/math/ParityBit")["<init>()V"] = _ => { };
    }

    private static void RegisterBcd(NativeTable table)
    {
        var bcd = table.Class("javacardx/framework/math/BCDUtil");
        bcd["<init>()V"] = _ => { };
        bcd["getMaxBytesSupported()S"] = call => call.Return((short)MaxBytes);
        bcd["convertToHex([BSS[BS)S"] = call =>
        {
            var number = PackedDecimal.TryRead(Filled(call, 0, 1, 2), out var value) ? PackedDecimal.ToBinary(value) : throw Arithmetic(call);
            call.ReturnBytes(3, number.Length <= MaxBytes ? number : throw Arithmetic(call));
        };
        bcd["convertToBCD([BSS[BS)S"] = call =>
        {
            var number = new BigInteger(Filled(call, 0, 1, 2), isUnsigned: true, isBigEndian: true);
            call.ReturnBytes(3, number.GetByteCount(isUnsigned: true) <= MaxBytes ? PackedDecimal.Write(number) : throw Arithmetic(call));
        };
        bcd["isBCDFormat([BSS)Z"] = call => call.Return(PackedDecimal.IsPacked(Filled(call, 0, 1, 2)));
    }

    private static JavaThrow Arithmetic(NativeCall call) => call.Vm.Throw(KnownClass.ArithmeticException);

    private static ReadOnlySpan<byte> Filled(NativeCall call, int array, int offset, int length)
    {
        var bytes = call.Bytes(array, offset, length);
        return bytes.IsEmpty ? throw Arithmetic(call) : bytes;
    }

    // Bytes, offset, length and format: the four arguments of most methods.
    private static BigInteger Operand(NativeCall call)
    {
        var bytes = Filled(call, 1, 2, 3);
        return call.Byte(4) switch
        {
            1 when PackedDecimal.TryRead(bytes, out var value) => value,
            2 => new BigInteger(bytes, isUnsigned: true, isBigEndian: true),
            _ => throw Arithmetic(call),
        };
    }

    private static BigInteger Read(NativeCall call, HeapObject number, int field) =>
        new(call.BytesOf(number, field).Bytes, isUnsigned: true, isBigEndian: true);

    private static void Set(NativeCall call, BigInteger value) =>
        Write(call, Value, value.Sign >= 0 && value <= Read(call, call.This, Maximum) ? value : throw Arithmetic(call));

    private static void Write(NativeCall call, int field, BigInteger value)
    {
        var target = call.BytesOf(call.This, field);
        var bytes = PackedDecimal.ToBinary(value);
        if (bytes.Length > target.Bytes.Length)
        {
            throw Arithmetic(call);
        }

        call.Vm.Write(target, 0, [.. new byte[target.Bytes.Length - bytes.Length], .. bytes]);
    }

    private static byte[] Format(NativeCall call, BigInteger value, byte format) => format switch
    {
        1 => PackedDecimal.Write(value),
        2 => PackedDecimal.ToBinary(value),
        _ => throw Arithmetic(call),
    };

    private static void ToBytes(NativeCall call)
    {
        int room = call.Short(3);
        var target = call.Target(1, call.Short(2), room);
        var bytes = Format(call, Read(call, call.This, Value), call.Byte(4));
        if (room == 0 || bytes.Length > room)
        {
            throw Arithmetic(call);
        }

        call.Vm.Write(target, call.Short(2), [.. new byte[room - bytes.Length], .. bytes]);
    }

    private static void Parity(NativeCall call)
    {
        var bytes = call.Bytes(0, 1, 2).ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            var odd = (BitOperations.PopCount((uint)(bytes[i] & 0xFE)) & 1) != 0;
            bytes[i] = (byte)((bytes[i] & 0xFE) | (odd == call.Boolean(3) ? 1 : 0));
        }

        call.Vm.Write(call.Object(0), call.Short(1), bytes);
    }
}
