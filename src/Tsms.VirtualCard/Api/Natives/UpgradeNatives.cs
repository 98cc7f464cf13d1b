using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>
/// org.globalplatform.upgrade (GP Card Specification 2.3, Amendment H). This card has no upgrade session, so what is only allowed inside of one is refused with
/// 6985, and applets that are ready for upgrades run.
/// </summary>
internal static class UpgradeNatives
{
    private const short ConditionsNotSatisfied = 0x6985;

    public static void Register(NativeTable table)
    {
        var manager = table.Class("org/globalplatform/upgrade/UpgradeManager");
        manager["isUpgrading()Z"] = call => call.Return(false);
        foreach (var signature in (string[])
                 [
                     "getPreviousPackageVersion()S",
                     "checkPreviousPackageAID([BSB)Z",
                     "createElement(BSS)Lorg/globalplatform/upgrade/Element;",
                     "matchMappedElement(Ljava/lang/Object;)Lorg/globalplatform/upgrade/MappedElement;",
                     "nonNullReference()Ljava/lang/Object;",
                 ])
        {
            manager[signature] = call => throw call.Vm.Throw(KnownClass.IsoException, ConditionsNotSatisfied);
        }
    }
}
