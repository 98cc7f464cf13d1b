using System.Collections.Immutable;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Exports;

/// <summary>An export file (JCVM chapter 5, formats 2.1, 2.2 and 2.3): names and tokens of what a package exports.</summary>
/// <param name="Format">Version of the export file format.</param>
/// <param name="Package">The package.</param>
/// <param name="IsLibrary">True when the package has no applets.</param>
/// <param name="References">Packages that the exported classes refer to; empty before format 2.3, which does not tell.</param>
/// <param name="Classes">The exported classes and interfaces.</param>
public sealed record ExportFile(
    PackageVersion Format, PackageInfo Package, bool IsLibrary, ImmutableArray<PackageInfo> References, ImmutableArray<ExportedClass> Classes)
{
    /// <summary>Reads an export file.</summary>
    /// <exception cref="CapFormatException">The bytes break a rule of the format.</exception>
    public static ExportFile Read(ReadOnlyMemory<byte> file) => new ExportReader(file.ToArray()).Read();

    /// <summary>
    /// The export file of a package of a CAP file, as far as the file tells it: tokens, types and flags are exact, names of what the Debug component does
    /// not name are made up.
    /// </summary>
    /// <param name="cap">The file.</param>
    /// <param name="imports">What the packages that it imports export; null for the packages of Java Card and GlobalPlatform.</param>
    /// <param name="package">Which of its public packages, 0 in compact format.</param>
    /// <exception cref="CapFormatException">The file exports nothing, or has no Descriptor component.</exception>
    public static ExportFile Of(CapFile cap, IExportLookup? imports = null, int package = 0) => CapExports.Of(cap, imports ?? ExportLookup.Api, package);

    /// <summary>Writes the file in format 2.1. The array is the caller's.</summary>
    public byte[] ToBytes() => ExportWriter.Write(this);
}

/// <summary>An exported class or interface (JCVM 5.7).</summary>
/// <param name="Token">Its class token.</param>
/// <param name="AccessFlags">Flags of JCVM table 5-3: 0x0200 interface, 0x0400 abstract, 0x0800 shareable, 0x1000 remote.</param>
/// <param name="Name">Its name in internal form.</param>
/// <param name="SuperClasses">Names of its public superclasses.</param>
/// <param name="Interfaces">Names of its public interfaces.</param>
/// <param name="Fields">Fields it declares.</param>
/// <param name="Methods">Methods it declares, and virtual ones it inherits.</param>
/// <param name="Cap22InheritableMethodCount">Public methods that a subclass of format 2.2 or earlier can inherit; null before format 2.3.</param>
public sealed record ExportedClass(
    byte Token,
    ushort AccessFlags,
    string Name,
    ImmutableArray<string> SuperClasses,
    ImmutableArray<string> Interfaces,
    ImmutableArray<ExportedField> Fields,
    ImmutableArray<ExportedMethod> Methods,
    byte? Cap22InheritableMethodCount)
{
    /// <summary>True for an interface.</summary>
    public bool IsInterface => (AccessFlags & 0x0200) != 0;
}

/// <summary>An exported field (JCVM 5.8).</summary>
/// <param name="Token">Static or instance field token; 0xFF for a compile-time constant.</param>
/// <param name="AccessFlags">Flags of JCVM table 5-4: 0x0008 static.</param>
/// <param name="Name">Its name.</param>
/// <param name="Descriptor">Its type as in a class file.</param>
/// <param name="Constant">Value of a compile-time constant, else null.</param>
public sealed record ExportedField(byte Token, ushort AccessFlags, string Name, string Descriptor, int? Constant);

/// <summary>An exported method (JCVM 5.9).</summary>
/// <param name="Token">Static, virtual or interface method token.</param>
/// <param name="AccessFlags">Flags of JCVM table 5-5: 0x0008 static.</param>
/// <param name="Name">Its name; <c>&lt;init&gt;</c> for constructors.</param>
/// <param name="Descriptor">Parameters and return type as in a class file.</param>
public sealed record ExportedMethod(byte Token, ushort AccessFlags, string Name, string Descriptor)
{
    /// <summary>True for static methods and constructors, whose tokens are numbered apart from those of virtual methods.</summary>
    public bool HasStaticToken => (AccessFlags & 0x0008) != 0 || Name == "<init>";
}
