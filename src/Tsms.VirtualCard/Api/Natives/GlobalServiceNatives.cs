using System.Buffers.Binary;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>
/// Global services (GP Card Specification 2.3.1, 8.1): who has the privilege registers names of two bytes, family and service, of which each is there once; others
/// ask for them. The table stands in an array of the card. That a name was announced at installation is not asked for.
/// </summary>
internal static class GlobalServiceNatives
{
    private const string Key = "gp:services";
    private const int Entries = 16;
    private const int EntryBytes = 21; // handle of the server's AID object (2), name (2), AID as LV in 17
    private const byte ServiceIdentifier = 0x80; // GPSystem.GLOBAL_SERVICE_IDENTIFIER
    private const byte FamilyCvm = 0x82;
    private const short ConditionsNotSatisfied = 0x6985;

    /// <summary>GPRegistryEntry.registerService.</summary>
    public static void Register(NativeCall call, Aid owner)
    {
        var name = call.Short(1);
        var table = Table(call);
        var free = Array.IndexOf([.. Enumerable.Range(0, Entries).Select(i => Read(call, table, i).Server is null)], true);
        if (!GlobalPlatformNatives.IsPrivileged(call, Privileges.GlobalService)
            || free < 0
            || Enumerable.Range(0, Entries).Any(i => Read(call, table, i) is { Server: not null } there && Matches(there.Name, name))
            || call.Vm.Jcre.AidObject(owner) is not { } entryPoint)
        {
            throw call.Vm.Throw(KnownClass.IsoException, ConditionsNotSatisfied);
        }

        var entry = new byte[EntryBytes];
        BinaryPrimitives.WriteUInt16BigEndian(entry, entryPoint.Handle);
        BinaryPrimitives.WriteInt16BigEndian(entry.AsSpan(2), name);
        entry[4] = (byte)owner.Length;
        owner.Span.CopyTo(entry.AsSpan(5));
        call.Vm.Write(table, free * EntryBytes, entry);
    }

    /// <summary>GPRegistryEntry.deregisterService.</summary>
    public static void Deregister(NativeCall call, Aid owner)
    {
        var table = Table(call);
        for (var i = 0; i < Entries; i++)
        {
            if (Read(call, table, i) is var entry && entry.Server == owner && entry.Name == call.Short(1))
            {
                call.Vm.Write(table, i * EntryBytes, new byte[EntryBytes]);
                return;
            }
        }

        throw call.Vm.Throw(KnownClass.IsoException, ConditionsNotSatisfied);
    }

    /// <summary>GPSystem.getService: the GlobalService of who registered a name; null when there is none.</summary>
    public static HeapObject? Find(NativeCall call, Aid? server, short name)
    {
        var table = Table(call);
        var found = Enumerable.Range(0, Entries).Select(i => Read(call, table, i))
            .FirstOrDefault(e => e.Server is not null && (server is null || e.Server == server) && Matches(e.Name, name));
        var service = found.Server is { } aid ? call.Vm.Jcre.GetShareable(aid, ServiceIdentifier) : null;
        return service?.Class!.IsA(call.Vm.ApiClass("org/globalplatform/GlobalService")) == true ? service : null;
    }

    /// <summary>GPSystem.getCVM: what a global service gives as CVM, else the card's own global PIN.</summary>
    public static HeapObject? FindCvm(NativeCall call, byte identifier, Func<HeapObject?> clientEntry)
    {
        var name = (short)((FamilyCvm << 8) | identifier);
        if (Find(call, null, name) is { } service)
        {
            var type = call.Vm.ApiClass("org/globalplatform/GlobalService");
            call.Vm.InvokeInterface(
                service,
                type,
                "getServiceInterface(Lorg/globalplatform/GPRegistryEntry;S[BSS)Ljavacard/framework/Shareable;",
                (short)(clientEntry()?.Handle ?? 0),
                name,
                0,
                0,
                0);
            return call.Vm.ResultReference is { } cvm && cvm.Class!.IsA(call.Vm.ApiClass("org/globalplatform/CVM")) ? cvm : null;
        }

        return identifier == 0x11 ? GlobalPinNatives.Get(call) : null; // GPSystem.CVM_GLOBAL_PIN
    }

    private static HeapObject Table(NativeCall call) => call.Vm.SystemObject(
        Key, () => call.Vm.NewSystemObject(ObjectKind.ByteArray, Entries * EntryBytes, null, TransientKind.None, SharingKind.None));

    // An entry counts as long as the card's object of the server's AID is the one it was registered with: an applet that is deleted takes it along.
    private static (Aid? Server, short Name) Read(NativeCall call, HeapObject table, int index)
    {
        var entry = table.Bytes.AsSpan(index * EntryBytes, EntryBytes);
        return Aid.TryFrom(entry.Slice(5, entry[4]), out var aid)
            && call.Vm.Jcre.AidObject(aid)?.Handle == BinaryPrimitives.ReadUInt16BigEndian(entry)
                ? (aid, BinaryPrimitives.ReadInt16BigEndian(entry[2..]))
                : (null, (short)0);
    }

    // A family, whose second byte is 0, stands for each of its services.
    private static bool Matches(short there, short asked) => there == asked || (there >> 8 == asked >> 8 && ((byte)there == 0 || (byte)asked == 0));
}
