using System.Security.Cryptography;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>
/// javacard.framework.OwnerPIN and the PINs of OwnerPINBuilder. The try counter is written outside of any transaction before the comparison, so that neither
/// an abort nor a lost power gives a try back; an update is part of the transaction; the validated flag is transient (JCRE 3.0.5, 3.4 and the API's OwnerPIN).
/// </summary>
internal static class PinNatives
{
    private const string PinException = "javacard/framework/PINException";
    private const short IllegalValue = 1;
    private const short IllegalState = 2;
    private const int Value = 0; // [B: length, then the PIN, then unused bytes
    private const int Counter = 1; // [B: tries remaining, try limit
    private const int Flag = 2; // [B, transient: 1 when validated; what decrementTriesRemaining did ahead of the check
    private const byte Decremented = 1;
    private const byte WasBlocked = 2;

    public static void Register(NativeTable table)
    {
        string[] fields = ["value:[B", "counter:[B", "flag:[B"];
        var pin = table.Class("javacard/framework/OwnerPIN", fields);
        pin["<init>(BB)V"] = call => Construct(call, call.This, (sbyte)call.Byte(1), (sbyte)call.Byte(2));
        pin["getValidatedFlag()Z"] = call => call.Return(IsValidated(call));
        pin["setValidatedFlag(Z)V"] = call => SetValidated(call, call.Boolean(1));
        pin["resetAndUnblock()V"] = call =>
        {
            SetValidated(call, false);
            WriteTries(call, call.BytesOf(call.This, Counter).Bytes[1]);
        };
        RegisterCommon(pin);

        var built = table.Internal("javacard/framework", "javacard/framework/OwnerPINx$Card", KnownClass.Object, ["javacard/framework/OwnerPINx"], fields);
        RegisterCommon(built);
        RegisterExtended(built);
        var decremented = table.Internal(
            "javacard/framework", "javacard/framework/OwnerPINxWithPredecrement$Card", KnownClass.Object,
            ["javacard/framework/OwnerPINxWithPredecrement"], fields);
        RegisterCommon(decremented, ownCheck: true);
        RegisterExtended(decremented);
        decremented["decrementTriesRemaining()B"] = Decrement;
        decremented["check([BSB)Z"] = CheckDecremented;
        table.Class("javacard/framework/OwnerPINBuilder")["buildOwnerPIN(BBB)Ljavacard/framework/PIN;"] = Build;
    }

    private static void RegisterCommon(NativeClass pin, bool ownCheck = false)
    {
        if (!ownCheck)
        {
            pin["check([BSB)Z"] = Check;
        }

        pin["update([BSB)V"] = Update;
        pin["isValidated()Z"] = call => call.Return(IsValidated(call));
        pin["getTriesRemaining()B"] = call => call.Return(Tries(call));
        pin["reset()V"] = call =>
        {
            if (IsValidated(call))
            {
                SetValidated(call, false);
                WriteTries(call, call.BytesOf(call.This, Counter).Bytes[1]);
            }
        };
    }

    private static void RegisterExtended(NativeClass pin)
    {
        pin["getTryLimit()B"] = call => call.Return(call.BytesOf(call.This, Counter).Bytes[1]);
        pin["setTryLimit(B)V"] = call =>
        {
            if ((sbyte)call.Byte(1) < 1)
            {
                throw call.Vm.Throw(PinException, IllegalValue);
            }

            SetValidated(call, false);
            call.Vm.Write(call.BytesOf(call.This, Counter), 0, [call.Byte(1), call.Byte(1)]);
        };
        pin["setTriesRemaining(B)V"] = call =>
        {
            var limit = call.BytesOf(call.This, Counter).Bytes[1];
            if ((sbyte)call.Byte(1) < 0 || call.Byte(1) > limit)
            {
                throw call.Vm.Throw(PinException, IllegalValue);
            }

            SetValidated(call, false);
            call.Vm.Write(call.BytesOf(call.This, Counter), 0, [call.Byte(1)]);
        };
    }

