using System.Collections.Immutable;
using System.Security.Cryptography;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.VirtualCard.SecureChannel;

/// <summary>
/// A key of a security domain. Secret: it shows nothing of itself but length and check value, and zeroes itself when disposed.
/// </summary>
internal sealed class CardKey : IDisposable
{
    /// <summary>Key identifier of Key-ENC in an SCP03 key set (GP Amendment D 1.1.2, 6.1).</summary>
    public const byte Enc = 1;

    /// <summary>Key identifier of Key-MAC.</summary>
    public const byte Mac = 2;

    /// <summary>Key identifier of Key-DEK.</summary>
    public const byte Dek = 3;

    /// <summary>Makes a symmetric key of a copy of <paramref name="value"/>; the caller zeroes its own.</summary>
    public CardKey(byte version, byte id, KeyType type, ReadOnlySpan<byte> value)
        : this(version, id, [new KeyComponent(type, value)])
    {
    }

    /// <summary>Makes a key of components, at least one, which are the key's own from now on.</summary>
    public CardKey(byte version, byte id, ImmutableArray<KeyComponent> components, byte usage = 0, byte? access = null)
    {
        (Version, Id, Components, Usage, Access) = (version, id, components, usage, access);
    }

    /// <summary>Key version number, 01 to 7F.</summary>
    public byte Version { get; }

    /// <summary>Key identifier, 00 to 7F.</summary>
    public byte Id { get; }

    /// <summary>The components in the order they came.</summary>
    public ImmutableArray<KeyComponent> Components { get; }

    /// <summary>Key usage qualifier, first byte (11.1.9); 00 when it was not told.</summary>
    public byte Usage { get; }

    /// <summary>Key access (11.1.10); null when it was not told.</summary>
    public byte? Access { get; }

    /// <summary>Type of the first component, which says what the key is.</summary>
    public KeyType Type => Components[0].Type;

    /// <summary>Length of the first component in bytes.</summary>
    public int Length => Components[0].Length;

    /// <summary>The first component; of a symmetric key the key itself. Valid until disposed.</summary>
    public ReadOnlySpan<byte> Value => Components[0].Value;

    /// <summary>The component of a type, or null.</summary>
    public KeyComponent? Find(KeyType type) => Components.FirstOrDefault(c => c.Type == type);

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
        aes.SetKey(Value);
        return aes.DecryptCbc(data, stackalloc byte[16], PaddingMode.None);
    }

    /// <summary>Enciphers with this key as <see cref="Decrypt"/> deciphers.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> data)
    {
        using var aes = Aes.Create();
        aes.SetKey(Value);
        return aes.EncryptCbc(data, stackalloc byte[16], PaddingMode.None);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var component in Components)
        {
            component.Dispose();
        }
    }

    /// <summary>Version, identifier and length; never the value.</summary>
    public override string ToString() => $"key {Version:X2}/{Id:X2} {Type} {Length} bytes";
}
