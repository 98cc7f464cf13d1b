using System.Security.Cryptography;
using Tsms.SmartCard.Cryptography;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Api.Crypto;

namespace Tsms.VirtualCard.SecureChannel;

/// <summary>
/// Signatures of tokens, receipts and load files (GP Card Specification 2.3.1, C.3 to C.5): the algorithm is a matter of the key. AES: CMAC of 16 bytes (B.2.2).
/// RSA of 1024 bits: PKCS #1 v1.5 with SHA-1 (B.3.1.1); longer: PSS with SHA-256 (B.3.2.1). EC: ECDSA, r and s one after the other, the digest by the length
/// of the order (B.4.3).
/// </summary>
internal static class KeySignature
{
    private const int ShortRsa = 1024;

    /// <summary>True when the signature is right; false also when the key is of a kind that verifies nothing.</summary>
    public static bool Verify(CardKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        try
        {
            switch (key.Type)
            {
                case KeyType.Aes:
                    return CryptographicOperations.FixedTimeEquals(AesCmac.Compute(key.Value, message), signature);
                case KeyType.RsaModulus or KeyType.RsaPublicExponent when PublicRsa(key) is { } rsa:
                    return rsa.BitLength <= ShortRsa
                        ? RsaSignature.VerifyPkcs1(rsa, DigestAlgorithm.Sha1, CardDigest.Compute(DigestAlgorithm.Sha1, message), digestInfo: true, signature)
                        : RsaSignature.VerifyPss(rsa, DigestAlgorithm.Sha256, CardDigest.Compute(DigestAlgorithm.Sha256, message), signature);
                case KeyType.EcPublic when EcCurves.Of(key) is { } domain:
                    return EcDsa.Verify(domain, key.Value, CardDigest.Compute(DigestFor(domain), message), signature, plain: true);
                default:
                    return false;
            }
        }
        catch (CardCryptoException)
        {
            return false;
        }
    }

    /// <summary>Signs; null when the key is of a kind that signs nothing.</summary>
    public static byte[]? Sign(CardKey key, ReadOnlySpan<byte> message, RandomNumberGenerator random)
    {
        try
        {
            switch (key.Type)
            {
                case KeyType.Aes:
                    return AesCmac.Compute(key.Value, message);
                case KeyType.EcPrivate when EcCurves.Of(key) is { } domain:
                    return EcDsa.Sign(domain, key.Value, CardDigest.Compute(DigestFor(domain), message), plain: true, random);
                default:
                    return PrivateRsa(key) is { } rsa ? Sign(rsa, message, random) : null;
            }
        }
        catch (CardCryptoException)
        {
            return null;
        }
    }

    /// <summary>Bytes of the weakest load file data block hash that may stand beside a signature of this key (table C-3).</summary>
    public static int MinimumHash(CardKey key) => key.Type switch
    {
        KeyType.RsaModulus or KeyType.RsaPublicExponent => PublicRsa(key) is { BitLength: > ShortRsa } ? 32 : 20,
        KeyType.EcPublic => EcCurves.Of(key) is { } domain ? CardDigest.Length(DigestFor(domain)) : 20,
        _ => 20,
    };

    private static byte[] Sign(RsaPrimitive rsa, ReadOnlySpan<byte> message, RandomNumberGenerator random)
    {
        var signature = new byte[rsa.Length];
        if (rsa.BitLength <= ShortRsa)
        {
            RsaSignature.SignPkcs1(rsa, DigestAlgorithm.Sha1, CardDigest.Compute(DigestAlgorithm.Sha1, message), digestInfo: true, signature);
        }
        else
        {
            RsaSignature.SignPss(rsa, DigestAlgorithm.Sha256, CardDigest.Compute(DigestAlgorithm.Sha256, message), random, signature);
        }

        return signature;
    }

    private static RsaExponentKey? PublicRsa(CardKey key) =>
        key.Find(KeyType.RsaModulus) is { } modulus && key.Find(KeyType.RsaPublicExponent) is { } exponent ? new RsaExponentKey(modulus.Value, exponent.Value) : null;

    private static RsaPrimitive? PrivateRsa(CardKey key)
    {
        if (key.Find(KeyType.RsaPrivateExponent) is { } exponent && (key.Find(KeyType.RsaModulus) ?? key.Find(KeyType.RsaPrivateModulus)) is { } modulus)
        {
            return new RsaExponentKey(modulus.Value, exponent.Value);
        }

        return key.Find(KeyType.RsaPrimeP) is { } p && key.Find(KeyType.RsaPrimeQ) is { } q && key.Find(KeyType.RsaExponentP) is { } dp
            && key.Find(KeyType.RsaExponentQ) is { } dq && key.Find(KeyType.RsaInverseQ) is { } inverse
            ? new RsaCrtKey(p.Value, q.Value, dp.Value, dq.Value, inverse.Value)
            : null;
    }

    private static DigestAlgorithm DigestFor(EcDomain domain) => domain.Order.BitLength switch
    {
        < 384 => DigestAlgorithm.Sha256,
        < 512 => DigestAlgorithm.Sha384,
        _ => DigestAlgorithm.Sha512,
    };
}
