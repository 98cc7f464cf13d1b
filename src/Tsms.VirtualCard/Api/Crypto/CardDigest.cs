using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>Message digests by the numbers of javacard.security.MessageDigest.</summary>
internal enum DigestAlgorithm : byte
{
    /// <summary>No digest: the message passes as it is.</summary>
    Null = 0,
    Sha1 = 1,
    Md5 = 2,
    Ripemd160 = 3,
    Sha256 = 4,
    Sha384 = 5,
    Sha512 = 6,
    Sha224 = 7,
    Sha3With224 = 8,
    Sha3With256 = 9,
    Sha3With384 = 10,
    Sha3With512 = 11,
    Sm3 = 12,
}

/// <summary>Makes digests. SHA-1 and MD5 are here because cards have them; whether to offer them is a profile's choice.</summary>
internal static class CardDigest
{
    /// <summary>A fresh digest.</summary>
    /// <exception cref="CardCryptoException">NoSuchAlgorithm.</exception>
    public static IDigest Create(DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Sha1 => new Sha1Digest(),
        DigestAlgorithm.Md5 => new MD5Digest(),
        DigestAlgorithm.Ripemd160 => new RipeMD160Digest(),
        DigestAlgorithm.Sha224 => new Sha224Digest(),
        DigestAlgorithm.Sha256 => new Sha256Digest(),
        DigestAlgorithm.Sha384 => new Sha384Digest(),
        DigestAlgorithm.Sha512 => new Sha512Digest(),
        DigestAlgorithm.Sha3With224 => new Sha3Digest(224),
        DigestAlgorithm.Sha3With256 => new Sha3Digest(256),
        DigestAlgorithm.Sha3With384 => new Sha3Digest(384),
        DigestAlgorithm.Sha3With512 => new Sha3Digest(512),
        DigestAlgorithm.Sm3 => new SM3Digest(),
        _ => throw new CardCryptoException(CryptoReason.NoSuchAlgorithm, $"no digest {algorithm}"),
    };

    /// <summary>Bytes of the digest's result.</summary>
    public static int Length(DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Md5 => 16,
        DigestAlgorithm.Sha1 or DigestAlgorithm.Ripemd160 => 20,
        DigestAlgorithm.Sha224 or DigestAlgorithm.Sha3With224 => 28,
        DigestAlgorithm.Sha256 or DigestAlgorithm.Sha3With256 or DigestAlgorithm.Sm3 => 32,
        DigestAlgorithm.Sha384 or DigestAlgorithm.Sha3With384 => 48,
        DigestAlgorithm.Sha512 or DigestAlgorithm.Sha3With512 => 64,
        _ => throw new CardCryptoException(CryptoReason.NoSuchAlgorithm, $"no digest {algorithm}"),
    };

    /// <summary>The digest of a message in one piece.</summary>
    public static byte[] Compute(DigestAlgorithm algorithm, ReadOnlySpan<byte> message)
    {
        var digest = Create(algorithm);
        digest.BlockUpdate(message);
        var result = new byte[digest.GetDigestSize()];
        digest.DoFinal(result, 0);
        return result;
    }
}
