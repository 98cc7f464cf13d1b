using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>
/// What cryptography takes of a command's byte codes (of about 6 ns): eighths of one for each byte of streams, whole ones for operations with public keys.
/// Rough measures, rather too high than too low, that only have to end in seconds what has no end.
/// </summary>
internal static class CryptoCost
{
    /// <summary>Random numbers, for each byte.</summary>
    public const int Random = 128;

    /// <summary>A cyclic redundancy check, for each byte.</summary>
    public const int Checksum = 24;

    /// <summary>GCM and CCM, for each byte: data are kept until the end, and the tag may take another pass.</summary>
    public const int Aead = 96;

    // What is kept as a whole must not fill the host's memory either.
    private const int Kept = 64;
    private const long MostForAKey = 200_000_000;

    /// <summary>A block cipher, for each byte.</summary>
    public static int PerByte(BlockAlgorithm algorithm, int keyLength) => algorithm switch
    {
        BlockAlgorithm.Des => keyLength > 8 ? 144 : 56,
        BlockAlgorithm.Aes => 20,
        _ => 40,
    };

    /// <summary>A digest, for each byte.</summary>
    public static int PerByte(IDigest digest) => digest switch
    {
        Sha3Digest or ShakeDigest => 32,
        NullDigest => Kept,
        _ => 20,
    };

    /// <summary>A digest, for each byte.</summary>
    public static int PerByte(DigestAlgorithm digest) => digest is >= DigestAlgorithm.Sha3With224 and <= DigestAlgorithm.Sha3With512 ? 32 : 20;

    /// <summary>A power modulo a number.</summary>
    public static long Power(int modulusBits, int exponentBits) => 10_000 + ((long)modulusBits * modulusBits / 1_000 * Math.Max(exponentBits, 32));

    /// <summary>A point of a curve times a number, or the sum of two of these.</summary>
    public static long Point(int fieldBits) => 20_000 + ((long)fieldBits * fieldBits * fieldBits / 16);

    /// <summary>A curve made of its parameters, which are looked at.</summary>
    public static long Domain(int fieldBits) => Point(fieldBits);

    /// <summary>
    /// An RSA key made on the card: four of 2,048 bits in a command. One key may always be made: the longest takes most of what a command has, yet not all of it.
    /// </summary>
    public static long RsaKey(int bits) => Math.Min(MostForAKey, 14L * bits * bits);
}
