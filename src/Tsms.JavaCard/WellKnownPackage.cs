using System.Collections.Frozen;
using Tsms.JavaCard.Components;
using Tsms.SmartCard;

namespace Tsms.JavaCard;

/// <summary>A package of the Java Card API or of GlobalPlatform's, as its export files name it.</summary>
/// <param name="Name">Name in dotted form.</param>
/// <param name="Aid">Its AID.</param>
/// <param name="Releases">
/// Its versions in rising order, each with the Java Card version that brought it; empty for packages of GlobalPlatform.
/// </param>
public sealed record WellKnownPackage(string Name, Aid Aid, IReadOnlyList<(PackageVersion Version, JavaCardVersion Since)> Releases)
{
    private static readonly FrozenDictionary<Aid, WellKnownPackage> ByAid = new[]
    {
        Api("java.lang", "A0000000620001", (0, 2, 1, 0)),
        Api("java.io", "A0000000620002", (0, 2, 2, 0)),
        Api("java.rmi", "A0000000620003", (0, 2, 2, 0)),
        Api("javacard.framework", "A0000000620101", [(0, 2, 1, 0), (1, 2, 2, 0), (2, 2, 2, 1), (3, 2, 2, 2), (4, 3, 0, 1), (5, 3, 0, 4), (6, 3, 0, 5), (8, 3, 1, 0), (9, 3, 2, 0)]),
        Api("javacard.framework.service", "A000000062010101", (0, 2, 2, 0)),
        Api("javacard.security", "A0000000620102", [(0, 2, 1, 0), (1, 2, 1, 1), (2, 2, 2, 1), (3, 2, 2, 2), (4, 3, 0, 1), (5, 3, 0, 4), (6, 3, 0, 5), (7, 3, 1, 0), (8, 3, 2, 0)]),
        Api("javacardx.crypto", "A0000000620201", [(0, 2, 1, 0), (1, 2, 1, 1), (2, 2, 2, 1), (3, 2, 2, 2), (4, 3, 0, 1), (5, 3, 0, 4), (6, 3, 0, 5), (7, 3, 1, 0), (8, 3, 2, 0)]),
        Api("javacardx.biometry", "A0000000620202", (2, 2, 2, 2), (3, 3, 0, 5), (4, 3, 2, 0)),
        Api("javacardx.external", "A0000000620203", (0, 2, 2, 2)),
        Api("javacardx.biometry1toN", "A0000000620204", (0, 3, 0, 5), (1, 3, 2, 0)),
        Api("javacardx.security", "A0000000620205", (0, 3, 0, 5)),
        Api("javacardx.security.cert", "A000000062020501", (0, 3, 1, 0)),
        Api("javacardx.security.derivation", "A000000062020502", (0, 3, 1, 0), (1, 3, 2, 0)),
        Api("javacardx.security.util", "A000000062020503", (0, 3, 1, 0)),
        Api("javacardx.framework.util", "A000000062020801", (0, 2, 2, 2), (1, 3, 0, 5)),
        Api("javacardx.framework.util.intx", "A00000006202080101", (0, 2, 2, 2), (1, 3, 1, 0)),
        Api("javacardx.framework.math", "A000000062020802", (0, 2, 2, 2)),
        Api("javacardx.framework.tlv", "A000000062020803", (0, 2, 2, 2)),
        Api("javacardx.framework.string", "A000000062020804", (0, 3, 0, 4)),
        Api("javacardx.framework.event", "A000000062020805", (0, 3, 1, 0)),
        Api("javacardx.framework.nio", "A000000062020806", (0, 3, 1, 0)),
        Api("javacardx.framework.time", "A000000062020807", (0, 3, 1, 0)),
        Api("javacardx.apdu", "A0000000620209", (0, 2, 2, 2)),
        Api("javacardx.apdu.util", "A000000062020901", (0, 3, 0, 5)),
        Api("org.globalplatform", "A00000015100"),
        Api("org.globalplatform.contactless", "A00000015102"),
        Api("org.globalplatform.securechannel", "A00000015103"),
        Api("org.globalplatform.securechannel.provider", "A00000015104"),
        Api("org.globalplatform.privacy", "A00000015105"),
        Api("org.globalplatform.filesystem", "A00000015106"),
        Api("org.globalplatform.upgrade", "A00000015107"),
    }.ToFrozenDictionary(package => package.Aid);

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<WellKnownPackage> All => ByAid.Values;

    /// <summary>The AID of org.globalplatform.</summary>
    public static Aid GlobalPlatform { get; } = Aid.Parse("A00000015100");

    /// <summary>The package of an AID; null when it is none of these.</summary>
    public static WellKnownPackage? Find(Aid aid) => ByAid.GetValueOrDefault(aid);

    /// <summary>
    /// The Java Card version that brought a version of this package: the first release that satisfies it, null when it is newer than all known.
    /// </summary>
    public JavaCardVersion? Since(PackageVersion version)
    {
        foreach (var release in Releases)
        {
            if (release.Version.Satisfies(version))
            {
                return release.Since;
            }
        }

        return null;
    }

    private static WellKnownPackage Api(string name, string aid, params (int Minor, byte A, byte B, byte C)[] releases) =>
        new(name, Aid.Parse(aid), [.. releases.Select(release => (new PackageVersion(1, (byte)release.Minor), new JavaCardVersion(release.A, release.B, release.C)))]);
}
