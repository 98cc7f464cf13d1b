using System.Security.Cryptography;
using Org.BouncyCastle.Math;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>Integers between spans (unsigned, big-endian) and BouncyCastle.</summary>
internal static class BigIntegers
{
    public static BigInteger Unsigned(ReadOnlySpan<byte> value) => new(1, value);

    /// <summary>Writes a number right-aligned, zeros before it.</summary>
    /// <exception cref="CardCryptoException">IllegalValue: it does not fit.</exception>
    public static void Write(BigInteger value, Span<byte> target)
    {
        var bytes = value.ToByteArrayUnsigned();
        if (bytes.Length > target.Length)
        {
            throw new CardCryptoException(CryptoReason.IllegalValue, $"a number of {bytes.Length} bytes does not fit into {target.Length}");
        }

        target[..^bytes.Length].Clear();
        bytes.CopyTo(target[^bytes.Length..]);
        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <summary>A number of 1 to <paramref name="limit"/> - 1, evenly.</summary>
    public static BigInteger Between(BigInteger limit, RandomNumberGenerator random)
    {
        var bytes = new byte[(limit.BitLength + 7) / 8];
        while (true)
        {
            random.GetBytes(bytes);
            bytes[0] &= (byte)(0xFF >> (bytes.Length * 8 - limit.BitLength));
            var candidate = Unsigned(bytes);
            if (candidate.SignValue > 0 && candidate.CompareTo(limit) < 0)
            {
                CryptographicOperations.ZeroMemory(bytes);
                return candidate;
            }
        }
    }
}
