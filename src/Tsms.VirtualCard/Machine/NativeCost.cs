namespace Tsms.VirtualCard.Machine;

/// <summary>
/// What a native method takes of the command's byte codes, so that no command runs longer in native code than it could in byte code. Rough measures: a byte code
/// is about 6 ns. What an algorithm takes beside stands in Api.Crypto.CryptoCost.
/// </summary>
/// <param name="Call">Byte codes for a call.</param>
/// <param name="PerByte">Eighths of a byte code for each byte of a range that the method reads or writes.</param>
internal readonly record struct NativeCost(int Call, int PerByte)
{
    /// <summary>Byte codes for an exception that comes out of a native method: one of the host, which is unwound.</summary>
    public const int Exception = 4_000;

    private static readonly (string Prefix, NativeCost Cost)[] ByPrefix =
    [
        ("javacardx/crypto/", new(1_000, 2)),
        ("javacard/security/", new(1_000, 2)),
        ("javacardx/framework/math/", new(1_000, 8)),
        ("javacardx/framework/string/", new(100, 8)),
        ("javacardx/framework/tlv/", new(300, 16)),
        ("javacardx/framework/util/", new(50, 4)),
        ("javacardx/biometry", new(1_000, 8)),
        ("org/globalplatform/SecureChannel", new(10_000, 8)),
        ("org/globalplatform/", new(1_000, 2)),
    ];

    /// <summary>The cost of a method of the card.</summary>
    /// <param name="name">Class and method, as <c>javacard/framework/Util.arrayCopy([BS[BSS)S</c>.</param>
    public static NativeCost Of(string name)
    {
        foreach (var (prefix, cost) in ByPrefix)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return cost;
            }
        }

        return new NativeCost(20, 2);
    }
}
