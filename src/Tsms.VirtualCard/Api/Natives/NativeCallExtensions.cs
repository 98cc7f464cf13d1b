using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>What bodies of native methods do often.</summary>
internal static class NativeCallExtensions
{
    /// <summary>javacard.security.CryptoException.</summary>
    public const string CryptoException = "javacard/security/CryptoException";

    /// <summary>An array to write to, its range checked.</summary>
    /// <exception cref="JavaThrow">NullPointerException, SecurityException, ArrayIndexOutOfBoundsException.</exception>
    public static HeapObject Target(this NativeCall call, int array, int offset, int length)
    {
        var target = call.Object(array);
        call.Slice(target, offset, length);
        return target;
    }

    /// <summary>
    /// The input of a digest, signature or cipher: array, offset, length as the first arguments. With the length 0 there is nothing to look at, and public
    /// applets give no array then.
    /// </summary>
    public static ReadOnlySpan<byte> Input(this NativeCall call) => call.Short(3) == 0 && call.Reference(1) is null ? default : call.Bytes(1, 2, 3);

    /// <summary>Writes a result into an array of the caller at the offset in the word after the array's, and answers the length.</summary>
    public static void ReturnBytes(this NativeCall call, int array, ReadOnlySpan<byte> value)
    {
        int offset = call.Short(array + 1);
        call.Vm.Write(call.Target(array, offset, value.Length), offset, value);
        call.Return((short)value.Length);
    }

    /// <summary>A field of this object that refers to a byte array.</summary>
    public static HeapObject BytesOf(this NativeCall call, HeapObject target, int field)
        => call.Vm.ReadReference(target, field) ?? throw call.Vm.Throw(KnownClass.SystemException, ReasonCode.IllegalValue);

    /// <summary>CryptoException with a reason.</summary>
    public static JavaThrow Crypto(this NativeCall call, CryptoReason reason) => call.Vm.Throw(CryptoException, (short)reason);

    /// <summary>SystemException with a reason.</summary>
    public static JavaThrow SystemError(this NativeCall call, short reason) => call.Vm.Throw(KnownClass.SystemException, reason);

    /// <summary>
    /// A body whose cryptographic failures become CryptoException. Numbers that an applet made up (an order that is not prime, a modulus of zero) fail inside the
    /// arithmetic; to the applet they are illegal values.
    /// </summary>
    public static NativeBody Guarded(NativeBody body) => call =>
    {
        try
        {
            body(call);
        }
        catch (CardCryptoException e)
        {
            throw call.Crypto(e.Reason);
        }
        catch (Exception e) when (e is ArithmeticException or ArgumentException or Org.BouncyCastle.Crypto.CryptoException)
        {
            throw call.Crypto(CryptoReason.IllegalValue);
        }
    };
}
