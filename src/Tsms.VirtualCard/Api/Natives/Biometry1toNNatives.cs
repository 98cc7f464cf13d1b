using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>javacardx.biometry1toN: a matcher over several references.</summary>
internal static class Biometry1toNNatives
{
    private const string Package = "javacardx/biometry1toN";
    private const string Exception = Package + "/Bio1toNException";
    private const string DataCard = Package + "/OwnerBioTemplateData$Card";
    private const string MatcherCard = Package + "/OwnerBioMatcher$Card";
    private const short CapacityExceeded = 6;
    private const int MaxData = 100;
    private const int Reference = 0; // of the data
    private const int Enrolled = 0; // of the matcher: [OwnerBioTemplateData
    private const int Counter = 1; // [B: tries remaining, try limit
    private const int Flag = 2; // [B, transient: validated, 1 + index of the last match

    public static void Register(NativeTable table)
    {
        var builder = table.Class(Package + "/Bio1toNBuilder");
        builder["buildBioTemplateData(B)Ljavacardx/biometry1toN/OwnerBioTemplateData;"] = call => BuildData(call, null);
        builder["buildBioTemplateData(B[B)Ljavacardx/biometry1toN/OwnerBioTemplateData;"] = call => BuildData(call, call.Reference(1));
        builder["buildBioMatcher(SBB)Ljavacardx/biometry1toN/OwnerBioMatcher;"] = call => BuildMatcher(call, null);
        builder["buildBioMatcher(SBB[BB)Ljavacardx/biometry1toN/OwnerBioMatcher;"] = call => BuildMatcher(call, call.Reference(3));
        RegisterData(table.Internal(Package, DataCard, KnownClass.Object, [Package + "/OwnerBioTemplateData"], "reference:[B"));
        RegisterMatcher(table.Internal(
            Package, MatcherCard, KnownClass.Object, [Package + "/OwnerBioMatcher"],
            "enrolled:[Ljavacardx/biometry1toN/OwnerBioTemplateData;", "counter:[B", "flag:[B"));
    }

    private static void RegisterData(NativeClass data)
    {
        data["getBioType()B"] = call => call.Return(BiometryState.Password);
        data["isInitialized()Z"] = call => call.Return(BiometryState.IsReady(Of(call, Reference)));
        data["getPublicData(S[BSS)S"] = call =>
        {
            BiometryState.Demand(call, BiometryState.IsReady(Of(call, Reference)), Exception, BiometryState.NotEnrolled);
            call.Return((short)0);
        };
        data["init([BSS)V"] = call => BiometryState.Begin(call, Of(call, Reference), Exception);
        data["update([BSS)V"] = call => BiometryState.Continue(call, Of(call, Reference), Exception);
        data["doFinal()V"] = call => BiometryState.Finish(call, Of(call, Reference), Exception);
        data["clear()V"] = call => BiometryState.Clear(call, Of(call, Reference));
    }

    private static void RegisterMatcher(NativeClass matcher)
    {
        matcher["isInitialized()Z"] = call => call.Return(Data(call).Any(d => d is not null));
        matcher["isValidated()Z"] = call => call.Return(Of(call, Flag).Bytes[0] != 0);
        matcher["reset()V"] = call => SetFlag(call, 0);
        matcher["getTriesRemaining()B"] = call => call.Return(Ready(call).Bytes[0]);
        matcher["getBioType()B"] = call => call.Return(BiometryState.Password);
        matcher["getVersion([BS)S"] = BiometryState.Version;
        matcher["initMatch([BSS)S"] = Match;
        matcher["match([BSS)S"] = call =>
        {
            Ready(call);
            throw call.Vm.Throw(Exception, BiometryState.IllegalUse);
        };
        matcher["getMaxNbOfBioTemplateData()S"] = call => call.Return((short)Data(call).Count);
        matcher["getIndexOfLastMatchingBioTemplateData()S"] = call =>
        {
            var last = Of(call, Flag).Bytes[1];
            BiometryState.Demand(call, last > 0, Exception, BiometryState.IllegalUse);
            call.Return((short)(last - 1));
        };
        matcher["getBioTemplateData(S)Ljavacardx/biometry1toN/BioTemplateData;"] = Get;
        matcher["getBioTemplateData(S)Ljavacardx/biometry1toN/OwnerBioTemplateData;"] = Get;
        matcher["putBioTemplateData(SLjavacardx/biometry1toN/BioTemplateData;)V"] = Put;
        matcher["resetUnblockAndSetTryLimit(B)V"] = call =>
        {
            BiometryState.Demand(call, (sbyte)call.Byte(1) > 0, Exception, BiometryState.IllegalValue);
            SetFlag(call, 0);
            call.Vm.Write(Of(call, Counter), 0, [call.Byte(1), call.Byte(1)]);
        };
    }

