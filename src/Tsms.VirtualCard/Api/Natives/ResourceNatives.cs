using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>
/// javacard.framework.Resources: the static resources of the caller's CAP file (JCVM 3.1, 6.16). What getView answers is a new array of the caller with the bytes of the
/// resource: writing to it changes the array, never the resource.
/// </summary>
internal static class ResourceNatives
{
    private const string ResourcesClass = "javacard/framework/Resources";
    private const string IoException = "java/io/IOException";

    public static void Register(NativeTable table)
    {
        var resources = table.Class(ResourcesClass);
        resources["getResources()Ljavacard/framework/Resources;"] = call => call.Return(call.Vm.SystemObject(ResourcesClass, () =>
        {
            var type = call.Vm.ApiClass(ResourcesClass);
            return call.Vm.NewSystemObject(ObjectKind.Instance, type.InstanceWords, type, TransientKind.None, SharingKind.PermanentEntryPoint);
        }));
        resources["getSize(S)S"] = call => call.Return((short)Find(call).Length);
        resources["getView(S)[B"] = call => View(call, Find(call));
        resources["getView(SSS)[B"] = call =>
        {
            var whole = Find(call);
            int offset = call.Short(2);
            int length = call.Short(3);
            View(call, offset >= 0 && length >= 0 && offset + length <= whole.Length ? whole.Slice(offset, length) : throw call.Vm.ArrayIndex());
        };
    }

    private static ReadOnlyMemory<byte> Find(NativeCall call) =>
        call.Vm.Jcre.Resources.TryGetValue(call.Short(1), out var found) ? found : throw call.Vm.Throw(IoException);

    private static void View(NativeCall call, ReadOnlyMemory<byte> bytes)
    {
        var view = call.Vm.NewArray(ObjectKind.ByteArray, bytes.Length);
        call.Vm.Write(view, 0, bytes.Span);
        call.Return(view);
    }
}
