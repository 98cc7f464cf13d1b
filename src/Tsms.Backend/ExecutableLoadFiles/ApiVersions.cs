using Tsms.Backend.Rest;
using Tsms.JavaCard;
using Tsms.JavaCard.Components;
using Tsms.SmartCard;

namespace Tsms.Backend.ExecutableLoadFiles;

/// <summary>
/// The lowest platform that offers what a CAP imports, found from the versions of the imported API packages. Facts: package versions in the export files of
/// Oracle's Java Card kits 2.1.1 to 3.2 and of GlobalPlatform's org.globalplatform 1.0 to 1.7; 2.2, 2.2.1 and 3.0.1 from the API documents of those versions.
/// </summary>
internal static class ApiVersions
{
    /// <summary>org.globalplatform, whose version is what TR-03165 calls the GP API version.</summary>
    private static readonly Aid GlobalPlatform = Aid.Parse("A00000015100");

    private static readonly (string Package, string Name, (byte Major, byte Minor, string Platform)[] Versions)[] Table =
    [
        ("A0000000620001", "java.lang", [(1, 0, "2.1.0")]),
        ("A0000000620002", "java.io", [(1, 0, "2.2.0")]),
        ("A0000000620003", "java.rmi", [(1, 0, "2.2.0")]),
        ("A0000000620101", "javacard.framework", [(1, 0, "2.1.0"), (1, 1, "2.2.0"), (1, 2, "2.2.1"), (1, 3, "2.2.2"), (1, 4, "3.0.1"), (1, 5, "3.0.4"), (1, 6, "3.0.5"), (1, 8, "3.1.0"), (1, 9, "3.2.0")]),
        ("A000000062010101", "javacard.framework.service", [(1, 0, "2.2.0")]),
        ("A0000000620102", "javacard.security", [(1, 1, "2.1.0"), (1, 2, "2.2.1"), (1, 3, "2.2.2"), (1, 4, "3.0.1"), (1, 5, "3.0.4"), (1, 6, "3.0.5"), (1, 7, "3.1.0"), (1, 8, "3.2.0")]),
        ("A0000000620201", "javacardx.crypto", [(1, 1, "2.1.0"), (1, 2, "2.2.1"), (1, 3, "2.2.2"), (1, 4, "3.0.1"), (1, 5, "3.0.4"), (1, 6, "3.0.5"), (1, 7, "3.1.0"), (1, 8, "3.2.0")]),
        ("A0000000620202", "javacardx.biometry", [(1, 2, "2.2.2"), (1, 3, "3.0.5"), (1, 4, "3.2.0")]),
        ("A0000000620203", "javacardx.external", [(1, 0, "2.2.2")]),
        ("A0000000620204", "javacardx.biometry1toN", [(1, 0, "3.0.5"), (1, 1, "3.2.0")]),
        ("A0000000620205", "javacardx.security", [(1, 0, "3.0.5")]),
        ("A000000062020501", "javacardx.security.cert", [(1, 0, "3.1.0")]),
        ("A000000062020502", "javacardx.security.derivation", [(1, 0, "3.1.0"), (1, 1, "3.2.0")]),
        ("A000000062020503", "javacardx.security.util", [(1, 0, "3.1.0")]),
        ("A000000062020801", "javacardx.framework.util", [(1, 0, "2.2.2"), (1, 1, "3.0.5")]),
        ("A00000006202080101", "javacardx.framework.util.intx", [(1, 0, "2.2.2"), (1, 1, "3.1.0")]),
        ("A000000062020802", "javacardx.framework.math", [(1, 0, "2.2.2")]),
        ("A000000062020803", "javacardx.framework.tlv", [(1, 0, "2.2.2")]),
        ("A000000062020804", "javacardx.framework.string", [(1, 0, "3.0.4")]),
        ("A000000062020805", "javacardx.framework.event", [(1, 0, "3.1.0")]),
        ("A000000062020806", "javacardx.framework.nio", [(1, 0, "3.1.0")]),
        ("A000000062020807", "javacardx.framework.time", [(1, 0, "3.1.0")]),
        ("A0000000620209", "javacardx.apdu", [(1, 0, "2.2.2")]),
        ("A000000062020901", "javacardx.apdu.util", [(1, 0, "3.0.5")]),
    ];

    private static readonly Dictionary<Aid, (string Name, (PackageVersion Version, string Platform)[] Versions)> Packages = Table.ToDictionary(
        entry => Aid.Parse(entry.Package), entry => (entry.Name, entry.Versions.Select(v => (new PackageVersion(v.Major, v.Minor), v.Platform)).ToArray()));

    /// <summary>GlobalPlatform's packages by AID (from their export files), with the keys of TR-03165 4.1.4.5, gpApiVersions.</summary>
    private static readonly Dictionary<Aid, (string Name, string Key)> GlobalPlatformPackages = new()
    {
        [GlobalPlatform] = ("org.globalplatform", "card"),
        [Aid.Parse("A00000015102")] = ("org.globalplatform.contactless", "contactless"),
        [Aid.Parse("A00000015103")] = ("org.globalplatform.securechannel", "securechannel"),
        [Aid.Parse("A00000015104")] = ("org.globalplatform.securechannel.provider", "securechannelProvider"),
        [Aid.Parse("A00000015105")] = ("org.globalplatform.privacy", "privacy"),
        [Aid.Parse("A00000015106")] = ("org.globalplatform.filesystem", "filesystem"),
        [Aid.Parse("A00000015107")] = ("org.globalplatform.upgrade", "elfUpgrade"),
    };

    /// <summary>
    /// Lowest Java Card version, major.minor.patch. A version of an API package that no known platform has asks for more than the newest, 99.0.0: no profile has it.
    /// </summary>
    public static string JavaCard(CapFile cap) => cap.Import.Packages
        .Select(package => PlatformOf(package.Aid, package.Version) ?? "2.1.0")
        .Append(OfFormat(cap.Header.Format))
        .MaxBy(VersionNumber.Parse)!;

    /// <summary>Lowest version of org.globalplatform, major.minor; 0.0 when the CAP does not import it.</summary>
    public static string GlobalPlatformApi(CapFile cap) =>
        cap.Import.Packages.Where(package => package.Aid == GlobalPlatform).Select(package => package.Version).DefaultIfEmpty().Max().ToString();

    /// <summary>The lowest Java Card version that offers a version of an API package; null when the package is none of Java Card's.</summary>
    public static string? PlatformOf(Aid package, PackageVersion wanted) => Packages.TryGetValue(package, out var known)
        ? Array.Find(known.Versions, v => v.Version.Satisfies(wanted)).Platform ?? "99.0.0"
        : null;

    /// <summary>Under which key of a profile's gpApiVersions the version of a GlobalPlatform package stands; null when it is none of GlobalPlatform's.</summary>
    public static string? GlobalPlatformKey(Aid package) => GlobalPlatformPackages.TryGetValue(package, out var known) ? known.Key : null;

    /// <summary>The package's name when it is one of the platform's, else its AID.</summary>
    public static string NameOf(Aid package) => Packages.TryGetValue(package, out var java) ? java.Name
        : GlobalPlatformPackages.TryGetValue(package, out var known) ? known.Name : package.ToString();

    // CAP format 2.3 came with Java Card 3.1 (JCVM 3.1, 6.4); 2.2 with 2.2, but converters write it for packages that any card takes.
    private static string OfFormat(PackageVersion format) => format >= new PackageVersion(2, 3) ? "3.1.0" : "2.1.0";
}
