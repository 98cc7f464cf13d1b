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

    private static readonly (string Package, (byte Major, byte Minor, string Platform)[] Versions)[] Table =
    [
        ("A0000000620001", [(1, 0, "2.1.0")]),
        ("A0000000620002", [(1, 0, "2.2.0")]),
        ("A0000000620003", [(1, 0, "2.2.0")]),
        ("A0000000620101", [(1, 0, "2.1.0"), (1, 1, "2.2.0"), (1, 2, "2.2.1"), (1, 3, "2.2.2"), (1, 4, "3.0.1"), (1, 5, "3.0.4"), (1, 6, "3.0.5"), (1, 8, "3.1.0"), (1, 9, "3.2.0")]),
        ("A000000062010101", [(1, 0, "2.2.0")]),
        ("A0000000620102", [(1, 1, "2.1.0"), (1, 2, "2.2.1"), (1, 3, "2.2.2"), (1, 4, "3.0.1"), (1, 5, "3.0.4"), (1, 6, "3.0.5"), (1, 7, "3.1.0"), (1, 8, "3.2.0")]),
        ("A0000000620201", [(1, 1, "2.1.0"), (1, 2, "2.2.1"), (1, 3, "2.2.2"), (1, 4, "3.0.1"), (1, 5, "3.0.4"), (1, 6, "3.0.5"), (1, 7, "3.1.0"), (1, 8, "3.2.0")]),
        ("A0000000620202", [(1, 2, "2.2.2"), (1, 3, "3.0.5"), (1, 4, "3.2.0")]),
        ("A0000000620203", [(1, 0, "2.2.2")]),
        ("A0000000620204", [(1, 0, "3.0.5"), (1, 1, "3.2.0")]),
        ("A0000000620205", [(1, 0, "3.0.5")]),
        ("A000000062020501", [(1, 0, "3.1.0")]),
        ("A000000062020502", [(1, 0, "3.1.0"), (1, 1, "3.2.0")]),
        ("A000000062020503", [(1, 0, "3.1.0")]),
        ("A000000062020801", [(1, 0, "2.2.2"), (1, 1, "3.0.5")]),
        ("A00000006202080101", [(1, 0, "2.2.2"), (1, 1, "3.1.0")]),
        ("A000000062020802", [(1, 0, "2.2.2")]),
        ("A000000062020803", [(1, 0, "2.2.2")]),
        ("A000000062020804", [(1, 0, "3.0.4")]),
        ("A000000062020805", [(1, 0, "3.1.0")]),
        ("A000000062020806", [(1, 0, "3.1.0")]),
        ("A000000062020807", [(1, 0, "3.1.0")]),
        ("A0000000620209", [(1, 0, "2.2.2")]),
        ("A000000062020901", [(1, 0, "3.0.5")]),
    ];

    private static readonly Dictionary<Aid, (PackageVersion Version, string Platform)[]> Packages = Table.ToDictionary(
        entry => Aid.Parse(entry.Package), entry => entry.Versions.Select(v => (new PackageVersion(v.Major, v.Minor), v.Platform)).ToArray());

    /// <summary>
    /// Lowest Java Card version, major.minor.patch. A version of an API package that no known platform has asks for more than the newest, 99.0.0: no profile has it.
    /// </summary>
    public static string JavaCard(CapFile cap) => cap.Import.Packages
        .Select(package => Packages.TryGetValue(package.Aid, out var versions) ? Platform(versions, package.Version) : "2.1.0")
        .Append(OfFormat(cap.Header.Format))
        .MaxBy(VersionNumber.Parse)!;

    /// <summary>Lowest version of org.globalplatform, major.minor; 0.0 when the CAP does not import it.</summary>
    public static string GlobalPlatformApi(CapFile cap) =>
        cap.Import.Packages.Where(package => package.Aid == GlobalPlatform).Select(package => package.Version).DefaultIfEmpty().Max().ToString();

    private static string Platform((PackageVersion Version, string Platform)[] versions, PackageVersion wanted) =>
        Array.Find(versions, v => v.Version.Satisfies(wanted)).Platform ?? "99.0.0";

    // CAP format 2.3 came with Java Card 3.1 (JCVM 3.1, 6.4); 2.2 with 2.2, but converters write it for packages that any card takes.
    private static string OfFormat(PackageVersion format) => format >= new PackageVersion(2, 3) ? "3.1.0" : "2.1.0";
}
