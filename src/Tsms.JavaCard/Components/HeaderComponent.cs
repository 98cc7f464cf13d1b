using System.Collections.Immutable;
using Tsms.SmartCard;

namespace Tsms.JavaCard.Components;

/// <summary>Flags of a CAP file (JCVM table 6-3).</summary>
[Flags]
public enum CapFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>ACC_INT: the package uses the type int.</summary>
    Int = 0x01,

    /// <summary>ACC_EXPORT: an Export component is there.</summary>
    Export = 0x02,

    /// <summary>ACC_APPLET: an Applet component is there.</summary>
    Applet = 0x04,

    /// <summary>ACC_EXTENDED: extended format, since format 2.3.</summary>
    Extended = 0x08,
}

/// <summary>A package: AID, version and, where the file tells it, name (package_info, JCVM 6.4).</summary>
/// <param name="Aid">The AID.</param>
/// <param name="Version">The version.</param>
/// <param name="Name">Name in internal form (<c>javacard/framework</c>); null when the file has none.</param>
public sealed record PackageInfo(Aid Aid, PackageVersion Version, string? Name = null);

/// <summary>Header component (JCVM 6.4).</summary>
/// <param name="Format">Version of the CAP format: 2.1, 2.2 or 2.3.</param>
/// <param name="Flags">The flags.</param>
/// <param name="Aid">AID of the load file: the package's, or in extended format that of the CAP file.</param>
/// <param name="Version">Version of the load file.</param>
/// <param name="Packages">The package; in extended format all public packages, none when nothing is exported.</param>
public sealed record HeaderComponent(
    PackageVersion Format, CapFlags Flags, Aid Aid, PackageVersion Version, ImmutableArray<PackageInfo> Packages)
{
    /// <summary>The package; in extended format the first public one, or the CAP file itself when it has none.</summary>
    public PackageInfo Package => Packages is [var first, ..] ? first : new PackageInfo(Aid, Version);

    /// <summary>True in extended format.</summary>
    public bool IsExtended => (Flags & CapFlags.Extended) != 0;
}
