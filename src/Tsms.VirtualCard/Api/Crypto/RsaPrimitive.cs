using Org.BouncyCastle.Math;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>An RSA key as the card holds it: a function from integers below the modulus to integers below the modulus (RFC 8017, 5).</summary>
internal abstract class RsaPrimitive
{
    /// <summary>Bytes of the modulus.</summary>
    public abstract int Length { get; }

    /// <summary>Bits of the modulus.</summary>
    public abstract int BitLength { get; }

    /// <summary>RSAEP, RSADP, RSASP1, RSAVP1: they are the same power.</summary>
    /// <exception cref="CardCryptoException">IllegalUse: the number is not below the modulus or longer than it.</exception>
    public void Apply(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var value = BigIntegers.Unsigned(input);
        if (value.CompareTo(Modulus) >= 0)
        {
            throw new CardCryptoException(CryptoReason.IllegalUse, "the number to be raised is not below the modulus");
        }

        BigIntegers.Write(Power(value), output[..Length]);
    }

    protected abstract BigInteger Modulus { get; }

    protected abstract BigInteger Power(BigInteger value);
}

/// <summary>A public key, or a private one of the simple form: modulus and exponent.</summary>
internal sealed class RsaExponentKey : RsaPrimitive
{
    private readonly BigInteger _exponent;

    public RsaExponentKey(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        Modulus = BigIntegers.Unsigned(modulus);
        _exponent = BigIntegers.Unsigned(exponent);
        Length = modulus.Length;
        if (Modulus.SignValue == 0)
        {
            throw new CardCryptoException(CryptoReason.UninitializedKey, "the modulus is zero");
        }
    }

    public override int Length { get; }

    public override int BitLength => Modulus.BitLength;

    protected override BigInteger Modulus { get; }

    protected override BigInteger Power(BigInteger value) => value.ModPow(_exponent, Modulus);
}

/// <summary>A private key of the form of RFC 8017, 3.2 (2): P, Q, dP, dQ, qInv.</summary>
internal sealed class RsaCrtKey : RsaPrimitive
{
    private readonly BigInteger _p;
    private readonly BigInteger _q;
    private readonly BigInteger _dp;
    private readonly BigInteger _dq;
    private readonly BigInteger _qInverse;

    public RsaCrtKey(ReadOnlySpan<byte> p, ReadOnlySpan<byte> q, ReadOnlySpan<byte> dp, ReadOnlySpan<byte> dq, ReadOnlySpan<byte> qInverse)
    {
        _p = BigIntegers.Unsigned(p);
        _q = BigIntegers.Unsigned(q);
        _dp = BigIntegers.Unsigned(dp);
        _dq = BigIntegers.Unsigned(dq);
        _qInverse = BigIntegers.Unsigned(qInverse);
        if (_p.SignValue == 0 || _q.SignValue == 0)
        {
            throw new CardCryptoException(CryptoReason.UninitializedKey, "a prime of the key is zero");
        }

        Modulus = _p.Multiply(_q);
        Length = (Modulus.BitLength + 7) / 8;
    }

    public override int Length { get; }

    public override int BitLength => Modulus.BitLength;

    protected override BigInteger Modulus { get; }

    // m1 = c^dP mod p, m2 = c^dQ mod q, m = m2 + q * ((m1 - m2) * qInv mod p)
    protected override BigInteger Power(BigInteger value)
    {
        var m1 = value.Mod(_p).ModPow(_dp, _p);
        var m2 = value.Mod(_q).ModPow(_dq, _q);
        var h = m1.Subtract(m2).Multiply(_qInverse).Mod(_p);
        return m2.Add(h.Multiply(_q));
    }
}
