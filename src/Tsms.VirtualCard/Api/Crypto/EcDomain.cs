using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using ECCurve = Org.BouncyCastle.Math.EC.ECCurve;
using ECPoint = Org.BouncyCastle.Math.EC.ECPoint;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>
/// Domain parameters of a curve over a prime field, given by the applet: y^2 = x^3 + ax + b mod p, a base point G of order r with cofactor k (IEEE 1363; SEC 1, 3.1.1).
/// </summary>
internal sealed class EcDomain
{
    private readonly ECCurve _curve;
    private readonly ECPoint _base;

    /// <summary>Builds the curve. A curve that BouncyCastle has an own field arithmetic for is computed with it.</summary>
    /// <exception cref="CardCryptoException">IllegalValue: these are not parameters of a curve.</exception>
    public EcDomain(ReadOnlySpan<byte> p, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> g, ReadOnlySpan<byte> r, int cofactor)
    {
        try
        {
            var prime = BigIntegers.Unsigned(p);
            Order = BigIntegers.Unsigned(r);
            Cofactor = BigInteger.ValueOf(cofactor == 0 ? 1 : cofactor);
            _curve = Fast(prime, a, b, Order) ?? new FpCurve(prime, BigIntegers.Unsigned(a).Mod(prime), BigIntegers.Unsigned(b).Mod(prime), Order, Cofactor);
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

    private static ECCurve? Fast(BigInteger p, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, BigInteger order)
    {
        var name = p.BitLength switch
        {
            192 => "secp192r1",
            224 => "secp224r1",
            256 when BigIntegers.Unsigned(b).BitLength < 8 => "secp256k1",
            256 => "secp256r1",
            384 => "secp384r1",
            521 => "secp521r1",
            _ => null,
        };
        var known = name is null ? null : CustomNamedCurves.GetByName(name)?.Curve;
        return known is not null && known.Field.Characteristic.Equals(p) && known.A.ToBigInteger().Equals(BigIntegers.Unsigned(a))
            && known.B.ToBigInteger().Equals(BigIntegers.Unsigned(b)) && known.Order.Equals(order)
            ? known
            : null;
    }
}
