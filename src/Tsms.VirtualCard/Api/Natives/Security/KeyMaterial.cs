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

    /// <summary>The RSA operation of a key.</summary>
    public static RsaPrimitive Rsa(this CardKey key) => key.Shape.Family == KeyFamily.RsaCrt
        ? new RsaCrtKey(key.Value(0), key.Value(1), key.Value(3), key.Value(4), key.Value(2))
        : new RsaExponentKey(key.Value(0), key.Value(1));

    /// <summary>The curve of a key. Built once as long as the parameters stay the same.</summary>
    public static EcDomain Ec(this CardKey key)
    {
        var bytes = key.DomainArray.Bytes;
        if (key.Object.Host is CachedDomain cached && bytes.AsSpan().SequenceEqual(cached.Parameters))
        {
            return cached.Domain;
        }

        var k = key.Domain(5);
        var domain = new EcDomain(
            key.Domain(0), key.Domain(1), key.Domain(2), key.Domain(3), key.Domain(4), k.IsEmpty ? 1 : (k[0] << 8) | k[1]);
        key.Object.Host = new CachedDomain([.. bytes], domain);
        return domain;
    }

    private sealed record CachedDomain(byte[] Parameters, EcDomain Domain);
}
