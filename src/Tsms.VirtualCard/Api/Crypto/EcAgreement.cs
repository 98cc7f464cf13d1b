using Org.BouncyCastle.Math;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>What an elliptic curve key agreement gives.</summary>
internal enum EcAgreementOutput
{
    /// <summary>SHA-1 of the x coordinate (IEEE 1363 KDF1 without parameters).</summary>
    Sha1OfX,

    /// <summary>The x coordinate.</summary>
    X,

    /// <summary>The point, uncompressed.</summary>
    Point,
}

/// <summary>ECSVDP-DH and ECSVDP-DHC (IEEE 1363, 7.2.1 and 7.2.2) and the generic mapping of PACE.</summary>
internal static class EcAgreement
{
    /// <summary>The shared secret of an own private and the other's public key.</summary>
    /// <exception cref="CardCryptoException">IllegalValue: the other's key is no point, or the shared point is infinity.</exception>
    public static byte[] Agree(EcDomain domain, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> point, bool cofactor, EcAgreementOutput output)
    {
        var scalar = BigIntegers.Unsigned(secret);
        if (cofactor)
        {
            scalar = scalar.Multiply(domain.Cofactor);
        }

        var shared = domain.Point(point).Multiply(scalar).Normalize();
        if (shared.IsInfinity)
        {
            throw new CardCryptoException(CryptoReason.IllegalValue, "the shared point is infinity");
        }

        if (output == EcAgreementOutput.Point)
        {
            return shared.GetEncoded(false);
        }

        var x = new byte[domain.FieldLength];
        BigIntegers.Write(shared.AffineXCoord.ToBigInteger(), x);
        return output == EcAgreementOutput.X ? x : CardDigest.Compute(DigestAlgorithm.Sha1, x);
    }

    /// <summary>The mapped base point s * G + H of PACE, uncompressed (ICAO 9303-11, 4.4.3.3.1): the private key is the nonce, the data the point H.</summary>
    public static byte[] MapGenerator(EcDomain domain, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> point)
    {
        var mapped = domain.Sum(BigIntegers.Unsigned(nonce).Mod(domain.Order), domain.Point(point), BigInteger.One);
        return mapped.IsInfinity
            ? throw new CardCryptoException(CryptoReason.IllegalValue, "the mapped generator is infinity")
            : mapped.GetEncoded(false);
    }
}
