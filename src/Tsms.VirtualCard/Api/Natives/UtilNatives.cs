using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>javacard.framework.Util. Ranges are checked before anything is written; copies behave as if made from a copy of the source.</summary>
internal static class UtilNatives
{
    public static void Register(NativeTable table)
    {
        var util = table.Class("javacard/framework/Util");
        util["arrayCopy([BS[BSS)S"] = call => Copy(call, atomic: true);
        util["arrayCopyNonAtomic([BS[BSS)S"] = call => Copy(call, atomic: false);
        util["arrayFill([BSSB)S"] = call => Fill(call, atomic: true);
        util["arrayFillNonAtomic([BSSB)S"] = call => Fill(call, atomic: false);
        util["arrayCompare([BS[BSS)B"] = Compare;
        util["makeShort(BB)S"] = call => call.Return((short)((call.Byte(0) << 8) | call.Byte(1)));
        util["getShort([BS)S"] = call =>
        {
            var bytes = call.Slice(call.Object(0), call.Short(1), 2);
            call.Return((short)((bytes[0] << 8) | bytes[1]));
        };
        util["setShort([BSS)S"] = call =>
        {
            int offset = call.Short(1);
            var value = call.Short(2);
            call.Vm.Write(call.Target(0, offset, 2), offset, [(byte)(value >> 8), (byte)value]);
            call.Return((short)(offset + 2));
        };
    }

    private static void Copy(NativeCall call, bool atomic)
    {
        var source = call.Bytes(0, 1, 4);
        int offset = call.Short(3);
        var target = call.Target(2, offset, source.Length);
        if (atomic)
        {
            call.Vm.Write(target, offset, source);
        }
        else
        {
            call.Vm.WriteNonAtomic(target, offset, source);
        }

        call.Return((short)(offset + source.Length));
    }

    private static void Fill(NativeCall call, bool atomic)
    {
        int offset = call.Short(1);
        int length = call.Short(2);
        var target = call.Target(0, offset, length);
        var fill = new byte[length];
        fill.AsSpan().Fill(call.Byte(3));
        if (atomic)
        {
            call.Vm.Write(target, offset, fill);
        }
        else
        {
            call.Vm.WriteNonAtomic(target, offset, fill);
        }

        call.Return((short)(offset + length));
    }

    // Bytes are signed in Java, and so is the comparison.
    private static void Compare(NativeCall call)
    {
        var left = call.Bytes(0, 1, 4);
        var right = call.Bytes(2, 3, 4);
        var at = left.CommonPrefixLength(right);
        call.Return(at == left.Length ? (short)0 : (short)((sbyte)left[at]).CompareTo((sbyte)right[at]) < 0 ? (short)-1 : (short)1);
    }
}
