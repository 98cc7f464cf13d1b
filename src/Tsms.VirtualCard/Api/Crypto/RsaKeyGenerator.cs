using System.Security.Cryptography;
using Org.BouncyCastle.Math;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>A made RSA key, all parts big-endian; the two halves as long as half the modulus.</summary>
internal sealed class RsaKeyParts : IDisposable
{
    public required byte[] Modulus { get; init; }

    public required byte[] PublicExponent { get; init; }

    public required byte[] PrivateExponent { get; init; }

    public required byte[] P { get; init; }

    public required byte[] Q { get; init; }

    public required byte[] Dp { get; init; }

    public required byte[] Dq { get; init; }

    public required byte[] QInverse { get; init; }

    public void Dispose()
    {
        foreach (var part in (byte[][])[PrivateExponent, P, Q, Dp, Dq, QInverse])
        {
            CryptographicOperations.ZeroMemory(part);
        }
    }
}

/// <summary>Makes RSA keys from the card's own random numbers (FIPS 186-5, A.1.3: probable primes).</summary>
internal static class RsaKeyGenerator
{
    private static readonly int[] SmallPrimes = Sieve(8192);

    /// <summary>Makes a key whose modulus has exactly <paramref name="bits"/> bits (a multiple of 16).</summary>
    /// <param name="bits">512 to 4,096.</param>
    /// <param name="publicExponent">Odd and at least 3; empty for 65537.</param>
    /// <param name="random">The card's random numbers.</param>
    /// <exception cref="CardCryptoException">IllegalValue: the exponent cannot be one.</exception>
    public static RsaKeyParts Generate(int bits, ReadOnlySpan<byte> publicExponent, RandomNumberGenerator random)
    {
        var e = publicExponent.IsEmpty ? BigInteger.ValueOf(65537) : BigIntegers.Unsigned(publicExponent);
        if (!e.TestBit(0) || e.BitLength < 2 || e.BitLength > bits / 2)
        {
            throw new CardCryptoException(CryptoReason.IllegalValue, "an RSA public exponent is odd, at least 3 and shorter than a prime");
        }

        while (true)
        {
            var p = Prime(bits / 2, e, random);
            var q = Prime(bits / 2, e, random);
            if (p.Subtract(q).Abs().BitLength <= bits / 2 - Math.Min(100, bits / 8))
            {
                continue;
            }

            if (p.CompareTo(q) < 0)
            {
                (p, q) = (q, p);
            }

            return Parts(bits, p, q, e);
        }
    }

    private static RsaKeyParts Parts(int bits, BigInteger p, BigInteger q, BigInteger e)
    {
        var p1 = p.Subtract(BigInteger.One);
        var q1 = q.Subtract(BigInteger.One);
        var d = e.ModInverse(p1.Multiply(q1).Divide(p1.Gcd(q1)));
        return new RsaKeyParts
        {
            Modulus = Bytes(p.Multiply(q), bits / 8),
            PublicExponent = e.ToByteArrayUnsigned(),
            PrivateExponent = Bytes(d, bits / 8),
            P = Bytes(p, bits / 16),
            Q = Bytes(q, bits / 16),
            Dp = Bytes(d.Mod(p1), bits / 16),
            Dq = Bytes(d.Mod(q1), bits / 16),
            QInverse = Bytes(q.ModInverse(p), bits / 16),
        };
    }

    private static byte[] Bytes(BigInteger value, int length)
    {
        var bytes = new byte[length];
        BigIntegers.Write(value, bytes);
        return bytes;
    }

    // The two top bits are set, so the product of two such primes has full length. From a random start, candidates two apart are sieved
    // before they are tested; the residues are moved on instead of being divided again.
    private static BigInteger Prime(int bits, BigInteger e, RandomNumberGenerator random)
    {
        var bytes = new byte[bits / 8];
        var rounds = bits >= 1024 ? 5 : bits >= 512 ? 7 : 20;
        while (true)
        {
            random.GetBytes(bytes);
            bytes[0] |= 0xC0;
            bytes[^1] |= 1;
            var start = BigIntegers.Unsigned(bytes);
            var number = new System.Numerics.BigInteger(bytes, isUnsigned: true, isBigEndian: true);
            var residues = Array.ConvertAll(SmallPrimes, prime => (int)(number % prime));
            for (var step = 0; step < 4 * bits; step += 2)
            {
                if (HasSmallFactor(residues, step))
                {
                    continue;
                }

                var candidate = start.Add(BigInteger.ValueOf(step));
                if (candidate.BitLength == bits && candidate.Subtract(BigInteger.One).Gcd(e).Equals(BigInteger.One) && IsProbablePrime(candidate, rounds, random))
                {
                    return candidate;
                }
            }
        }
    }

    private static bool HasSmallFactor(int[] residues, int step)
    {
        for (var i = 0; i < residues.Length; i++)
        {
            if ((residues[i] + step) % SmallPrimes[i] == 0)
            {
                return true;
            }
        }

        return false;
    }

    // Miller-Rabin, FIPS 186-5, B.3.1
    private static bool IsProbablePrime(BigInteger candidate, int rounds, RandomNumberGenerator random)
    {
        var minusOne = candidate.Subtract(BigInteger.One);
        var shift = minusOne.GetLowestSetBit();
        var odd = minusOne.ShiftRight(shift);
        for (var round = 0; round < rounds; round++)
        {
            var power = BigIntegers.Between(minusOne, random).ModPow(odd, candidate);
            if (power.Equals(BigInteger.One))
            {
                continue;
            }

            for (var i = 1; i < shift && !power.Equals(minusOne); i++)
            {
                power = power.Multiply(power).Mod(candidate);
            }

            if (!power.Equals(minusOne))
            {
                return false;
            }
        }

        return true;
    }

    private static int[] Sieve(int limit)
    {
        var composite = new bool[limit];
        var primes = new List<int>();
        for (var i = 3; i < limit; i += 2)
        {
            if (composite[i])
            {
                continue;
            }

            primes.Add(i);
            for (var j = i * 2; j < limit; j += i)
            {
                composite[j] = true;
            }
        }

        return [.. primes];
    }
}