    private static HeapObject Of(NativeCall call, int field) => call.BytesOf(call.This, field);

    private static List<HeapObject?> Data(NativeCall call)
    {
        var list = call.Vm.ReadReference(call.This, Enrolled)!;
        return [.. Enumerable.Range(0, list.Words.Length).Select(i => call.Vm.ReadReference(list, i))];
    }

    private static HeapObject Ready(NativeCall call)
    {
        BiometryState.Demand(call, Data(call).Any(d => d is not null), Exception, BiometryState.NotEnrolled);
        return Of(call, Counter);
    }

    private static void SetFlag(NativeCall call, int matched)
    {
        var flag = Of(call, Flag);
        (flag.Bytes[0], flag.Bytes[1]) = (matched > 0 ? (byte)1 : (byte)0, (byte)matched);
    }

    private static void BuildData(NativeCall call, HeapObject? provider)
    {
        BiometryState.Demand(call, call.Byte(0) == BiometryState.Password && provider is null, Exception, BiometryState.NoSuchType);
        var made = call.Vm.NewObject(DataCard);
        call.Vm.WriteReference(made, Reference, BiometryState.NewReference(call));
        call.Return(made);
    }

    private static void BuildMatcher(NativeCall call, HeapObject? provider)
    {
        int capacity = call.Short(0);
        BiometryState.Demand(call, (sbyte)call.Byte(2) > 0 && capacity > 0, Exception, BiometryState.IllegalValue);
        BiometryState.Demand(call, capacity <= MaxData, Exception, CapacityExceeded);
        BiometryState.Demand(call, call.Byte(1) == BiometryState.Password && provider is null, Exception, BiometryState.NoSuchType);
        var made = call.Vm.NewObject(MatcherCard);
        var counter = call.Vm.NewArray(ObjectKind.ByteArray, 2);
        call.Vm.Write(counter, 0, [call.Byte(2), call.Byte(2)]);
        call.Vm.WriteReference(
            made, Enrolled, call.Vm.NewArray(ObjectKind.ReferenceArray, capacity, elements: call.Vm.ApiClass(Package + "/OwnerBioTemplateData")));
        call.Vm.WriteReference(made, Counter, counter);
        call.Vm.WriteReference(made, Flag, call.Vm.NewArray(ObjectKind.ByteArray, 2, TransientKind.ClearOnReset));
        call.Return(made);
    }

    private static void Get(NativeCall call)
    {
        var data = Data(call);
        int index = call.Short(1);
        call.Return(index >= 0 && index < data.Count ? data[index] : null);
    }

    private static void Put(NativeCall call)
    {
        var list = call.Vm.ReadReference(call.This, Enrolled)!;
        int index = call.Short(1);
        BiometryState.Demand(call, index >= 0 && index < list.Words.Length, Exception, BiometryState.IllegalValue);
        var data = call.Reference(2) is null ? null : call.Object(2);
        if (data is not null)
        {
            BiometryState.Demand(call, data.Class == call.Vm.ApiClass(DataCard), Exception, BiometryState.IllegalValue);
            BiometryState.Demand(call, BiometryState.IsReady(call.BytesOf(data, Reference)), Exception, BiometryState.NotEnrolled);
        }

        call.Vm.WriteReference(list, index, data);
    }

    // The try is counted before the candidate is looked at; a reference that is enrolled anew meanwhile does not match.
    private static void Match(NativeCall call)
    {
        var tries = Ready(call).Bytes[0];
        if (tries == 0)
        {
            call.Return((short)0);
            return;
        }

        SetFlag(call, 0);
        WriteTries(call, (byte)(tries - 1));
        call.Bytes(1, 2, 3);
        var index = Data(call).FindIndex(d => d is not null
            && call.BytesOf(d, Reference) is var reference
            && BiometryState.IsReady(reference)
            && BiometryState.Equals(call, reference));
        if (index >= 0)
        {
            SetFlag(call, index + 1);
            WriteTries(call, Of(call, Counter).Bytes[1]);
        }

        call.Return(index >= 0 ? BiometryState.Match : (short)0);
    }

    private static void WriteTries(NativeCall call, byte tries) => call.Vm.Heap.Memory.WriteBytesNonAtomic(Of(call, Counter), 0, [tries]);
}
