using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>javacardx.security.SensitiveResult, and which methods of the API are sensitive: those that its See Also list names.</summary>
internal static class SensitiveResultNatives
{
    private static readonly (string Class, string[] Methods)[] Sensitive =
    [
        ("javacard/framework/AID", ["equals", "partialEquals", "RIDEquals"]),
        ("javacard/framework/JCSystem", ["getAID", "lookupAID", "getPreviousContextAID", "getAppletShareableInterfaceObject"]),
        ("javacard/framework/OwnerPIN",
            ["getValidatedFlag", "getTriesRemaining", "check", "isValidated", "getTryLimit", "decrementTriesRemaining"]), // and OwnerPINx and its like
        ("javacard/framework/SensitiveArrays", ["isIntegritySensitive", "isIntegritySensitiveArraysSupported", "clearArray"]),
        ("javacard/framework/Util", ["arrayCopy", "arrayCopyNonAtomic", "arrayFill", "arrayFillNonAtomic", "arrayCompare"]),
        ("javacard/security/Checksum", ["doFinal"]),
        ("javacard/security/MessageDigest", ["doFinal"]),
        ("javacard/security/InitializedMessageDigest", ["doFinal"]),
        ("javacard/security/RandomData", ["nextBytes", "getAlgorithm"]),
        ("javacard/security/Signature", ["sign", "signPreComputedHash", "verify", "verifyPreComputedHash"]),
        ("javacardx/biometry/", ["isValidated", "getTriesRemaining", "initMatch", "match"]),
        ("javacardx/biometry1toN/", ["isValidated", "getTriesRemaining", "initMatch", "match"]),
        ("javacardx/crypto/", ["doFinal", "update", "retrieveTag", "verifyTag"]),
        ("javacardx/framework/math/BigNumber", ["compareTo"]),
    ];

    /// <summary>Registers the class and has the sensitive methods, registered before, store their results.</summary>
    public static void Register(NativeTable table)
    {
        var result = table.Class("javacardx/security/SensitiveResult");
        result["reset()V"] = call => call.Vm.StoredResult.Reset();
        result["assertTrue()V"] = call => Assert(call, 'Z', v => v != 0);
        result["assertFalse()V"] = call => Assert(call, 'Z', v => v == 0);
        result["assertNegative()V"] = call => Assert(call, 'S', v => v < 0);
        result["assertPositive()V"] = call => Assert(call, 'S', v => v > 0);
        result["assertZero()V"] = call => Assert(call, 'S', v => v == 0);
        result["assertEquals(S)V"] = call => Assert(call, 'S', v => v == call.Short(0));
        result["assertGreaterThan(S)V"] = call => Assert(call, 'S', v => v > call.Short(0));
        result["assertLessThan(S)V"] = call => Assert(call, 'S', v => v < call.Short(0));
        result["assertEquals(Ljava/lang/Object;)V"] = call => Assert(call, 'L', v => v == call.Short(0));
        table.Wrap(IsSensitive, Storing);
    }

    /// <summary>True for a sensitive method.</summary>
    internal static bool IsSensitive(string type, string signature)
    {
        var name = signature[..signature.IndexOf('(', StringComparison.Ordinal)];
        return Sensitive.Any(s => type.StartsWith(s.Class, StringComparison.Ordinal) && s.Methods.Contains(name));
    }

    private static NativeBody Storing(string signature, NativeBody body)
    {
        var type = signature[signature.IndexOf(')', StringComparison.Ordinal) + 1];
        return call =>
        {
            call.Vm.StoredResult.Reset();
            body(call);
            call.Vm.StoredResult.Store(call.Vm, type);
        };
    }

    private static void Assert(NativeCall call, char kind, Func<short, bool> holds)
    {
        if (!call.Vm.StoredResult.Has(call.Vm, kind) || !holds(call.Vm.StoredResult.Value))
        {
            throw call.Vm.Security();
        }
    }
}
