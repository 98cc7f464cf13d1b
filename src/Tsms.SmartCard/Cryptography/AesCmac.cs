using System.Security.Cryptography;

namespace Tsms.SmartCard.Cryptography;

/// <summary>AES-CMAC (NIST SP 800-38B, RFC 4493), with keys of 16, 24 or 32 bytes and a MAC of 16 bytes.</summary>
public static class AesCmac
{
    /// <summary>Length of a block and of the MAC, in bytes.</summary>
    public const int BlockLength = 16;

    /// <summary>Computes the MAC of <paramref name="message"/>. The caller owns the key and zeroes it.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="message">Any number of bytes.</param>
    /// <exception cref="CryptographicException">The key has another length.</exception>
    public static byte[] Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);

        Span<byte> subkey = stackalloc byte[BlockLength];
        Span<byte> zero = stackalloc byte[BlockLength];
        aes.EncryptEcb(zero, subkey, PaddingMode.None); // L = AES(0)
        Double(subkey); // K1

        var padded = new byte[Math.Max(1, (message.Length + BlockLength - 1) / BlockLength) * BlockLength];
        message.CopyTo(padded);
        if (message.Length < padded.Length)
        {
            Double(subkey); // K2, and 10* padding
            padded[message.Length] = 0x80;
        }

        // The chaining of CMAC is that of CBC: one call for the whole message, since calls cost more than blocks.
        Xor(padded.AsSpan(padded.Length - BlockLength), subkey);
        aes.EncryptCbc(padded, zero, padded, PaddingMode.None);
        var mac = padded.AsSpan(padded.Length - BlockLength).ToArray();
        CryptographicOperations.ZeroMemory(subkey);
        CryptographicOperations.ZeroMemory(padded);
        return mac;
    }

    private static void Xor(Span<byte> target, ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < other.Length; i++)
        {
            target[i] ^= other[i];
        }
    }

    private static void Double(Span<byte> block)
    {
        var carry = (block[0] & 0x80) != 0;
        for (var i = 0; i < BlockLength - 1; i++)
        {
            block[i] = (byte)((block[i] << 1) | (block[i + 1] >> 7));
        }

        block[^1] = (byte)((block[^1] << 1) ^ (carry ? 0x87 : 0));
    }
}
