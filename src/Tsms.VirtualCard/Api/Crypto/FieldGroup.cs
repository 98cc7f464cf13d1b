using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Math;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>The group of DSA and Diffie-Hellman keys: powers of g modulo the prime p; q, where it is known, is the order of g.</summary>
internal sealed class FieldGroup
{
    /// <summary>Takes the numbers as an applet gave them; an empty q is not known.</summary>
    /// <exception cref="CardCryptoException">IllegalValue: they make no group.</exception>
    public FieldGroup(ReadOnlySpan<byte> p, ReadOnlySpan<byte> g, ReadOnlySpan<byte> q)
    {
        (P, G, Q) = (BigIntegers.Unsigned(p), BigIntegers.Unsigned(g), q.IsEmpty ? null : BigIntegers.Unsigned(q));
        var limit = P.Subtract(BigInteger.One);
        if (P.BitLength < 3 || G.CompareTo(BigInteger.One) <= 0 || G.CompareTo(limit) >= 0 || (Q is not null && (Q.BitLength < 2 || Q.CompareTo(P) >= 0)))
        {
            throw new CardCryptoException(CryptoReason.IllegalValue, "p, q and g make no group");
        }
    }

    private FieldGroup(BigInteger p, BigInteger g, BigInteger? q) => (P, G, Q) = (p, g, q);

    /// <summary>The prime.</summary>
    public BigInteger P { get; }

    /// <summary>The generator.</summary>
    public BigInteger G { get; }

    /// <summary>The order of the generator; null when it is not known.</summary>
    public BigInteger? Q { get; }

    /// <summary>Bytes of the prime.</summary>
    public int Length => (P.BitLength + 7) / 8;

    /// <summary>
    /// The group that a key pair takes when the applet has set none: RFC 7919, A.1 for 2,048 bits; for the short ones groups of our own,
    /// made from the SHA-1 of the text <c>DSA domain parameters, 512 bits</c> by counting up to the next primes.
    /// </summary>
    /// <exception cref="CardCryptoException">IllegalValue: there is none of this size.</exception>
    public static FieldGroup WellKnown(int bits)
    {
        static BigInteger Hex(string value) => new(value, 16);
        switch (bits)
        {
            case 512:
                return new FieldGroup(
                    Hex("A054FD8CDD6BE1B90D944897249A740824EC4FA05F00D75FB1089E3C506A52B8594BFFD638187E38FC06DE3F07197E3531822C802C15A95B4A267E4471BFBCF9"),
                    Hex("6A1BAA191BA39D875C7660D14F8D3909B51D0A579452F0505EEE3B85DA9CE3A950BA0697636E5458B8F96F1E6D198BB182958F014E9A718E34AD9585BED174D6"),
                    Hex("9582629498FA0AA0467C72277A1C14CC61A89685"));
            case 768:
                return new FieldGroup(
                    Hex("CA683D0924060C538D867AE27E203EE143C31929EA442ACBF1595B6F662D1DBD4FBC25648A815F67029ACF49CCDBF43D636D3882BE78352CB9093E236A4D33E5163FDCD5EEB81842367B4A72CEECC47217C7E03121034BF2AED38490F26B28F5"),
                    Hex("939D02A677C3734D77B539E7CEACC0DCA7C5F76CDD8A6469F54E98022442A4730330FCCD6BECAC7A41683C523D6FC877E774A74F4B87ECF6AA9C44E26200C6959F94775D657C0D95608F92A2B18B70E9396B82A8ECEC71B4033F2DC53DF68EB8"),
                    Hex("A993C2F101ED0AD6DB4E227EB06BB045BFF9B953"));
            case 1024:
                return new FieldGroup(
                    Hex("BD59620ED6EE72E4C7EDA84784EBADFD1A971535ED4AC2CAE25EC76E221A6EF0F491E1C6B94104A8183EFE9C59A1CC9C77B98FADB252AF0F575FF9174D475C17" +
                        "86717B3DD810F5371A7C46A08367C05F61DFC5F892D5F3F05111A3E10A8B32363D208C676394FD89CF0065D41928359116FDF5826604AF41BD82DA0A61F8900F"),
                    Hex("9F656A71A6D71CAF7BBEA36D30BE8AB63C008D9B0E6BDF7A360D0C2B96361B083BC87776B737214ADB121EBEC7209D929E5094EEE8AD119A395B936A6509EAF3" +
                        "1598C67A2AD37743837508E0B1CB1598CCF381A6D17522372EE3FEFA47FEE4CF52B68CD5944FC368B1B6B46D22CC3DACAEA0CDECB2920646AB355EBA0AC0E071"),
                    Hex("91303BA0DB7F1D3B48E1C4D21545360A0021041F"));
            case 2048:
                return new FieldGroup(DHStandardGroups.rfc7919_ffdhe2048.P, DHStandardGroups.rfc7919_ffdhe2048.G, DHStandardGroups.rfc7919_ffdhe2048.Q);
            default:
                throw new CardCryptoException(CryptoReason.IllegalValue, $"there is no well-known group of {bits} bits");
        }
    }

    /// <summary>Makes a key pair: x between 1 and the order, and y = g^x mod p.</summary>
    public (byte[] X, byte[] Y) GenerateKey(RandomNumberGenerator random)
    {
        var x = BigIntegers.Between(Q ?? P.Subtract(BigInteger.One), random);
        var y = new byte[Length];
        BigIntegers.Write(G.ModPow(x, P), y);
        return (x.ToByteArrayUnsigned(), y);
    }

    /// <summary>The shared secret y^x mod p, as long as p (PKCS #3, 8).</summary>
    /// <exception cref="CardCryptoException">IllegalValue: y is not between 2 and p - 2.</exception>
    public byte[] Agree(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> other)
    {
        var y = BigIntegers.Unsigned(other);
        if (y.CompareTo(BigInteger.One) <= 0 || y.CompareTo(P.Subtract(BigInteger.One)) >= 0)
        {
            throw new CardCryptoException(CryptoReason.IllegalValue, "the other's public key is no element of the group");
        }

        var shared = new byte[Length];
        BigIntegers.Write(y.ModPow(BigIntegers.Unsigned(secret), P), shared);
        return shared;
    }
}
