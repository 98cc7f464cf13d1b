namespace Tsms.VirtualCard.Api.Natives;

/// <summary>javacardx.external: the card has no memory beside its own.</summary>
internal static class ExternalNatives
{
    private const short NoSuchSubsystem = 1;

    public static void Register(NativeTable table) =>
        table.Class("javacardx/external/Memory")["getMemoryAccessInstance(B[SS)Ljavacardx/external/MemoryAccess;"] =
            call => throw call.Vm.Throw("javacardx/external/ExternalException", NoSuchSubsystem);
}
