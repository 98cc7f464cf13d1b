using System.Security.Cryptography;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>Signature encodings of RFC 8017, EMSA-PKCS1-v1_5 and EMSA-PSS, and the older one of RFC 2409 that Java Card names.</summary>
internal static class RsaSignature
{
    /// <summary>Signs a digest with PKCS #1 v1.5; without <paramref name="digestInfo"/> the bare digest is padded (RFC 2409).</summary>
    public static void SignPkcs1(RsaPrimitive key, DigestAlgorithm digest, ReadOnlySpan<byte> hash, bool digestInfo, Span<byte> signature)
    {
        var block = new byte[key.Length];
        EncodePkcs1(digest, hash, digestInfo, block);
        key.Apply(block, signature);
    }

    /// <summary>Verifies a signature of <see cref="SignPkcs1"/> by comparing whole encodings.</summary>
    public static bool VerifyPkcs1(RsaPrimitive key, DigestAlgorithm digest, ReadOnlySpan<byte> hash, bool digestInfo, ReadOnlySpan<byte> signature)
    {
        var expected = new byte[key.Length];
        EncodePkcs1(digest, hash, digestInfo, expected);
        return Open(key, signature) is { } block && CryptographicOperations.FixedTimeEquals(block, expected);
    }

    /// <summary>Signs a digest with PSS; the salt is as long as the digest and MGF1 uses the same digest.</summary>
    public static void SignPss(RsaPrimitive key, DigestAlgorithm digest, ReadOnlySpan<byte> hash, RandomNumberGenerator random, Span<byte> signature)
    {
        var length = hash.Length;
        var bits = key.BitLength - 1;
        var block = new byte[key.Length];
        var encoded = block.AsSpan(key.Length - (bits + 7) / 8);
        if (encoded.Length < 2 * length + 2)
        {
            throw new CardCryptoException(CryptoReason.IllegalUse, "the modulus is too short for PSS with this digest");
        }

        var salt = encoded[^(2 * length + 1)..^(length + 1)];
        random.GetBytes(salt);
        var check = PssHash(digest, hash, salt);
        encoded[^(2 * length + 2)] = 1;
        check.CopyTo(encoded[^(length + 1)..]);
        encoded[^1] = 0xBC;
        RsaPadding.Mask(digest, check, encoded[..^(length + 1)]);
        encoded[0] &= (byte)(0xFF >> (encoded.Length * 8 - bits));
        key.Apply(block, signature);
    }

    /// <summary>Verifies a PSS signature (RFC 8017, 9.1.2).</summary>
    public static bool VerifyPss(RsaPrimitive key, DigestAlgorithm digest, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        var length = hash.Length;
        var bits = key.BitLength - 1;
        if (Open(key, signature) is not { } block || (bits + 7) / 8 < 2 * length + 2)
        {
            return false;
        }

        var encoded = block.AsSpan(key.Length - (bits + 7) / 8);
        var unused = (byte)(0xFF >> (encoded.Length * 8 - bits));
        if (encoded[^1] != 0xBC || (encoded[0] & ~unused) != 0 || (encoded.Length < key.Length && block[0] != 0))
        {
            return false;
        }

        var check = encoded[^(length + 1)..^1].ToArray();
        var data = encoded[..^(length + 1)];
        RsaPadding.Mask(digest, check, data);
        data[0] &= unused;
        return !data[..^(length + 1)].ContainsAnyExcept((byte)0) && data[^(length + 1)] == 1
            && CryptographicOperations.FixedTimeEquals(PssHash(digest, hash, data[^length..]), check);
    }

    private static byte[] PssHash(DigestAlgorithm digest, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> salt)
        => CardDigest.Compute(digest, [0, 0, 0, 0, 0, 0, 0, 0, .. hash, .. salt]);

    private static byte[]? Open(RsaPrimitive key, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != key.Length)
        {
            return null;
        }

        var block = new byte[key.Length];
        try
        {
            key.Apply(signature, block);
        }
        catch (CardCryptoException)
        {
            return null; // not below the modulus: no signature
        }

        return block;
    }

    private static void EncodePkcs1(DigestAlgorithm digest, ReadOnlySpan<byte> hash, bool digestInfo, Span<byte> block)
    {
        ReadOnlySpan<byte> prefix = digestInfo ? DigestInfoPrefix(digest) : [];
        var length = prefix.Length + hash.Length;
        if (length + 11 > block.Length)
        {
            throw new CardCryptoException(CryptoReason.IllegalUse, "the modulus is too short for this digest");
        }

        block.Fill(0xFF);
        block[0] = 0;
        block[1] = 1;
        block[^(length + 1)] = 0;
        prefix.CopyTo(block[^length..]);
        hash.CopyTo(block[^hash.Length..]);
    }

    // RFC 8017, 9.2, note 1; RIPEMD-160: object identifier 1.3.36.3.2.1; SHA-3: 2.16.840.1.101.3.4.2.7 to 10
    private static byte[] DigestInfoPrefix(DigestAlgorithm digest) => Convert.FromHexString(digest switch
    {
        DigestAlgorithm.Md5 => "3020300C06082A864886F70D020505000410",
        DigestAlgorithm.Sha1 => "3021300906052B0E03021A05000414",
        DigestAlgorithm.Ripemd160 => "3021300906052B2403020105000414",
        DigestAlgorithm.Sha224 => "302D300D06096086480165030402040500041C",
        DigestAlgorithm.Sha256 => "3031300D060960864801650304020105000420",
        DigestAlgorithm.Sha384 => "3041300D060960864801650304020205000430",
        DigestAlgorithm.Sha512 => "3051300D060960864801650304020305000440",
        DigestAlgorithm.Sha3With224 => "302D300D06096086480165030402070500041C",
        DigestAlgorithm.Sha3With256 => "3031300D060960864801650304020805000420",
        DigestAlgorithm.Sha3With384 => "3041300D060960864801650304020905000430",
        DigestAlgorithm.Sha3With512 => "3051300D060960864801650304020A05000440",
        _ => throw new CardCryptoException(CryptoReason.NoSuchAlgorithm, $"no DigestInfo for {digest}"),
    });
}
