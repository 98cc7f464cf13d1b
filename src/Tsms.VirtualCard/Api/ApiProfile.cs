namespace Tsms.VirtualCard.Api;

/// <summary>Which API packages a card offers and in which version, and which algorithms it lacks.</summary>
internal sealed record ApiProfile
{
    /// <summary>Java Card 3.0.5 classic and GlobalPlatform 1.6, without biometry, RMI and what came later.</summary>
    public static ApiProfile JavaCard305 { get; } = new();

    /// <summary>Newest minor version offered by package name; what is not named is not offered.</summary>
    public IReadOnlyDictionary<string, int> Packages { get; init; } = new Dictionary<string, int>
    {
        ["java/lang"] = 0,
        ["java/io"] = 0,
        ["javacard/framework"] = 6,
        ["javacard/security"] = 6,
        ["javacardx/crypto"] = 6,
        ["javacardx/apdu"] = 0,
        ["javacardx/apdu/util"] = 0,
        ["javacardx/framework/util"] = 1,
        ["javacardx/framework/util/intx"] = 0,
        ["javacardx/framework/math"] = 0,
        ["javacardx/framework/tlv"] = 0,
        ["javacardx/security"] = 0,
        ["org/globalplatform"] = 6,
        ["org/globalplatform/upgrade"] = 1,
    };

    /// <summary>Version that JCSystem.getVersion returns: major, minor. Default 3.5, for 3.0.5.</summary>
    public short Version { get; init; } = 0x0305;

    /// <summary>Key types (KeyBuilder.TYPE_), ciphers (Cipher.ALG_) and signatures (Signature.ALG_) that the card answers NO_SUCH_ALGORITHM for though the software has them.</summary>
    public IReadOnlySet<string> Missing { get; init; } = new HashSet<string>();
}
