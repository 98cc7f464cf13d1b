using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>
/// The OneShot objects of Java Card 3.0.5: temporary entry points of the JCRE that are lent to applets, so that opening and closing costs no memory.
/// A reset closes all of them.
/// </summary>
internal static class OneShotPool
{
    private const int PerClass = 4;

    /// <summary>Lends an object of a class whose last field is <c>open</c>, with its other fields zero.</summary>
    /// <exception cref="JavaThrow">SystemException NO_RESOURCE: all of the class are open.</exception>
    public static HeapObject Open(NativeCall call, string className)
    {
        var vm = call.Vm;
        var type = vm.ApiClass(className);
        for (var i = 0; i < PerClass; i++)
        {
            var lent = vm.SystemObject(
                $"{className}#{i}",
                () => vm.NewSystemObject(ObjectKind.Instance, type.InstanceWords, type, TransientKind.ClearOnReset, SharingKind.TemporaryEntryPoint));
            if (lent.Words[^1] == 0)
            {
                lent.Clear();
                lent.Words[^1] = 1;
                return lent;
            }
        }

        throw call.SystemError(ReasonCode.NoResource);
    }

    /// <summary>The byte array that goes with a lent object, for initial vectors.</summary>
    public static HeapObject Vector(NativeCall call, HeapObject lent, int length) => call.Vm.SystemObject(
        $"{lent.Class!.Name}@{lent.Handle}",
        () => call.Vm.NewSystemObject(ObjectKind.ByteArray, length, null, TransientKind.ClearOnReset, SharingKind.None));

    /// <summary>Takes an object back; closing twice does nothing.</summary>
    public static void Close(NativeCall call) => call.This.Clear();
}
