using System.Security.Cryptography;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>DSA (FIPS 186-4, 4.6 and 4.7); the signature as DER SEQUENCE of two INTEGERs.</summary>
internal static class Dsa
{
    private const int Attempts = 64;

    /// <summary>Signs a digest.</summary>
    /// <exception cref="CardCryptoException">IllegalValue: the group gives no signature.</exception>
    public static byte[] Sign(FieldGroup group, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> hash, RandomNumberGenerator random)
    {
        var q = group.Q!;
        var x = BigIntegers.Unsigned(secret).Mod(q);
        var z = EcDsa.Truncate(hash, q);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var k = BigIntegers.Between(q, random);
            var r = group.G.ModPow(k, group.P).Mod(q);
            var s = k.ModInverse(q).Multiply(z.Add(x.Multiply(r))).Mod(q);
            if (r.SignValue != 0 && s.SignValue != 0)
            {
                return EcDsa.Der(r, s);
            }
        }

        throw new CardCryptoException(CryptoReason.IllegalValue, "the group gives no signature");
    }

    /// <summary>Verifies a signature; one that is not well-formed is a wrong one.</summary>
    public static bool Verify(FieldGroup group, ReadOnlySpan<byte> y, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        var q = group.Q!;
        if (EcDsa.ReadDer(signature) is not var (r, s) || r.SignValue <= 0 || s.SignValue <= 0 || r.CompareTo(q) >= 0 || s.CompareTo(q) >= 0)
        {
            return false;
        }

        var w = s.ModInverse(q);
        var u1 = EcDsa.Truncate(hash, q).Multiply(w).Mod(q);
        var u2 = r.Multiply(w).Mod(q);
        var v = group.G.ModPow(u1, group.P).Multiply(BigIntegers.Unsigned(y).ModPow(u2, group.P)).Mod(group.P).Mod(q);
        return v.Equals(r);
    }
}
