using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>
/// org.globalplatform (GP Card Specification 2.3.1, Annex A): what an applet asks of the card's operating system, and the secure channel of its security domain.
/// </summary>
internal static class GlobalPlatformNatives
{
    private const string ChannelClass = "org/globalplatform/SecureChannel$Card";
    private const string EntryClass = "org/globalplatform/GPRegistryEntry$Card";
    private const int EntryAid = 0;
    private const short ConditionsNotSatisfied = 0x6985;
    private const short SecurityStatusNotSatisfied = 0x6982;

    public static void Register(NativeTable table)
    {
        var system = table.Class("org/globalplatform/GPSystem");
        system["<init>()V"] = _ => { };
        system["getCardState()B"] = call => call.Return(call.Vm.Jcre.Services.CardState);
        system["getCardContentState()B"] = call => call.Return((short)(sbyte)call.Vm.Jcre.Services.GetState(Caller(call)));
        system["setCardContentState(B)Z"] = call => call.Return(call.Vm.Jcre.Services.SetState(Caller(call), call.Byte(0)));
        system["lockCard()Z"] = call => call.Return(call.Vm.Jcre.Services.LockCard(Caller(call)));
        system["terminateCard()Z"] = call => call.Return(call.Vm.Jcre.Services.TerminateCard(Caller(call)));
        system["getSecureChannel()Lorg/globalplatform/SecureChannel;"] = call => call.Return(EntryPoint(call.Vm, ChannelClass));

        system["getCVM(B)Lorg/globalplatform/CVM;"] = call =>
            call.Return(GlobalServiceNatives.FindCvm(call, call.Byte(0), () => MakeEntry(call, Caller(call))));

        system["setATRHistBytes([BSB)Z"] = call =>
            call.Return(call.Vm.Jcre.Services.SetHistoricalBytes(Caller(call), call.Bytes(0, 1, 2)));
        system["getService(Ljavacard/framework/AID;S)Lorg/globalplatform/GlobalService;"] = call =>
            call.Return(GlobalServiceNatives.Find(call, call.Reference(0) is { } server ? AidNatives.Read(call.Vm, server) : null, call.Short(1)));
        system["getRegistryEntry(Ljavacard/framework/AID;)Lorg/globalplatform/GPRegistryEntry;"] = GetRegistryEntry;
        RegisterChannel(table);
        RegisterEntry(table);
    }

    private static void RegisterChannel(NativeTable table)
    {
        var channel = table.Internal(
            "org/globalplatform", ChannelClass, KnownClass.Object, ["org/globalplatform/SecureChannelx", "org/globalplatform/SecureChannelx2"]);
        channel["setSecurityLevel(B)V"] = call => throw call.Vm.Throw(KnownClass.IsoException, SecurityStatusNotSatisfied); // SCP03 has no such thing
        channel["processSecurity([BSSS)S"] = call =>
        {
            var answer = Ask(call, () => Channel(call).ProcessSecurity(call.Bytes(1, 2, 3).ToArray()));
            int offset = call.Short(4);
            call.Vm.Write(call.Target(1, offset, answer.Length), offset, answer);
            call.Return((short)answer.Length);
        };
        channel["processSecurity(Ljavacard/framework/APDU;)S"] = ProcessSecurity;
        channel["unwrap([BSS)S"] = call => Replace(call, Channel(call).Unwrap);
        channel["wrap([BSS)S"] = call => Replace(call, Channel(call).Wrap);
        channel["decryptData([BSS)S"] = call => Replace(call, Channel(call).DecryptData);
        channel["encryptData([BSS)S"] = call => Replace(call, Channel(call).EncryptData);
        channel["resetSecurity()V"] = call => Channel(call).Reset();
        channel["getSecurityLevel()B"] = call => call.Return((short)(sbyte)Channel(call).SecurityLevel);
    }

    private static void RegisterEntry(NativeTable table)
    {
        var entry = table.Internal(
            "org/globalplatform", EntryClass, KnownClass.Object, ["org/globalplatform/GPRegistryEntry"], "aid:Ljavacard/framework/AID;");
        entry["getAID()Ljavacard/framework/AID;"] = call => call.Return(call.Vm.ReadReference(call.This, EntryAid));
        entry["getState()B"] = call => call.Return((short)(sbyte)call.Vm.Jcre.Services.GetState(EntryOf(call)));
        entry["setState(B)Z"] = call =>
            call.Return(call.Vm.Jcre.Services.SetStateOf(Caller(call), EntryOf(call), call.Byte(1)));

        entry["getPrivileges([BS)S"] = call =>
        {
            var privileges = call.Vm.Jcre.Services.PrivilegesOf(EntryOf(call));
            int offset = call.Short(2);
            call.Vm.Write(call.Target(1, offset, 3), offset, [(byte)((uint)privileges >> 16), (byte)((uint)privileges >> 8), (byte)privileges]);
            call.Return((short)(offset + 3));
        };
        entry["isPrivileged(B)Z"] = call =>
            call.Return(call.Byte(1) < 24 && ((uint)call.Vm.Jcre.Services.PrivilegesOf(EntryOf(call)) & (0x800000u >> call.Byte(1))) != 0);
        entry["isAssociated(Ljavacard/framework/AID;)Z"] = call =>
            call.Return(call.Vm.Jcre.Services.DomainOf(EntryOf(call)) == AidNatives.Read(call.Vm, call.NotNull(1)));
        entry["registerService(S)V"] = call => Tell(call, () => call.Vm.Jcre.Services.RegisterService(Own(call), (ushort)call.Short(1)));
        entry["deregisterService(S)V"] = call => Tell(call, () => call.Vm.Jcre.Services.DeregisterService(Own(call), (ushort)call.Short(1)));
    }

