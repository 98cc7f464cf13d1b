using Org.BouncyCastle.Asn1.X9;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Api.Crypto;

namespace Tsms.VirtualCard.SecureChannel;

/// <summary>Curves by key parameter reference (GP Card Specification 2.3.1, table B-2), or by the parameters that came with a key.</summary>
internal static class EcCurves
{
    private static readonly string[] Names =
    [
        "P-256", "P-384", "P-521", "brainpoolP256r1", "brainpoolP256t1", "brainpoolP384r1", "brainpoolP384t1", "brainpoolP512r1", "brainpoolP512t1",
    ];

    /// <summary>References of the curves that every card has: 00 to 08.</summary>
    public static byte[] References => [.. Enumerable.Range(0, Names.Length).Select(i => (byte)i)];

    /// <summary>The curve of a key, or null when its parameters are missing or make none.</summary>
    public static EcDomain? Of(CardKey key)
    {
        try
        {
            if (key.Find(KeyType.EcParameterReference) is { } reference)
            {
                return reference.Length == 1 && reference.Value[0] < Names.Length ? Named(Names[reference.Value[0]]) : null;
            }

            return key.Find(KeyType.EcFieldP) is { } p && key.Find(KeyType.EcCoefficientA) is { } a && key.Find(KeyType.EcCoefficientB) is { } b
                && key.Find(KeyType.EcGenerator) is { } g && key.Find(KeyType.EcOrder) is { } n
                ? EcDomain.Prime(p.Value, a.Value, b.Value, g.Value, n.Value, key.Find(KeyType.EcCofactor) is { Length: 1 } k ? k.Value[0] : 1)
                : null;
        }
        catch (CardCryptoException)
        {
            return null;
        }
    }

    private static EcDomain Named(string name)
    {
        var curve = ECNamedCurveTable.GetByName(name);
        return EcDomain.Prime(
            curve.Curve.Field.Characteristic.ToByteArrayUnsigned(), curve.Curve.A.ToBigInteger().ToByteArrayUnsigned(),
            curve.Curve.B.ToBigInteger().ToByteArrayUnsigned(), curve.G.GetEncoded(false), curve.N.ToByteArrayUnsigned(), 1);
    }
}
