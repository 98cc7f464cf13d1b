using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>
/// The initial vector of the next message of a Cipher or Signature, as init was given it; the object's host state until the message begins. doFinal, sign, verify
/// and a reset leave none, which is a vector of zeros (Cipher.doFinal, Signature.sign and verify, and the class descriptions of the API).
/// </summary>
/// <param name="bytes">As long as the block; empty for zeros.</param>
internal sealed class InitialVector(ReadOnlySpan<byte> bytes)
{
    private readonly byte[] _bytes = bytes.ToArray();

    /// <summary>The vector of an object whose message has not begun.</summary>
    public static ReadOnlySpan<byte> Of(NativeCall call) => call.This.Host is InitialVector { _bytes: var bytes } ? bytes : [];

    /// <summary>True when an algorithm takes a vector of the length that init was given; null: of none. Without vectors it takes no other (ILLEGAL_VALUE of init).</summary>
    public static bool Fits(short? given, int length) => given is null || (length > 0 && given == length);

    /// <summary>
    /// Keeps the vector that init was given, and ends the message in work. Both are part of a transaction, as the key is (JCRE 3.0.5, 9.3).
    /// </summary>
    public static void Set(NativeCall call, ReadOnlySpan<byte> bytes) =>
        call.Vm.Heap.Memory.ReplaceHost(call.This, bytes.IsEmpty ? null : new InitialVector(bytes));
}
