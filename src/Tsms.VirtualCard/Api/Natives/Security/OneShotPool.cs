using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>
/// The OneShot objects of Java Card 3.0.5: temporary entry points of the JCRE that are lent to applets, so that opening and closing costs no memory.
/// They serve the context that opened them only. The return of an applet to the JCRE and a reset close all of them. The last field, <c>open</c>, is one more
/// than the context's number.
/// </summary>
internal static class OneShotPool
{
    private const int PerClass = 4;

    /// <summary>Has all methods of the objects look first whether they may be called; those methods were registered before.</summary>
    public static void Register(NativeTable table)
    {
        table.Wrap((type, _) => type.EndsWith("$OneShot$Card", StringComparison.Ordinal), (_, body) => call =>
        {
            if (!IsOpen(call))
            {
                throw call.Crypto(CryptoReason.IllegalUse);
            }

            body(call);
        });
    }

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
                lent.Words[^1] = (short)(vm.Current.Context + 1);
                vm.Lent.Add(lent);
                return lent;
            }
        }

        throw call.SystemError(ReasonCode.NoResource);
    }

    /// <summary>Takes an object back; closing twice does nothing.</summary>
    /// <exception cref="JavaThrow">SecurityException: another context opened it.</exception>
    public static void Close(NativeCall call)
    {
        if (IsOpen(call))
        {
            call.This.Clear();
            call.Vm.Lent.Remove(call.This);
        }
    }

    /// <summary>Takes all objects back.</summary>
    public static void CloseAll(VirtualMachine vm)
    {
        vm.Lent.ForEach(lent => lent.Clear());
        vm.Lent.Clear();
    }

    private static bool IsOpen(NativeCall call)
    {
        var open = call.This.Words[^1];
        return open == 0 || open == call.Vm.Current.Context + 1 ? open != 0 : throw call.Vm.Security();
    }
}
