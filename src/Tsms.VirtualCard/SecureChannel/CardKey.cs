using System.Security.Cryptography;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.VirtualCard.SecureChannel;

/// <summary>
/// A symmetric key of a security domain. Secret: it shows nothing of itself but length and check value, and zeroes itself when disposed.
/// </summary>
internal sealed class CardKey : IDisposable
{
    /// <summary>Key identifier of Key-ENC in an SCP03 key set (GP Amendment D 1.1.2, 6.1).</summary>
    public const byte Enc = 1;

    /// <summary>Key identifier of Key-MAC.</summary>
    public const byte Mac = 2;

    /// <summary>Key identifier of Key-DEK.</summary>
    public const byte Dek = 3;

    private readonly byte[] _value;

    /// <summary>Copies <paramref name="value"/>; the caller zeroes its own.</summary>
    public CardKey(byte version, byte id, KeyType type, ReadOnlySpan<byte> value)
    {
        (Version, Id, Type) = (version, id, type);
        _value = value.ToArray();
    }

    /// <summary>Key version number, 01 to 7F.</summary>
    public byte Version { get; }

    /// <summary>Key identifier, 00 to 7F.</summary>
    public byte Id { get; }

    /// <summary>The algorithm.</summary>
    public KeyType Type { get; }

    /// <summary>Length in bytes.</summary>
    public int Length => _value.Length;

    /// <summary>The key itself; valid until disposed.</summary>
    public ReadOnlySpan<byte> Value => _value;

    /// <summary>Key check value of an AES key: the first three bytes of a block of 01 enciphered (GP Amendment D 1.1.2, 7.2.2).</summary>
    public static byte[] CheckValue(ReadOnlySpan<byte> aesKey)
    {
        using var aes = Aes.Create();
        aes.SetKey(aesKey);
        Span<byte> block = stackalloc byte[16];
        block.Fill(1);
        return aes.EncryptEcb(block, PaddingMode.None)[..3];
    }

    /// <summary>Deciphers sensitive data with this key: AES-CBC with a zero ICV, no padding removed (GP Amendment D 1.1.2, 6.2.8).</summary>
    /// <exception cref="CryptographicException">The data are not whole blocks.</exception>
    public byte[] Decrypt(ReadOnlySpan<byte> data)
    {
        using var aes = Aes.Create();
        aes.SetKey(_value);
        return aes.DecryptCbc(data, stackalloc byte[16], PaddingMode.None);
    }

    /// <summary>Enciphers with this key as <see cref="Decrypt"/> deciphers.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> data)
    {
        using var aes = Aes.Create();
        aes.SetKey(_value);
        return aes.EncryptCbc(data, stackalloc byte[16], PaddingMode.None);
    }

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_value);

    /// <summary>Version, identifier and length; never the value.</summary>
    public override string ToString() => $"key {Version:X2}/{Id:X2} {Type} {Length} bytes";
}
