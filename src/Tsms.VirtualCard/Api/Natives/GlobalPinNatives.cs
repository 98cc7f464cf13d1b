using System.Security.Cryptography;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>
/// org.globalplatform.CVM: the global PIN that the card itself offers (GP Card Specification 2.3.1, 8). Who sets it needs the privilege CVM Management; every
/// application may have a value compared. Try counter and state follow no transaction.
/// </summary>
internal static class GlobalPinNatives
{
    private const string Card = "org/globalplatform/CVM$Card";
    private const string ValueKey = "cvm:value"; // format, length, value
    private const string CounterKey = "cvm:counter"; // tries remaining, try limit, 1 when blocked
    private const string StateKey = "cvm:state"; // 1 after a wrong value, 2 after the right one
    private const int Room = 16;
    private const byte Submitted = 1;
    private const byte Verified = 2;

    public static void Register(NativeTable table)
    {
        var pin = table.Internal("org/globalplatform", Card, KnownClass.Object, ["org/globalplatform/CVM"]);
        pin["isActive()Z"] = call => call.Return(IsActive(call));
        pin["isSubmitted()Z"] = call => call.Return(State(call)[0] != 0);
        pin["isVerified()Z"] = call => call.Return(State(call)[0] == Verified);
        pin["isBlocked()Z"] = call => call.Return(Counter(call).Bytes[2] != 0);
        pin["getTriesRemaining()B"] = call => call.Return((short)Counter(call).Bytes[0]);
        pin["update([BSBB)Z"] = Update;
        pin["setTryLimit(B)Z"] = call => Manage(call, (sbyte)call.Byte(1) > 0, () => WriteCounter(call, [call.Byte(1), call.Byte(1), 0]));
        pin["resetState()Z"] = call =>
        {
            var may = IsActive(call) && Counter(call).Bytes[2] == 0;
            State(call)[0] = may ? (byte)0 : State(call)[0];
            call.Return(may);
        };
        pin["blockState()Z"] = call => Manage(call, IsActive(call), () => WriteCounter(call, [0, Counter(call).Bytes[1], 1]));
        pin["resetAndUnblockState()Z"] = call => Manage(call, IsActive(call), () => WriteCounter(call, [Counter(call).Bytes[1], Counter(call).Bytes[1], 0]));
        pin["verify([BSBB)S"] = call => call.Return(Verify(call) ? (short)0 : (short)-1);
    }

    /// <summary>The object of the global PIN.</summary>
    public static HeapObject Get(NativeCall call) => call.Vm.SystemObject(Card, () =>
        call.Vm.NewSystemObject(ObjectKind.Instance, 0, call.Vm.ApiClass(Card), TransientKind.None, SharingKind.PermanentEntryPoint));

    private static HeapObject Array(NativeCall call, string key, int length, TransientKind transient) =>
        call.Vm.SystemObject(key, () => call.Vm.NewSystemObject(ObjectKind.ByteArray, length, null, transient, SharingKind.None));

    private static HeapObject Value(NativeCall call) => Array(call, ValueKey, 2 + Room, TransientKind.None);

    private static HeapObject Counter(NativeCall call) => Array(call, CounterKey, 3, TransientKind.None);

    private static byte[] State(NativeCall call) => Array(call, StateKey, 1, TransientKind.ClearOnReset).Bytes;

    private static bool IsActive(NativeCall call) => Value(call).Bytes[0] != 0 && Counter(call).Bytes[1] != 0;

    private static void WriteCounter(NativeCall call, ReadOnlySpan<byte> value)
    {
        State(call)[0] = 0;
        call.Vm.Heap.Memory.WriteBytesNonAtomic(Counter(call), 0, value);
    }

    private static void Manage(NativeCall call, bool condition, Action change)
    {
        var may = condition && GlobalPlatformNatives.IsPrivileged(call, Privileges.CvmManagement);
        if (may)
        {
            change();
        }

        call.Return(may);
    }

    // The value comes in a global array, since it crosses contexts.
    private static ReadOnlySpan<byte> Argument(NativeCall call)
    {
        if (call.NotNull(1).Sharing != SharingKind.GlobalArray)
        {
            throw call.Vm.Security();
        }

        return call.Slice(call.NotNull(1), call.Short(2), call.Byte(3));
    }

    private static void Update(NativeCall call)
    {
        var value = Argument(call).ToArray();
        var format = call.Byte(4);
        Manage(call, value.Length is > 0 and <= Room && IsFormat(format, value), () =>
        {
            // Both or none: a transaction that is aborted must not leave the old value with the tries of the new one.
            call.Vm.Write(Value(call), 0, [format, (byte)value.Length, .. value]);
            call.Vm.Write(Counter(call), 0, [Counter(call).Bytes[1], Counter(call).Bytes[1], 0]);
            State(call)[0] = 0;
        });
    }

    private static bool IsFormat(byte format, ReadOnlySpan<byte> value) => format switch
    {
        1 => !value.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E),
        2 => Digits(value) is not null,
        3 => true,
        _ => false,
    };

    private static bool Verify(NativeCall call)
    {
        var tries = Counter(call).Bytes[0];
        if (!IsActive(call) || Counter(call).Bytes[2] != 0 || tries == 0)
        {
            Argument(call);
            return false;
        }

        // A range that is none, or null, is a wrong value too (CVM.verify).
        WriteCounter(call, [(byte)(tries - 1), Counter(call).Bytes[1], tries == 1 ? (byte)1 : (byte)0]);
        State(call)[0] = Submitted;
        var given = Argument(call).ToArray();
        var stored = Value(call).Bytes.AsSpan(2, Value(call).Bytes[1]);
        if (Convert(given, call.Byte(4), Value(call).Bytes[0]) is not { } converted || !CryptographicOperations.FixedTimeEquals(converted, stored))
        {
            return false;
        }

        WriteCounter(call, [Counter(call).Bytes[1], Counter(call).Bytes[1], 0]);
        State(call)[0] = Verified;
        return true;
    }

    // From the format that was given to the one that is stored; null where there is no way.
    private static byte[]? Convert(byte[] value, byte from, byte to) => (from, to) switch
    {
        _ when !IsFormat(from, value) => null,
        _ when from == to => value,
        (1, 2) when value.All(b => b is >= (byte)'0' and <= (byte)'9') => Pack(value),
        (2, 1) => Digits(value),
        _ => null,
    };

    private static byte[] Pack(byte[] digits) =>
        System.Convert.FromHexString(System.Text.Encoding.ASCII.GetString(digits) + (digits.Length % 2 == 0 ? "" : "F"));

    private static byte[]? Digits(ReadOnlySpan<byte> packed)
    {
        var text = System.Convert.ToHexString(packed);
        text = text.EndsWith('F') ? text[..^1] : text;
        return text.All(char.IsAsciiDigit) ? System.Text.Encoding.ASCII.GetBytes(text) : null;
    }
}