    /// <summary>True when the calling application has a privilege.</summary>
    public static bool IsPrivileged(NativeCall call, Privileges privilege) =>
        (call.Vm.Jcre.Services.PrivilegesOf(Caller(call)) & privilege) == privilege;

    // Only an application itself registers services in its entry.
    private static Aid Own(NativeCall call) => EntryOf(call) == Caller(call) ? Caller(call) : throw call.Vm.Throw(KnownClass.IsoException, ConditionsNotSatisfied);

    private static Aid Caller(NativeCall call) => call.Vm.Jcre.CurrentApplet ?? throw call.Vm.Security();

    private static ISecureChannelService Channel(NativeCall call) => call.Vm.Jcre.Services.SecureChannel(Caller(call), call.Vm.Jcre.Channel);

    private static Aid EntryOf(NativeCall call) => AidNatives.Read(call.Vm, call.Vm.ReadReference(call.This, EntryAid)!);

    private static HeapObject EntryPoint(VirtualMachine vm, string className) => vm.SystemObject(className, () =>
    {
        var type = vm.ApiClass(className);
        return vm.NewSystemObject(ObjectKind.Instance, type.InstanceWords, type, TransientKind.None, SharingKind.PermanentEntryPoint);
    });

    /// <summary>The name of the entry of an application among the card's own objects; without one what all these names begin with.</summary>
    public static string EntryKey(Aid? application) => $"{EntryClass} {application}";

    // An application sees its own entry; that of another needs the privilege Global Registry.
    private static void GetRegistryEntry(NativeCall call)
    {
        var caller = Caller(call);
        var asked = call.Reference(0) is { } aid ? AidNatives.Read(call.Vm, aid) : caller;
        call.Return(call.Vm.Jcre.Services.MayAccess(caller, asked) ? MakeEntry(call, asked) : null);
    }

    private static HeapObject MakeEntry(NativeCall call, Aid application)
    {
        // Security domains have no applet that JCSystem.lookupAID would find, and yet an entry.
        var permanent = call.Vm.Jcre.AidObject(application) ?? call.Vm.SystemObject(AidNatives.Key(application), () => AidNatives.CreateEntryPoint(call.Vm, application));
        return call.Vm.SystemObject(EntryKey(application), () =>
        {
            var type = call.Vm.ApiClass(EntryClass);
            var entry = call.Vm.NewSystemObject(ObjectKind.Instance, type.InstanceWords, type, TransientKind.None, SharingKind.PermanentEntryPoint);
            call.Vm.WriteReference(entry, EntryAid, permanent);
            return entry;
        });
    }

    // The method takes the command's data in by itself and leaves the answer at OFFSET_CDATA of the APDU buffer.
    private static void ProcessSecurity(NativeCall call)
    {
        var state = ApduNatives.State(call);
        if (state.State == ApduPhase.Initial)
        {
            state.Receive(state.DataOffset, state.Buffer.Bytes.Length - state.DataOffset);
            state.State = ApduPhase.FullIncoming;
        }

        var answer = Ask(call, () => Channel(call).ProcessSecurity(state.Command.ToBytes()));
        call.Vm.Write(state.Buffer, 5, answer);
        call.Return((short)answer.Length);
    }

    // The result stands where the input stood and may have another length.
    private static void Replace(NativeCall call, Func<ReadOnlyMemory<byte>, byte[]> change)
    {
        int offset = call.Short(2);
        var input = call.Bytes(1, 2, 3).ToArray();
        var output = Ask(call, () => change(input));
        call.Vm.Write(call.Target(1, offset, output.Length), offset, output);
        call.Return((short)output.Length);
    }

    private static void Tell(NativeCall call, Action order) => Ask(call, () =>
    {
        order();
        return [];
    });

    private static byte[] Ask(NativeCall call, Func<byte[]> question)
    {
        try
        {
            return question();
        }
        catch (CardFault e)
        {
            throw call.Vm.Throw(KnownClass.IsoException, unchecked((short)e.Sw.Value));
        }
    }
}