    // OwnerPINBuilder.OWNER_PIN, OWNER_PIN_X, OWNER_PIN_X_WITH_PREDECREMENT
    private static void Build(NativeCall call)
    {
        var type = call.Byte(2) switch
        {
            1 => "javacard/framework/OwnerPIN",
            2 => "javacard/framework/OwnerPINx$Card",
            3 => "javacard/framework/OwnerPINxWithPredecrement$Card",
            _ => throw call.Vm.Throw(PinException, IllegalValue),
        };
        var made = call.Vm.NewObject(type);
        Construct(call, made, (sbyte)call.Byte(0), (sbyte)call.Byte(1));
        call.Return(made);
    }

    private static void Construct(NativeCall call, HeapObject pin, int tryLimit, int maxSize)
    {
        if (tryLimit < 1 || maxSize < 1)
        {
            throw call.Vm.Throw(PinException, IllegalValue);
        }

        var counter = call.Vm.NewArray(ObjectKind.ByteArray, 2);
        call.Vm.Write(counter, 0, [(byte)tryLimit, (byte)tryLimit]);
        call.Vm.WriteReference(pin, Value, call.Vm.NewArray(ObjectKind.ByteArray, maxSize + 1));
        call.Vm.WriteReference(pin, Counter, counter);
        call.Vm.WriteReference(pin, Flag, call.Vm.NewArray(ObjectKind.ByteArray, 2, TransientKind.ClearOnReset));
    }

    private static void Check(NativeCall call)
    {
        SetValidated(call, false);
        var tries = Tries(call);
        if (tries == 0)
        {
            call.Return(false);
            return;
        }

        WriteTries(call, (byte)(tries - 1));
        Compare(call);
    }

    private static void CheckDecremented(NativeCall call)
    {
        var flags = call.BytesOf(call.This, Flag);
        var ahead = flags.Bytes[1];
        SetValidated(call, false);
        switch (ahead)
        {
            case Decremented:
                Compare(call);
                break;
            case WasBlocked:
                call.Return(false);
                break;
            default:
                throw call.Vm.Throw(PinException, IllegalState);
        }
    }

    private static void Compare(NativeCall call)
    {
        var value = call.BytesOf(call.This, Value).Bytes;
        var matches = CryptographicOperations.FixedTimeEquals(call.Bytes(1, 2, 3), value.AsSpan(1, value[0]));
        if (matches)
        {
            SetValidated(call, true);
            WriteTries(call, call.BytesOf(call.This, Counter).Bytes[1]);
        }

        call.Return(matches);
    }

    private static void Update(NativeCall call)
    {
        var pin = call.Bytes(1, 2, 3);
        var value = call.BytesOf(call.This, Value);
        if (pin.Length > value.Bytes.Length - 1)
        {
            throw call.Vm.Throw(PinException, IllegalValue);
        }

        // The value and its counter belong together: a transaction that is aborted takes both back, else an old PIN that is blocked would come alive.
        var counter = call.BytesOf(call.This, Counter);
        call.Vm.Write(value, 0, [(byte)pin.Length, .. pin]);
        call.Vm.Write(counter, 0, [counter.Bytes[1]]);
        SetValidated(call, false);
    }

    private static void Decrement(NativeCall call)
    {
        SetValidated(call, false);
        var tries = Tries(call);
        call.BytesOf(call.This, Flag).Bytes[1] = tries > 0 ? Decremented : WasBlocked;
        if (tries > 0)
        {
            WriteTries(call, (byte)--tries);
        }

        call.Return(tries);
    }

    private static bool IsValidated(NativeCall call) => call.BytesOf(call.This, Flag).Bytes[0] != 0;

    // Every change of the state takes back the decrement that was made ahead.
    private static void SetValidated(NativeCall call, bool value) => call.Vm.Write(call.BytesOf(call.This, Flag), 0, [value ? (byte)1 : (byte)0, 0]);

    private static short Tries(NativeCall call) => call.BytesOf(call.This, Counter).Bytes[0];

    private static void WriteTries(NativeCall call, byte tries) =>
        call.Vm.Heap.Memory.WriteBytesNonAtomic(call.BytesOf(call.This, Counter), 0, [tries]);
}
