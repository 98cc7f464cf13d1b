using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>
/// javacard.framework.SensitiveArrays. Which arrays are integrity-sensitive is kept; their content cannot be disturbed behind the card's back, so that an
/// assertion always holds.
/// </summary>
internal static class SensitiveArrayNatives
{
    private const short IllegalValue = 1;

    public static void Register(NativeTable table)
    {
        var arrays = table.Class("javacard/framework/SensitiveArrays");
        arrays["isIntegritySensitiveArraysSupported()Z"] = call => call.Return(true);
        arrays["isIntegritySensitive(Ljava/lang/Object;)Z"] = call => call.Return(call.NotNull(0).IsSensitive);
        arrays["makeIntegritySensitiveArray(BBS)Ljava/lang/Object;"] = Make;
        arrays["assertIntegrity(Ljava/lang/Object;)V"] = call => Sensitive(call);
        arrays["clearArray(Ljava/lang/Object;)S"] = call =>
        {
            var array = Sensitive(call);
            Clear(call, array);
            call.Return((short)array.Length);
        };
    }

    private static HeapObject Sensitive(NativeCall call)
    {
        var array = call.Object(0);
        return array.IsSensitive ? array : throw call.SystemError(IllegalValue);
    }

    // JCSystem.ARRAY_TYPE_BOOLEAN to ARRAY_TYPE_OBJECT are 1 to 5, the kinds of memory are the codes of the transient ones, and 0.
    private static void Make(NativeCall call)
    {
        var (type, memory) = ((sbyte)call.Byte(0), (TransientKind)call.Byte(1));
        if (type is < 1 or > 5 || memory is not (TransientKind.None or TransientKind.ClearOnReset or TransientKind.ClearOnDeselect))
        {
            throw call.SystemError(IllegalValue);
        }

        if (memory == TransientKind.ClearOnDeselect && call.Vm.SelectedContext != call.Vm.Current.Context)
        {
            throw call.SystemError(ReasonCode.IllegalTransient);
        }

        var kind = (ObjectKind)(type + 9);
        var made = call.Vm.NewArray(kind, call.Short(2), memory, kind == ObjectKind.ReferenceArray ? call.Vm.ApiClass(KnownClass.Object) : null);
        made.IsSensitive = true;
        call.Return(made);
    }

    // All or nothing, as part of a transaction where one is open.
    private static void Clear(NativeCall call, HeapObject array)
    {
        call.Vm.ChargeBytes(8 * array.Length);
        call.Vm.Write(array, 0, new byte[array.ContentBytes]);
    }
}
