using Tsms.VirtualCard.Api.Crypto;

namespace Tsms.VirtualCard.Api;

/// <summary>Families of algorithm constants of javacard.security and javacardx.crypto.</summary>
internal enum AlgorithmKind
{
    /// <summary>Cipher.ALG_.</summary>
    Cipher,

    /// <summary>Signature.ALG_.</summary>
    Signature,

    /// <summary>MessageDigest.ALG_.</summary>
    Digest,

    /// <summary>KeyBuilder.TYPE_.</summary>
    Key,

    /// <summary>KeyAgreement.ALG_.</summary>
    Agreement,

    /// <summary>RandomData.ALG_.</summary>
    Random,

    /// <summary>Checksum.ALG_.</summary>
    Checksum,
}

/// <summary>Which API packages a card offers and in which version, and which algorithms it lacks.</summary>
internal sealed record ApiProfile
{
    /// <summary>Java Card 3.0.5 classic without remote method invocation, and GlobalPlatform 1.6.</summary>
    public static ApiProfile JavaCard305 { get; } = new();

    /// <summary>Java Card 3.0.4 classic.</summary>
    public static ApiProfile JavaCard304 { get; } = new() { Packages = Before305(minor: 5), Version = 0x0304 };

    /// <summary>Java Card 3.0.1 classic.</summary>
    public static ApiProfile JavaCard301 { get; } = new() { Packages = Before305(minor: 4, "javacardx/framework/string"), Version = 0x0301 };

    /// <summary>Java Card 3.2 classic and GlobalPlatform 1.7, as far as there are bodies: CAPs made with the newest development kits.</summary>
    public static ApiProfile JavaCard32 { get; } = new()
    {
        Packages = new Dictionary<string, int>(JavaCard305.Packages)
        {
            ["javacard/framework"] = 9,
            ["javacard/security"] = 8,
            ["javacardx/biometry"] = 4,
            ["javacardx/biometry1toN"] = 1,
            ["javacardx/crypto"] = 8,
            ["javacardx/framework/util/intx"] = 1,
            ["org/globalplatform"] = 7,
        },
        Version = 0x0302,
    };

    /// <summary>
    /// Newest minor version offered by package name; what is not named is not offered. Not offered by default is javacard/framework/service: like most cards
    /// without remote method invocation this one leaves its AID free, which a public load file uses for itself.
    /// </summary>
    public IReadOnlyDictionary<string, int> Packages { get; init; } = new Dictionary<string, int>
    {
        ["java/lang"] = 0,
        ["java/io"] = 0,
        ["javacard/framework"] = 6,
        ["javacard/security"] = 6,
        ["javacardx/biometry"] = 3,
        ["javacardx/biometry1toN"] = 0,
        ["javacardx/crypto"] = 6,
        ["javacardx/external"] = 0,
        ["javacardx/security"] = 0,
        ["javacardx/apdu"] = 0,
        ["javacardx/apdu/util"] = 0,
        ["javacardx/framework/math"] = 0,
        ["javacardx/framework/string"] = 0,
        ["javacardx/framework/tlv"] = 0,
        ["javacardx/framework/util"] = 1,
        ["javacardx/framework/util/intx"] = 0,
        ["org/globalplatform"] = 6,
        ["org/globalplatform/upgrade"] = 1,
    };

    /// <summary>Version that JCSystem.getVersion returns: major, minor. Default 3.5, for 3.0.5.</summary>
    public short Version { get; init; } = 0x0305;

    /// <summary>Algorithms that the card answers NO_SUCH_ALGORITHM for though the software has them: family and constant.</summary>
    public IReadOnlySet<(AlgorithmKind Kind, byte Code)> Missing { get; init; } = new HashSet<(AlgorithmKind, byte)>();

    /// <summary>Greatest modulus of RSA in bits, 512 to 4,096. Default 4,096.</summary>
    public int MaxRsaBits { get; init; } = 4096;

    // What came with 3.0.5 is away; framework, security and crypto have one version.
    private static Dictionary<string, int> Before305(int minor, params string[] without)
    {
        var packages = new Dictionary<string, int>(JavaCard305.Packages)
        {
            ["javacard/framework"] = minor,
            ["javacard/security"] = minor,
            ["javacardx/crypto"] = minor,
            ["javacardx/biometry"] = 2,
            ["javacardx/framework/util"] = 0,
        };
        foreach (var name in (string[])["javacardx/biometry1toN", "javacardx/security", "javacardx/apdu/util", .. without])
        {
            packages.Remove(name);
        }

        return packages;
    }

    /// <summary>Asks that the card has an algorithm.</summary>
    /// <exception cref="CardCryptoException">NoSuchAlgorithm.</exception>
    public void Require(AlgorithmKind kind, byte code)
    {
        if (Missing.Contains((kind, code)))
        {
            throw new CardCryptoException(CryptoReason.NoSuchAlgorithm, $"the card's profile has no {kind} {code}");
        }
    }
}
