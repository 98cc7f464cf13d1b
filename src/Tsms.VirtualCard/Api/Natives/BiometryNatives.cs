using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>javacardx.biometry: one reference, its try counter, which no transaction rolls back, and a validated flag until reset.</summary>
internal static class BiometryNatives
{
    private const string Exception = "javacardx/biometry/BioException";
    private const string Card = "javacardx/biometry/OwnerBioTemplate$Card";
    private const int Reference = 0;
    private const int Counter = 1; // [B: tries remaining, try limit
    private const int Flag = 2; // [B, transient

    public static void Register(NativeTable table)
    {
        var builder = table.Class("javacardx/biometry/BioBuilder");
        builder["buildBioTemplate(BB)Ljavacardx/biometry/OwnerBioTemplate;"] = call => Build(call, null);
        builder["buildBioTemplate(BB[BB)Ljavacardx/biometry/OwnerBioTemplate;"] = call => Build(call, call.Reference(2));

        var template = table.Internal(
            "javacardx/biometry", Card, KnownClass.Object, ["javacardx/biometry/OwnerBioTemplate"], "reference:[B", "counter:[B", "flag:[B");
        template["isInitialized()Z"] = call => call.Return(BiometryState.IsReady(Of(call, Reference)));
        template["isValidated()Z"] = call => call.Return(Of(call, Flag).Bytes[0] != 0);
        template["reset()V"] = call => Of(call, Flag).Bytes[0] = 0;
        template["getTriesRemaining()B"] = call => call.Return(Enrolled(call).Bytes[0]);
        template["getBioType()B"] = call => call.Return(BiometryState.Password);
        template["getVersion([BS)S"] = BiometryState.Version;
        template["getPublicTemplateData(S[BSS)S"] = call =>
        {
            Enrolled(call);
            call.Return((short)0);
        };
        template["initMatch([BSS)S"] = Match;

        // The decision is made in one step: there is never a session to go on with.
        template["match([BSS)S"] = call =>
        {
            Enrolled(call);
            throw call.Vm.Throw(Exception, BiometryState.IllegalUse);
        };
        template["init([BSS)V"] = call =>
        {
            Of(call, Flag).Bytes[0] = 0;
            BiometryState.Begin(call, Of(call, Reference), Exception);
        };
        template["update([BSS)V"] = call => BiometryState.Continue(call, Of(call, Reference), Exception);
        template["doFinal()V"] = call =>
        {
            // With the reference the counter belongs to the transaction: what is rolled back leaves the old one with its tries.
            BiometryState.Finish(call, Of(call, Reference), Exception);
            call.Vm.Write(Of(call, Counter), 0, [Of(call, Counter).Bytes[1]]);
        };
        template["resetUnblockAndSetTryLimit(B)V"] = call =>
        {
            BiometryState.Demand(call, (sbyte)call.Byte(1) > 0, Exception, BiometryState.IllegalValue);
            Of(call, Flag).Bytes[0] = 0;
            call.Vm.Write(Of(call, Counter), 0, [call.Byte(1), call.Byte(1)]);
        };
        template["clear()V"] = call =>
        {
            Of(call, Flag).Bytes[0] = 0;
            BiometryState.Clear(call, Of(call, Reference));
        };
    }

    private static HeapObject Of(NativeCall call, int field) => call.BytesOf(call.This, field);

    // The counter, of a template that is ready.
    private static HeapObject Enrolled(NativeCall call)
    {
        BiometryState.Demand(call, BiometryState.IsReady(Of(call, Reference)), Exception, BiometryState.NotEnrolled);
        return Of(call, Counter);
    }

    private static void Build(NativeCall call, HeapObject? provider)
    {
        BiometryState.Demand(call, (sbyte)call.Byte(1) > 0, Exception, BiometryState.IllegalValue);
        BiometryState.Demand(call, call.Byte(0) == BiometryState.Password && provider is null, Exception, BiometryState.NoSuchType);
        var made = call.Vm.NewObject(Card);
        var counter = call.Vm.NewArray(ObjectKind.ByteArray, 2);
        call.Vm.Write(counter, 0, [call.Byte(1), call.Byte(1)]);
        call.Vm.WriteReference(made, Reference, BiometryState.NewReference(call));
        call.Vm.WriteReference(made, Counter, counter);
        call.Vm.WriteReference(made, Flag, call.Vm.NewArray(ObjectKind.ByteArray, 1, TransientKind.ClearOnReset));
        call.Return(made);
    }

    // The try is counted before anything else (BioTemplate.initMatch), so that neither a lost power nor a wrong range gives it back.
    private static void Match(NativeCall call)
    {
        var tries = Enrolled(call).Bytes[0];
        if (tries == 0)
        {
            call.Return((short)0);
            return;
        }

        Of(call, Flag).Bytes[0] = 0;
        WriteTries(call, (byte)(tries - 1));
        var matches = BiometryState.Equals(call, Of(call, Reference));
        if (matches)
        {
            Of(call, Flag).Bytes[0] = 1;
            WriteTries(call, Of(call, Counter).Bytes[1]);
        }

        call.Return(matches ? BiometryState.Match : (short)0);
    }

    private static void WriteTries(NativeCall call, byte tries) => call.Vm.Heap.Memory.WriteBytesNonAtomic(Of(call, Counter), 0, [tries]);
}
