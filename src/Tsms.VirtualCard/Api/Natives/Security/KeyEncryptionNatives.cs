using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>
/// javacardx.crypto.KeyEncryption: keys whose set methods decipher what they are given, when they have a Cipher. One class for each of javacard.security, below it,
/// so that a card without javacardx.crypto has none of them.
/// </summary>
internal static class KeyEncryptionNatives
{
    private const string Package = "javacardx/crypto";
    private const string CipherField = "cipher";
    private const string BufferKey = "key encryption";
    private const int BufferBytes = 1024;

    /// <summary>The class with KeyEncryption for one without.</summary>
    public static string ClassOf(string className) => $"{Package}/Encrypted{className[(className.LastIndexOf('/') + 1)..]}";

    /// <summary>Registers a class for each of the keys; those must have been registered before.</summary>
    public static void Register(NativeTable table)
    {
        foreach (var key in table.InternalClasses.Where(c => c.Super == KeyNatives.BaseClass).ToList())
        {
            var type = table.Internal(Package, ClassOf(key.Name), key.Name, [Package + "/KeyEncryption"], $"{CipherField}:Ljavacardx/crypto/Cipher;");
            type["getKeyCipher()Ljavacardx/crypto/Cipher;"] = call => call.Return(call.Vm.ReadReference(call.This, Place(call)));
            type["setKeyCipher(Ljavacardx/crypto/Cipher;)V"] = call =>
                call.Vm.WriteReference(call.This, Place(call), call.Reference(1) is null ? null : call.Object(1));
        }
    }

    /// <summary>What a set method is given: array and offset in words 1 and 2, and as many bytes; deciphered where this key has a Cipher.</summary>
    public static ReadOnlySpan<byte> Input(NativeCall call, int length)
    {
        if (!call.This.Class!.Fields.TryGetValue(CipherField, out var place) || call.Vm.ReadReference(call.This, place) is not { } cipher)
        {
            return call.Slice(call.Object(1), call.Short(2), length);
        }

        var array = call.Object(1);
        var buffer = call.Vm.Jcre.GlobalBytes(BufferKey, BufferBytes);
        try
        {
            call.Slice(array, call.Short(2), length);
            int size = call.Vm.InvokeVirtual(cipher, "doFinal([BSS[BS)S", (short)array.Handle, call.Short(2), (short)length, (short)buffer.Handle, 0);
            return size is > 0 and <= BufferBytes ? buffer.Bytes.AsSpan(0, size).ToArray() : throw call.Crypto(CryptoReason.IllegalValue);
        }
        catch (JavaThrow e) when (e.Exception.Class?.Name == NativeCallExtensions.CryptoException)
        {
            throw call.Crypto(CryptoReason.IllegalValue); // whatever kept the Cipher from deciphering
        }
        finally
        {
            Array.Clear(buffer.Bytes);
        }
    }

    /// <summary>The bytes that a set method without a length takes: of the key, or of what its Cipher makes of it, see <see cref="Input"/>.</summary>
    public static ReadOnlySpan<byte> FixedInput(NativeCall call, int bytes)
    {
        var input = Input(call, bytes);
        return input.Length == bytes ? input : throw call.Crypto(CryptoReason.IllegalValue);
    }

    private static int Place(NativeCall call) => call.This.Class!.Fields[CipherField];
}
