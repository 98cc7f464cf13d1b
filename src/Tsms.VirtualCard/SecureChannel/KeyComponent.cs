using System.Security.Cryptography;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.VirtualCard.SecureChannel;

/// <summary>One component of a key: the key itself where it is symmetric, modulus and exponent or point and curve where it is not. Zeroes itself.</summary>
internal sealed class KeyComponent : IDisposable
{
    private readonly byte[] _value;

    /// <summary>Copies <paramref name="value"/>; the caller zeroes its own.</summary>
    public KeyComponent(KeyType type, ReadOnlySpan<byte> value)
    {
        Type = type;
        _value = value.ToArray();
    }

    /// <summary>What it is (GP Card Specification 2.3.1, table 11-16).</summary>
    public KeyType Type { get; }

    /// <summary>Length in bytes.</summary>
    public int Length => _value.Length;

    /// <summary>The component in clear; valid until disposed.</summary>
    public ReadOnlySpan<byte> Value => _value;

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_value);

    /// <summary>Type and length; never the value.</summary>
    public override string ToString() => $"{(byte)Type:X2} {Length} bytes";
}
