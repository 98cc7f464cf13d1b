namespace Tsms.VirtualCard.Tests.PublicCaps;

/// <summary>What is known of single files, and what a file may be refused for. The decisions stand in docs/coverage/public-caps.md.</summary>
internal static class PublicCapFacts
{
    /// <summary>Application specific parameters by the AID of the module, where an applet needs some.</summary>
    public static readonly IReadOnlyDictionary<string, string> Parameters = new Dictionary<string, string>
    {
        // cryptsetup-javacard: the master password, 1 to 64 bytes
        ["0102030405060708090102"] = "70617373776F7264",

        // Ledger U2F: flags (1), length of the attestation certificate (2), private attestation key (32)
        ["A000000617004F97A2E94901"] = "01000100000000000000000000000000000000000000000000000000000000000000FF",

        // OpenJavaCard NDEF stub: parameter and AID (5 to 16 bytes) of the service that has the file
        ["D27600017710021102000101"] = "00F05453656D01",

        // OpenJavaCard NDEF tiny: the message itself
        ["D27600017710021103000101"] = "D101075402656E54736D73",

        // javacard-ndef stub and tiny, before they had AIDs of their own
        ["D2760000850101"] = "00F05453656D01",
    };

    /// <summary>Files whose install throws of itself, whatever the card, by the AID of the module and the exception; docs/coverage/public-caps.md says why.</summary>
    private static readonly string[] ThrowingByThemselves =
    [
        "A00000006203010C0201 threw javacard/framework/SystemException",
        "A00000006203010C0501 threw javacard/framework/SystemException",
        "A00000006203010C0601 threw javacard/framework/PINException",
        "111122221100 threw javacard/security/CryptoException",
        "112233445500 threw javacard/security/CryptoException",
        "010203040500 threw javacard/security/CryptoException",
    ];

    private static readonly (string Words, string Decision)[] Decisions =
    [
        ("imports package A0000000620003", "remote method invocation is not there"),
        ("imports package A000000062010101", "remote method invocation is not there"),
        ("is there already", "a load file has the AID of a package of the card"),
        ("imports package A0000000090003", "packages of ETSI TS 102 241 are there where the profile has them"),
        ("imports package A000000167413", "packages of a maker are there where the profile has them"), // NXP
        ("imports package D276000085304A434F50", "packages of a maker are there where the profile has them"), // NXP, JCOPX
        ("imports package A0000000030000", "packages of a maker are there where the profile has them"), // Visa Open Platform
        ("imports package D156000132", "packages of a maker are there where the profile has them"), // Feitian
        ("the card has 1.", "a load file imports a newer version than the card has"),
        ("refers to class", "the package of this AID on the card is another than the file was made with"),
        ("the runtime alone takes it", "a load file has the AID of an application of the card"),
    ];

    /// <summary>True when an applet itself refused to be installed: install threw a Java exception of its own making, or registered nothing (JCRE 3.0.5, 3.1).</summary>
    public static bool IsRefusalOfTheApplet(string told) =>
        told.Contains(" threw javacard/framework/ISOException", StringComparison.Ordinal)
        || told.Contains("returned without having registered an applet", StringComparison.Ordinal)
        || ThrowingByThemselves.Any(words => told.Contains(words, StringComparison.Ordinal));

    /// <summary>The decision by which a file is refused for a reason; null when there is none.</summary>
    public static string? Decision(string reason) => Decisions.FirstOrDefault(d => reason.Contains(d.Words, StringComparison.Ordinal)).Decision;
}
