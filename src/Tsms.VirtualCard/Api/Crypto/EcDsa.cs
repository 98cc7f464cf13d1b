using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Math;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>ECDSA (FIPS 186-5, 6) over any curve; the signature as DER SEQUENCE of two INTEGERs or as r and s one after the other.</summary>
internal static class EcDsa
{
    // With the order of a real curve the first attempt succeeds; an applet may give an order so small that none does.
    private const int Attempts = 64;

    /// <summary>The longest DER signature for an order of so many bytes.</summary>
    public static int MaxDerLength(int orderLength)
    {
        var integers = 2 * (2 + orderLength + 1);
        return (integers < 128 ? 2 : 3) + integers;
    }

    /// <summary>Signs a digest.</summary>
    public static byte[] Sign(EcDomain domain, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> hash, bool plain, RandomNumberGenerator random)
    {
        var n = domain.Order;
        var d = BigIntegers.Unsigned(secret).Mod(n);
        var e = Truncate(hash, n);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var k = BigIntegers.Between(n, random);
            var r = domain.MultiplyBase(k).AffineXCoord.ToBigInteger().Mod(n);
            var s = k.ModInverse(n).Multiply(e.Add(d.Multiply(r))).Mod(n);
            if (r.SignValue != 0 && s.SignValue != 0)
            {
                return plain ? Plain(r, s, domain.OrderLength) : Der(r, s);
            }
        }

        throw new CardCryptoException(CryptoReason.IllegalValue, "the domain parameters give no signature");
    }

    /// <summary>Verifies a signature; one that is not well-formed is a wrong one.</summary>
    public static bool Verify(EcDomain domain, ReadOnlySpan<byte> point, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, bool plain)
    {
        var n = domain.Order;
        if ((plain ? ReadPlain(signature, domain.OrderLength) : ReadDer(signature)) is not var (r, s)
            || r.SignValue <= 0 || s.SignValue <= 0 || r.CompareTo(n) >= 0 || s.CompareTo(n) >= 0)
        {
            return false;
        }

        var w = s.ModInverse(n);
        var sum = domain.Sum(Truncate(hash, n).Multiply(w).Mod(n), domain.Point(point), r.Multiply(w).Mod(n));
        return !sum.IsInfinity && sum.AffineXCoord.ToBigInteger().Mod(n).Equals(r);
    }

    internal static BigInteger Truncate(ReadOnlySpan<byte> hash, BigInteger order)
    {
        var excess = hash.Length * 8 - order.BitLength;
        var e = BigIntegers.Unsigned(hash);
        return excess > 0 ? e.ShiftRight(excess) : e;
    }

    private static byte[] Plain(BigInteger r, BigInteger s, int length)
    {
        var signature = new byte[2 * length];
        BigIntegers.Write(r, signature.AsSpan(0, length));
        BigIntegers.Write(s, signature.AsSpan(length));
        return signature;
    }

    internal static byte[] Der(BigInteger r, BigInteger s)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(r.ToByteArray());
            writer.WriteInteger(s.ToByteArray());
        }

        return writer.Encode();
    }

    private static (BigInteger R, BigInteger S)? ReadPlain(ReadOnlySpan<byte> signature, int length)
        => signature.Length == 2 * length ? (BigIntegers.Unsigned(signature[..length]), BigIntegers.Unsigned(signature[length..])) : null;

    internal static (BigInteger R, BigInteger S)? ReadDer(ReadOnlySpan<byte> signature)
    {
        try
        {
            var outer = new AsnReader(signature.ToArray(), AsnEncodingRules.DER);
            var inner = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var r = new BigInteger(inner.ReadIntegerBytes().ToArray());
            var s = new BigInteger(inner.ReadIntegerBytes().ToArray());
            inner.ThrowIfNotEmpty();
            return (r, s);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
