using Tsms.SmartCard;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>javacard.framework.JCSystem: transactions, transient objects, AIDs, sharing, memory.</summary>
internal static class JcSystemNatives
{
    private const short InProgress = 1;
    private const short NotInProgress = 2;

    public static void Register(NativeTable table, ApiProfile profile)
    {
        var system = table.Class("javacard/framework/JCSystem");
        RegisterTransactions(system);
        RegisterArrays(system);
        RegisterApplets(system);
        RegisterMemory(system);
        system["getVersion()S"] = call => call.Return(profile.Version);
    }

    private static void RegisterTransactions(NativeClass system)
    {
        system["beginTransaction()V"] = call => Transaction(call, open: false).BeginTransaction();
        system["commitTransaction()V"] = call => Transaction(call, open: true).CommitTransaction();
        system["abortTransaction()V"] = call => Transaction(call, open: true).AbortTransaction();
        system["getTransactionDepth()B"] = call => call.Return(call.Vm.Heap.Memory.InTransaction);
        system["getMaxCommitCapacity()S"] = call => call.Return(Capped(call.Vm.Heap.Memory.MaxCommitCapacity));
        system["getUnusedCommitCapacity()S"] = call => call.Return(Capped(call.Vm.Heap.Memory.UnusedCommitCapacity));
    }

    private static PersistentMemory Transaction(NativeCall call, bool open)
    {
        var memory = call.Vm.Heap.Memory;
        return memory.InTransaction == open ? memory : throw call.Vm.Throw(KnownClass.TransactionException, open ? NotInProgress : InProgress);
    }

    private static void RegisterArrays(NativeClass system)
    {
        system["makeTransientBooleanArray(SB)[Z"] = call => MakeTransient(call, ObjectKind.BooleanArray);
        system["makeTransientByteArray(SB)[B"] = call => MakeTransient(call, ObjectKind.ByteArray);
        system["makeTransientShortArray(SB)[S"] = call => MakeTransient(call, ObjectKind.ShortArray);
        system["makeTransientObjectArray(SB)[Ljava/lang/Object;"] = call => MakeTransient(call, ObjectKind.ReferenceArray);
        system["makeGlobalArray(BS)Ljava/lang/Object;"] = MakeGlobal;
        system["isTransient(Ljava/lang/Object;)B"] = call => call.Return((short)(call.Reference(0)?.Transient ?? TransientKind.None));
    }

    internal static void MakeTransient(NativeCall call, ObjectKind kind)
    {
        var when = (TransientKind)call.Byte(1);
        if (when is not (TransientKind.ClearOnReset or TransientKind.ClearOnDeselect))
        {
            throw call.SystemError(ReasonCode.IllegalValue);
        }

        if (when == TransientKind.ClearOnDeselect && call.Vm.SelectedContext != call.Vm.Current.Context)
        {
            throw call.SystemError(ReasonCode.IllegalTransient);
        }

        var elements = kind == ObjectKind.ReferenceArray ? call.Vm.ApiClass(KnownClass.Object) : null;
        call.Return(call.Vm.NewArray(kind, call.Short(0), when, elements));
    }

    // JCSystem.ARRAY_TYPE_BOOLEAN to ARRAY_TYPE_OBJECT are 1 to 5, the codes of newarray 10 to 14. The array is charged to the applet that asks for it.
    private static void MakeGlobal(NativeCall call)
    {
        int type = call.Byte(0);
        int length = call.Short(1);
        if (type is < 1 or > 5)
        {
            throw call.SystemError(ReasonCode.IllegalValue);
        }

        if (length < 0)
        {
            throw call.Vm.Throw(KnownClass.NegativeArraySizeException);
        }

        var kind = (ObjectKind)(type + 9);
        var elements = kind == ObjectKind.ReferenceArray ? call.Vm.ApiClass(KnownClass.Object) : null;
        call.Return(
            call.Vm.Heap.TryAllocate(kind, length, elements, call.Vm.Current, TransientKind.ClearOnReset, SharingKind.GlobalArray)
            ?? throw call.SystemError(ReasonCode.NoTransientSpace));
    }

    private static void RegisterApplets(NativeClass system)
    {
        system["getAID()Ljavacard/framework/AID;"] = call => call.Return(AidObject(call, call.Vm.Jcre.CurrentApplet));
        system["getPreviousContextAID()Ljavacard/framework/AID;"] = call => call.Return(AidObject(call, call.Vm.Jcre.PreviousApplet));
        system["lookupAID([BSB)Ljavacard/framework/AID;"] = call =>
            call.Return(Aid.TryFrom(call.Bytes(0, 1, 2), out var aid) ? call.Vm.Jcre.AidObject(aid) : null);
        system["getAppletShareableInterfaceObject(Ljavacard/framework/AID;B)Ljavacard/framework/Shareable;"] = call =>
            call.Return(call.Reference(0) is null ? null : call.Vm.Jcre.GetShareable(AidNatives.Read(call.Vm, call.Object(0)), call.Byte(1)));
        system["isAppletActive(Ljavacard/framework/AID;)Z"] = call => call.Return(call.Vm.Jcre.IsActive(AidNatives.Read(call.Vm, call.Object(0))));
        system["getAssignedChannel()B"] = call => call.Return((short)call.Vm.Jcre.Channel);
    }

    private static HeapObject? AidObject(NativeCall call, Aid? aid) => aid is { } known ? call.Vm.Jcre.AidObject(known) : null;

    private static void RegisterMemory(NativeClass system)
    {
        system["isObjectDeletionSupported()Z"] = call => call.Return(true);
        system["requestObjectDeletion()V"] = call => call.Vm.Jcre.RequestObjectDeletion();
        system["getAvailableMemory(B)S"] = call => call.Return(Capped(Available(call, call.Byte(0))));
        system["getAvailableMemory([SSB)V"] = call =>
        {
            var target = call.Object(0);
            int offset = call.Short(1);
            var bytes = Available(call, call.Byte(2));
            if (offset < 0 || offset + 2 > target.Words.Length)
            {
                throw call.Vm.ArrayIndex();
            }

            call.Vm.WriteWord(target, offset, (short)(bytes >> 16));
            call.Vm.WriteWord(target, offset + 1, (short)bytes);
        };
    }

    private static int Available(NativeCall call, byte kind) => kind <= (byte)TransientKind.ClearOnDeselect
        ? call.Vm.Jcre.AvailableMemory((TransientKind)kind)
        : throw call.SystemError(ReasonCode.IllegalValue);

    private static short Capped(int value) => (short)Math.Clamp(value, 0, short.MaxValue);
}
