using System.Globalization;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Runtime;

/// <summary>What the reasons of the API's exceptions are called, for messages.</summary>
internal static class ReasonNames
{
    private static readonly Dictionary<(string Type, short Reason), string> Names = new()
    {
        [("javacard/security/CryptoException", 1)] = "ILLEGAL_VALUE",
        [("javacard/security/CryptoException", 2)] = "UNINITIALIZED_KEY",
        [("javacard/security/CryptoException", 3)] = "NO_SUCH_ALGORITHM",
        [("javacard/security/CryptoException", 4)] = "INVALID_INIT",
        [("javacard/security/CryptoException", 5)] = "ILLEGAL_USE",
        [(KnownClass.SystemException, 1)] = "ILLEGAL_VALUE",
        [(KnownClass.SystemException, 2)] = "NO_TRANSIENT_SPACE",
        [(KnownClass.SystemException, 3)] = "ILLEGAL_TRANSIENT",
        [(KnownClass.SystemException, 4)] = "ILLEGAL_AID",
        [(KnownClass.SystemException, 5)] = "NO_RESOURCE",
        [(KnownClass.SystemException, 6)] = "ILLEGAL_USE",
        [("javacard/framework/PINException", 1)] = "ILLEGAL_VALUE",
        [("javacard/framework/PINException", 2)] = "ILLEGAL_STATE",
        [(KnownClass.TransactionException, 1)] = "IN_PROGRESS",
        [(KnownClass.TransactionException, 2)] = "NOT_IN_PROGRESS",
        [(KnownClass.TransactionException, 3)] = "BUFFER_FULL",
        [(KnownClass.TransactionException, 4)] = "INTERNAL_FAILURE",
        [("javacard/framework/APDUException", 1)] = "ILLEGAL_USE",
        [("javacard/framework/APDUException", 2)] = "BUFFER_BOUNDS",
        [("javacard/framework/APDUException", 3)] = "BAD_LENGTH",
        [("javacard/framework/APDUException", 4)] = "IO_ERROR",
    };

    /// <summary>The reason in hexadecimal, with its name where the API gives it one.</summary>
    public static string Of(string type, short? reason)
    {
        var digits = ((ushort)(reason ?? 0)).ToString("X4", CultureInfo.InvariantCulture);
        return reason is { } known && Names.TryGetValue((type, known), out var name) ? $"{digits} ({name})" : digits;
    }
}
