using Tsms.JavaCard.Components;

namespace Tsms.JavaCard;

/// <content>What people and planners want to know of a file.</content>
public sealed partial class CapFile
{
    /// <summary>Version of the load file.</summary>
    public PackageVersion Version => Header.Version;

    /// <summary>Name of the package in dotted form, from the header, the folder in the JAR or the Debug component; null when none tells.</summary>
    public string? PackageName => (Header.Package.Name ?? Folder ?? Debug?.Packages.FirstOrDefault()?.Name)?.Replace('/', '.');

    /// <summary>The applets; none in a library.</summary>
    public IReadOnlyList<AppletInfo> Applets => Applet is { } applet ? applet.Applets : [];

    /// <summary>True when the file has no applets.</summary>
    public bool IsLibrary => Applet is null;

    /// <summary>True when the package needs a virtual machine with the type int.</summary>
    public bool UsesInt => (Header.Flags & CapFlags.Int) != 0;

    /// <summary>
    /// The Java Card version that a card needs at least: the highest that any imported API package asks for. Null when a version is newer than all known.
    /// </summary>
    public JavaCardVersion? RequiredJavaCard
    {
        get
        {
            var highest = Header.Format.Minor switch { 1 => new JavaCardVersion(2, 1, 0), 2 => new(2, 2, 0), _ => new(3, 1, 0) };
            foreach (var import in Import.Packages)
            {
                if (WellKnownPackage.Find(import.Aid) is not { Releases.Count: > 0 } package)
                {
                    continue;
                }

                if (package.Since(import.Version) is not { } since)
                {
                    return null;
                }

                highest = since > highest ? since : highest;
            }

            return highest;
        }
    }

    /// <summary>Version of org.globalplatform that is imported; null when it is not.</summary>
    public PackageVersion? RequiredGlobalPlatformApi =>
        Import.Packages.FirstOrDefault(package => package.Aid == WellKnownPackage.GlobalPlatform)?.Version;

    /// <summary>Bytes of methods.</summary>
    public int CodeSize => Method.Blocks.Sum(block => block.Bytes.Length);

    /// <summary>Bytes of the static field image, and of the arrays that it begins with.</summary>
    public int StaticSize => StaticField.ImageSize + StaticField.ArrayInits.Sum(array => array.Values.Length);

    /// <summary>Bytes of the load file data block without Descriptor.</summary>
    public int LoadFileSize => RawComponents.Where(raw => raw.Tag != ComponentTag.Descriptor && LoadOrder.Contains(raw.Tag)).Sum(raw => raw.Bytes.Length);

    private string? Folder { get; init; }
}
