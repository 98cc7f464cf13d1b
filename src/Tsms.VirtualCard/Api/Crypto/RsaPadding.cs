using System.Security.Cryptography;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>Encodings of RFC 8017 for encryption: EME-PKCS1-v1_5 and EME-OAEP.</summary>
internal static class RsaPadding
{
    /// <summary>00 02, at least eight random bytes that are not zero, 00, message (RFC 8017, 7.2.1). With <paramref name="type1"/> 00 01 FF.. 00 message.</summary>
    public static void EncodePkcs1(ReadOnlySpan<byte> message, Span<byte> block, bool type1, RandomNumberGenerator random)
    {
        if (message.Length > block.Length - 11)
        {
            throw new CardCryptoException(CryptoReason.IllegalUse, $"{message.Length} bytes are too long for a modulus of {block.Length} bytes");
        }

        var fill = block[2..^(message.Length + 1)];
        block[0] = 0;
        block[1] = type1 ? (byte)1 : (byte)2;
        if (type1)
        {
            fill.Fill(0xFF);
        }
        else
        {
            random.GetBytes(fill);
            for (var zero = fill.IndexOf((byte)0); zero >= 0; zero = fill.IndexOf((byte)0))
            {
                random.GetBytes(fill.Slice(zero, 1));
            }
        }

        block[^(message.Length + 1)] = 0;
        message.CopyTo(block[^message.Length..]);
    }

    /// <summary>Where the message begins in a decoded block of type 1 or 2.</summary>
    /// <exception cref="CardCryptoException">IllegalUse: the padding is not valid.</exception>
    public static int DecodePkcs1(ReadOnlySpan<byte> block)
    {
        var type = block.Length >= 11 && block[0] == 0 ? block[1] : (byte)0;
        var end = type switch
        {
            1 => block[2..].IndexOfAnyExcept((byte)0xFF),
            2 => block[2..].IndexOf((byte)0),
            _ => -1,
        };

        return end >= 8 && block[2 + end] == 0
            ? end + 3
            : throw new CardCryptoException(CryptoReason.IllegalUse, "the deciphered block has no PKCS #1 padding");
    }

    /// <summary>EME-OAEP (RFC 8017, 7.1.1) with an empty label, MGF1 over the same digest.</summary>
    public static void EncodeOaep(ReadOnlySpan<byte> message, Span<byte> block, DigestAlgorithm digest, RandomNumberGenerator random)
    {
        var length = CardDigest.Length(digest);
        if (message.Length > block.Length - 2 * length - 2)
        {
            throw new CardCryptoException(CryptoReason.IllegalUse, $"{message.Length} bytes are too long for OAEP with {digest} and {block.Length} bytes");
        }

        block.Clear();
        var seed = block.Slice(1, length);
        var data = block[(1 + length)..];
        CardDigest.Compute(digest, []).CopyTo(data);
        data[^(message.Length + 1)] = 1;
        message.CopyTo(data[^message.Length..]);
        random.GetBytes(seed);
        Mask(digest, seed, data);
        Mask(digest, data, seed);
    }

    /// <summary>Where the message begins in a block after EME-OAEP decoding, which is done in place.</summary>
    /// <exception cref="CardCryptoException">IllegalUse: decryption error.</exception>
    public static int DecodeOaep(Span<byte> block, DigestAlgorithm digest)
    {
        var length = CardDigest.Length(digest);
        if (block.Length >= 2 * length + 2)
        {
            var seed = block.Slice(1, length);
            var data = block[(1 + length)..];
            Mask(digest, data, seed);
            Mask(digest, seed, data);
            var end = data[length..].IndexOfAnyExcept((byte)0);
            if (block[0] == 0 && end >= 0 && data[length + end] == 1
                && CryptographicOperations.FixedTimeEquals(data[..length], CardDigest.Compute(digest, [])))
            {
                return 1 + 2 * length + end + 1;
            }
        }

        throw new CardCryptoException(CryptoReason.IllegalUse, "the deciphered block has no OAEP padding");
    }

    /// <summary>Adds MGF1 (RFC 8017, B.2.1) of a seed to a target.</summary>
    public static void Mask(DigestAlgorithm digest, ReadOnlySpan<byte> seed, Span<byte> target)
    {
        var input = new byte[seed.Length + 4];
        seed.CopyTo(input);
        for (var counter = 0; !target.IsEmpty; counter++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(seed.Length), counter);
            var mask = CardDigest.Compute(digest, input);
            var take = Math.Min(mask.Length, target.Length);
            for (var i = 0; i < take; i++)
            {
                target[i] ^= mask[i];
            }

            target = target[take..];
        }
    }
}
