using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using ECCurve = Org.BouncyCastle.Math.EC.ECCurve;
using ECPoint = Org.BouncyCastle.Math.EC.ECPoint;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>
/// Domain parameters of a curve over a prime or a binary field, given by the applet: a base point G of order r with cofactor k on y^2 = x^3 + ax + b mod p or
/// on y^2 + xy = x^3 + ax^2 + b (IEEE 1363; SEC 1, 3.1).
/// </summary>
internal sealed class EcDomain
{
    private readonly ECCurve _curve;
    private readonly ECPoint _base;

    private EcDomain(Func<BigInteger, BigInteger, ECCurve> make, ReadOnlySpan<byte> g, ReadOnlySpan<byte> r, int cofactor)
    {
        try
        {
            Order = BigIntegers.Unsigned(r);
            Cofactor = BigInteger.ValueOf(cofactor == 0 ? 1 : cofactor);
            _curve = make(Order, Cofactor);
            _base = _curve.DecodePoint(g);
        }
        catch (Exception e) when (e is ArgumentException or ArithmeticException or InvalidOperationException)
        {
            throw new CardCryptoException(CryptoReason.IllegalValue, "the domain parameters do not make a curve: " + e.Message);
        }

        if (_base.IsInfinity || Order.BitLength < 2)
        {
            throw new CardCryptoException(CryptoReason.IllegalValue, "the base point or its order is none");
        }
    }

    /// <summary>A curve over a prime field. One that BouncyCastle has an own field arithmetic for is computed with it.</summary>
    /// <exception cref="CardCryptoException">IllegalValue: these are not parameters of a curve.</exception>
    public static EcDomain Prime(
        ReadOnlySpan<byte> p, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> g, ReadOnlySpan<byte> r, int cofactor)
    {
        var (prime, first, second) = (BigIntegers.Unsigned(p), BigIntegers.Unsigned(a), BigIntegers.Unsigned(b));
        return new EcDomain((n, k) => Fast(prime, first, second, n) ?? new FpCurve(prime, first.Mod(prime), second.Mod(prime), n, k), g, r, cofactor);
    }

    /// <summary>A curve over the field of 2^m elements with the reduction polynomial x^m + x^e3 + x^e2 + x^e1 + 1, or x^m + x^e1 + 1 when e2 and e3 are 0.</summary>
    /// <exception cref="CardCryptoException">IllegalValue: these are not parameters of a curve.</exception>
    public static EcDomain Binary(
        int m, (int E1, int E2, int E3) terms, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> g, ReadOnlySpan<byte> r, int cofactor)
    {
        var (first, second) = (BigIntegers.Unsigned(a), BigIntegers.Unsigned(b));
        return new EcDomain((n, k) => new F2mCurve(m, terms.E1, terms.E2, terms.E3, first, second, n, k), g, r, cofactor);
    }

    /// <summary>The order of G.</summary>
    public BigInteger Order { get; }

    /// <summary>The cofactor.</summary>
    public BigInteger Cofactor { get; }

    /// <summary>Bytes of a field element.</summary>
    public int FieldLength => (_curve.FieldSize + 7) / 8;

    /// <summary>Bytes of the order.</summary>
    public int OrderLength => (Order.BitLength + 7) / 8;

    /// <summary>The point of an encoding (SEC 1, 2.3.4), which must lie on the curve and not be infinity.</summary>
    /// <exception cref="CardCryptoException">IllegalValue.</exception>
    public ECPoint Point(ReadOnlySpan<byte> encoded)
    {
        try
        {
            var point = _curve.DecodePoint(encoded);
            return point.IsInfinity ? throw new CardCryptoException(CryptoReason.IllegalValue, "the point is infinity") : point;
        }
        catch (Exception e) when (e is ArgumentException or ArithmeticException or InvalidOperationException)
        {
            throw new CardCryptoException(CryptoReason.IllegalValue, "no point of the curve: " + e.Message);
        }
    }

    /// <summary>k times G.</summary>
    public ECPoint MultiplyBase(BigInteger k) => _base.Multiply(k).Normalize();

    /// <summary>u1 times G plus u2 times a point.</summary>
    public ECPoint Sum(BigInteger u1, ECPoint point, BigInteger u2) => ECAlgorithms.SumOfTwoMultiplies(_base, u1, point, u2).Normalize();

    /// <summary>Makes a key pair: s, as long as the order, and W uncompressed.</summary>
    public (byte[] S, byte[] W) GenerateKey(RandomNumberGenerator random)
    {
        var s = BigIntegers.Between(Order, random);
        var bytes = new byte[OrderLength];
        BigIntegers.Write(s, bytes);
        return (bytes, MultiplyBase(s).GetEncoded(false));
    }

    private static ECCurve? Fast(BigInteger p, BigInteger a, BigInteger b, BigInteger order)
    {
        var name = p.BitLength switch
        {
            192 => "secp192r1",
            224 => "secp224r1",
            256 when b.BitLength < 8 => "secp256k1",
            256 => "secp256r1",
            384 => "secp384r1",
            521 => "secp521r1",
            _ => null,
        };
        var known = name is null ? null : CustomNamedCurves.GetByName(name)?.Curve;
        return known is not null && known.Field.Characteristic.Equals(p) && known.A.ToBigInteger().Equals(a)
            && known.B.ToBigInteger().Equals(b) && known.Order.Equals(order)
            ? known
            : null;
    }
}
