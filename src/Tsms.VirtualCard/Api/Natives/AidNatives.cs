using Tsms.SmartCard;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>javacard.framework.AID: one field that refers to a byte array with the AID.</summary>
internal static class AidNatives
{
    private const int BytesField = 0;

    public static void Register(NativeTable table)
    {
        var aid = table.Class(KnownClass.Aid, "bytes:[B");
        aid["<init>([BSB)V"] = Construct;
        aid["equals(Ljava/lang/Object;)Z"] = call =>
            call.Return(Other(call) is { } other && IsAid(call, other) && Value(call.Vm, other).SequenceEqual(Value(call.Vm, call.This)));
        aid["equals([BSB)Z"] = call =>
            call.Return(call.Reference(1) is not null && call.Bytes(1, 2, 3).SequenceEqual(Value(call.Vm, call.This)));
        aid["partialEquals([BSB)Z"] = call =>
            call.Return(call.Reference(1) is not null && Value(call.Vm, call.This).StartsWith(call.Bytes(1, 2, 3)));
        aid["RIDEquals(Ljavacard/framework/AID;)Z"] = call =>
            call.Return(Other(call) is { } other && Value(call.Vm, other)[..5].SequenceEqual(Value(call.Vm, call.This)[..5]));
        aid["getBytes([BS)B"] = call => call.ReturnBytes(1, Value(call.Vm, call.This));
        aid["getPartialBytes(S[BSB)B"] = GetPartial;
    }

    /// <summary>The AID that an object of the class holds.</summary>
    public static Aid Read(VirtualMachine vm, HeapObject aid) => Aid.From(Value(vm, aid));

    /// <summary>The name of an application's AID object among the card's own objects; without one what all these names begin with.</summary>
    public static string Key(Aid? application) => $"aid:{application}";

    /// <summary>Makes the permanent object of the JCRE for an AID (JCSystem.getAID, lookupAID): an entry point that belongs to the JCRE.</summary>
    public static HeapObject CreateEntryPoint(VirtualMachine vm, Aid aid)
    {
        var bytes = vm.NewSystemObject(ObjectKind.ByteArray, aid.Length, null, TransientKind.None, SharingKind.None);
        vm.Write(bytes, 0, aid.Span);
        var type = vm.ApiClass(KnownClass.Aid);
        var made = vm.NewSystemObject(ObjectKind.Instance, type.InstanceWords, type, TransientKind.None, SharingKind.PermanentEntryPoint);
        vm.WriteReference(made, BytesField, bytes);
        return made;
    }

    private static ReadOnlySpan<byte> Value(VirtualMachine vm, HeapObject aid) =>
        (vm.ReadReference(aid, BytesField) ?? throw vm.NullPointer()).Bytes;

    private static HeapObject? Other(NativeCall call) => call.Reference(1) is null ? null : call.Object(1);

    private static bool IsAid(NativeCall call, HeapObject other) => other.Class?.IsA(call.Vm.ApiClass(KnownClass.Aid)) == true;

    private static void Construct(NativeCall call)
    {
        var value = call.Bytes(1, 2, 3);
        if (value.Length is < Aid.MinLength or > Aid.MaxLength)
        {
            throw call.SystemError(ReasonCode.IllegalValue);
        }

        var bytes = call.Vm.NewArray(ObjectKind.ByteArray, value.Length);
        call.Vm.Write(bytes, 0, value);
        call.Vm.WriteReference(call.This, BytesField, bytes);
    }

    // The length 0 asks for the rest of the AID.
    private static void GetPartial(NativeCall call)
    {
        var value = Value(call.Vm, call.This);
        int from = call.Short(1);
        int length = call.Short(4);
        if (from < 0 || length < 0 || from > value.Length || from + length > value.Length)
        {
            throw call.Vm.ArrayIndex();
        }

        call.ReturnBytes(2, length == 0 ? value[from..] : value.Slice(from, length));
    }
}
