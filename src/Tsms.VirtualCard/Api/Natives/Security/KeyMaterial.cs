using Tsms.VirtualCard.Api.Crypto;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>From keys on the heap to what the cryptography takes.</summary>
internal static class KeyMaterial
{
    /// <summary>Asks that every part of a key is set.</summary>
    /// <exception cref="CardCryptoException">UninitializedKey.</exception>
    public static CardKey Ready(this CardKey key) =>
        key.IsInitialized ? key : throw new CardCryptoException(CryptoReason.UninitializedKey, $"the {key.Shape.Family} key is not set");

    /// <summary>Asks for a family.</summary>
    /// <exception cref="CardCryptoException">IllegalValue.</exception>
    public static CardKey Expect(this CardKey key, params ReadOnlySpan<KeyFamily> families) =>
        families.Contains(key.Shape.Family)
            ? key
            : throw new CardCryptoException(CryptoReason.IllegalValue, $"a {key.Shape.Family} key does not go with the algorithm");

    /// <summary>The RSA operation of a key, for one use.</summary>
    public static RsaPrimitive Rsa(this CardKey key)
    {
        var bits = key.Shape.Bits;
        key.Charge(key.Shape.Family == KeyFamily.RsaCrt ? 2 * CryptoCost.Power(bits / 2, bits / 2) : CryptoCost.Power(bits, 8 * key.Value(1).Length));
        return key.Primitive();
    }

    /// <summary>Bytes of the modulus of an RSA key.</summary>
    public static int RsaLength(this CardKey key) => key.Primitive().Length;

    /// <summary>The group of a DSA or Diffie-Hellman key, for one use.</summary>
    public static FieldGroup Group(this CardKey key)
    {
        key.Charge(CryptoCost.Power(key.Shape.Bits, key.Shape.Bits));
        return key.GroupParameters();
    }

    /// <summary>The group of a DSA or Diffie-Hellman key, to look at.</summary>
    public static FieldGroup GroupParameters(this CardKey key) => new(key.Domain(0), key.Domain(1), key.Domain(2));

    /// <summary>The curve of a key of KeyBuilder.buildXECKey, for one use.</summary>
    public static EdwardsCurve Edwards(this CardKey key)
    {
        key.Charge(CryptoCost.Point(8 * key.Shape.Bytes));
        return EdwardsCurve.Find(key.Shape.Bits)!;
    }

    /// <summary>The curve of a key, for one use.</summary>
    public static EcDomain Ec(this CardKey key)
    {
        key.Charge(CryptoCost.Point(key.Shape.Bits));
        return key.EcParameters();
    }

    /// <summary>The secret of an EC private key: a number from 1 on and below the order of the base point (IEEE 1363, A.16.9).</summary>
    /// <exception cref="CardCryptoException">IllegalValue: it is none.</exception>
    public static ReadOnlySpan<byte> Secret(this CardKey key)
    {
        var secret = key.Value(0);
        var number = BigIntegers.Unsigned(secret);
        return number.SignValue > 0 && number.CompareTo(key.EcParameters().Order) < 0
            ? secret
            : throw new CardCryptoException(CryptoReason.IllegalValue, "the secret of the key is zero or not below the order of the base point");
    }

    /// <summary>The curve of a key, to look at. Built once as long as the parameters stay the same.</summary>
    public static EcDomain EcParameters(this CardKey key)
    {
        var bytes = key.DomainArray.Bytes;
        if (key.Object.Host is CachedDomain cached && bytes.AsSpan().SequenceEqual(cached.Parameters))
        {
            return cached.Domain;
        }

        key.Charge(CryptoCost.Domain(key.Shape.Bits));
        var k = key.Domain(5);
        var cofactor = k.IsEmpty ? 1 : (k[0] << 8) | k[1];
        var domain = key.Shape.IsBinary
            ? EcDomain.Binary(key.Shape.Bits, Terms(key), key.Domain(1), key.Domain(2), key.Domain(3), key.Domain(4), cofactor)
            : EcDomain.Prime(key.Domain(0), key.Domain(1), key.Domain(2), key.Domain(3), key.Domain(4), cofactor);
        key.Object.Host = new CachedDomain([.. bytes], domain);
        return domain;
    }

    /// <summary>The exponents of a binary field's reduction polynomial, rising; the last two are 0 for a trinomial.</summary>
    public static (int E1, int E2, int E3) Terms(CardKey key)
    {
        var field = key.Domain(0);
        return ((field[0] << 8) | field[1], (field[2] << 8) | field[3], (field[4] << 8) | field[5]);
    }

    private static RsaPrimitive Primitive(this CardKey key) => key.Shape.Family == KeyFamily.RsaCrt
        ? new RsaCrtKey(key.Value(0), key.Value(1), key.Value(3), key.Value(4), key.Value(2))
        : new RsaExponentKey(key.Value(0), key.Value(1));

    private sealed record CachedDomain(byte[] Parameters, EcDomain Domain);
}
