using Tsms.SmartCard;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>Global services and CVMs for applets (GP Card Specification 2.3.1, 8): who offers what stands in the registry, the objects come from the applets.</summary>
internal static class GlobalServiceNatives
{
    private const string Service = "org/globalplatform/GlobalService";
    private const byte ServiceIdentifier = 0x80; // GPSystem.GLOBAL_SERVICE_IDENTIFIER
    private const byte FamilyCvm = 0x82;
    private const byte GlobalPin = 0x11; // GPSystem.CVM_GLOBAL_PIN

    /// <summary>GPSystem.getService: the GlobalService of the application that offers a service; null when there is none.</summary>
    public static HeapObject? Find(NativeCall call, Aid? server, short name) =>
        call.Vm.Jcre.Services.FindService(server, (ushort)name) is { } aid
        && Ask(call, aid) is { } service
        && service.Class!.IsA(call.Vm.ApiClass(Service))
            ? service
            : null;

    // A server that is busy on another channel has no service to give.
    private static HeapObject? Ask(NativeCall call, Aid server)
    {
        try
        {
            return call.Vm.Jcre.GetShareable(server, ServiceIdentifier);
        }
        catch (JavaThrow)
        {
            return null;
        }
    }

    /// <summary>GPSystem.getCVM: what a global service gives as CVM, else the card's own global PIN.</summary>
    /// <param name="call">The call.</param>
    /// <param name="identifier">CVM_ constant.</param>
    /// <param name="clientEntry">The registry entry of the calling application.</param>
    public static HeapObject? FindCvm(NativeCall call, byte identifier, Func<HeapObject?> clientEntry)
    {
        var name = (short)((FamilyCvm << 8) | identifier);
        if (Find(call, null, name) is not { } service)
        {
            return identifier == GlobalPin ? GlobalPinNatives.Get(call) : null;
        }

        try
        {
            call.Vm.InvokeInterface(
                service,
                call.Vm.ApiClass(Service),
                "getServiceInterface(Lorg/globalplatform/GPRegistryEntry;S[BSS)Ljavacard/framework/Shareable;",
                (short)(clientEntry()?.Handle ?? 0),
                name,
                0,
                0,
                0);
        }
        catch (JavaThrow)
        {
            return null; // a step that fails makes the CVM unavailable
        }

        return call.Vm.ResultReference is { } cvm && cvm.Class?.IsA(call.Vm.ApiClass("org/globalplatform/CVM")) == true ? cvm : null;
    }
}
