using Tsms.SmartCard;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>javacard.framework.Applet: what an applet inherits.</summary>
internal static class AppletNatives
{
    public static void Register(NativeTable table)
    {
        var applet = table.Class(KnownClass.Applet);
        applet["<init>()V"] = _ => { };
        applet["install([BSB)V"] = call => throw call.Vm.Throw(KnownClass.IsoException, unchecked((short)0x6A81));
        applet["register()V"] = call => call.Vm.Jcre.Register(call.This, null);
        applet["register([BSB)V"] = call =>
        {
            if (!Aid.TryFrom(call.Bytes(1, 2, 3), out var aid))
            {
                throw call.SystemError(ReasonCode.IllegalValue);
            }

            call.Vm.Jcre.Register(call.This, aid);
        };
        applet["selectingApplet()Z"] = call => call.Return(call.Vm.Jcre.IsSelecting);
        applet["reSelectingApplet()Z"] = call => call.Return(call.Vm.Jcre.IsReselecting);
        applet["select()Z"] = call => call.Return(true);
        applet["deselect()V"] = _ => { };
        applet["getShareableInterfaceObject(Ljavacard/framework/AID;B)Ljavacard/framework/Shareable;"] = call => call.Return(null);
    }
}
