using System.Security.Cryptography;
using Tsms.SmartCard.Cryptography;

namespace Tsms.GlobalPlatform.Delegation;

/// <summary>
/// The signatures of tokens, receipts and DAP blocks (GP Card Specification 2.3.1, B.2.2, B.3 and B.4.3). Keys stay the caller's. An AES signature is the whole
/// CMAC, 16 bytes; an ECDSA signature is r and s one after another, each as long as the order of the curve.
/// </summary>
public static class GpSignature
{
    /// <summary>Longest RSA key, in bits, of scheme 1 (B.3.1): RSASSA-PKCS1-v1_5 with SHA-1. Longer keys sign with RSASSA-PSS and SHA-256 (B.3.2).</summary>
    public const int MaxScheme1Bits = 1024;

    /// <summary>Signs with an AES key of 16, 24 or 32 bytes: AES-CMAC.</summary>
    public static byte[] Sign(ReadOnlySpan<byte> aesKey, ReadOnlySpan<byte> data) => AesCmac.Compute(aesKey, data);

    /// <summary>Signs with an RSA private key.</summary>
    public static byte[] Sign(RSA key, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(key);
        var (hash, padding) = Scheme(key);
        return key.SignData(data, hash, padding);
    }

    /// <summary>Signs with an EC private key; the hash follows the length of the key (table B-3).</summary>
    public static byte[] Sign(ECDsa key, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.SignData(data, Hash(key), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>True when the signature is right.</summary>
    public static bool Verify(ReadOnlySpan<byte> aesKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        CryptographicOperations.FixedTimeEquals(AesCmac.Compute(aesKey, data), signature);

    /// <summary>True when the signature is right.</summary>
    public static bool Verify(RSA key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        var (hash, padding) = Scheme(key);
        return key.VerifyData(data, signature, hash, padding);
    }

    /// <summary>True when the signature is right.</summary>
    public static bool Verify(ECDsa key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.VerifyData(data, signature, Hash(key), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static (HashAlgorithmName Hash, RSASignaturePadding Padding) Scheme(RSA key) => key.KeySize <= MaxScheme1Bits
        ? (HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1)
        : (HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

    private static HashAlgorithmName Hash(ECDsa key) => key.KeySize switch
    {
        < 256 => throw new ArgumentException($"An EC key of GlobalPlatform has at least 256 bits, not {key.KeySize} (B.4.1).", nameof(key)),
        < 384 => HashAlgorithmName.SHA256,
        < 512 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };
}
