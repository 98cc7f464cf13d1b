using System.Security.Cryptography;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>
/// What both biometry packages have in common. The card brings one matching algorithm along, that of the type PASSWORD: candidate and reference are equal or
/// not. For other types a card has a library of its maker.
/// </summary>
internal static class BiometryState
{
    public const short IllegalValue = 1;
    public const short InvalidData = 2;
    public const short NoSuchType = 3;
    public const short NotEnrolled = 4;
    public const short IllegalUse = 5;
    public const byte Password = 31;
    public const short Match = 16384; // MINIMUM_SUCCESSFUL_MATCH_SCORE
    public const int Room = 255;
    private const byte Enrolling = 1;
    private const byte Ready = 2;

    /// <summary>Makes the array of a reference: its state, its length, its bytes.</summary>
    public static HeapObject NewReference(NativeCall call) => call.Vm.NewArray(ObjectKind.ByteArray, 2 + Room);

    /// <summary>True when the enrollment of a reference is finished.</summary>
    public static bool IsReady(HeapObject reference) => reference.Bytes[0] == Ready;

    /// <summary>Begins the enrollment; what was enrolled is gone.</summary>
    public static void Begin(NativeCall call, HeapObject reference, string exception) => Append(call, reference, 0, exception);

    /// <summary>Goes on with the enrollment.</summary>
    public static void Continue(NativeCall call, HeapObject reference, string exception)
    {
        Demand(call, reference.Bytes[0] == Enrolling, exception, IllegalUse);
        Append(call, reference, reference.Bytes[1], exception);
    }

    /// <summary>Ends the enrollment.</summary>
    public static void Finish(NativeCall call, HeapObject reference, string exception)
    {
        Demand(call, reference.Bytes[0] == Enrolling, exception, IllegalUse);
        Demand(call, reference.Bytes[1] > 0, exception, InvalidData);
        call.Vm.Write(reference, 0, [Ready]);
    }

    /// <summary>Forgets a reference.</summary>
    public static void Clear(NativeCall call, HeapObject reference) => call.Vm.Write(reference, 0, new byte[reference.Bytes.Length]);

    /// <summary>Compares a candidate, the first three arguments, with a reference.</summary>
    public static bool Equals(NativeCall call, HeapObject reference) =>
        CryptographicOperations.FixedTimeEquals(call.Bytes(1, 2, 3), reference.Bytes.AsSpan(2, reference.Bytes[1]));

    /// <summary>Asks for a condition.</summary>
    public static void Demand(NativeCall call, bool condition, string exception, short reason)
    {
        if (!condition)
        {
            throw call.Vm.Throw(exception, reason);
        }
    }

    /// <summary>Answers the version of the matching algorithm: 1.0.</summary>
    public static void Version(NativeCall call) => call.ReturnBytes(1, [1, 0]);

    private static void Append(NativeCall call, HeapObject reference, int start, string exception)
    {
        var data = call.Bytes(1, 2, 3);
        Demand(call, start + data.Length <= Room, exception, InvalidData);
        call.Vm.Write(reference, 0, [Enrolling, (byte)(start + data.Length), .. reference.Bytes.AsSpan(2, start), .. data]);
    }
}
