using Tsms.Api.Admin;
using Tsms.Backend.Data;
using Tsms.Backend.Rest;
using Tsms.JavaCard.Components;
using Tsms.SmartCard;

namespace Tsms.Backend.ExecutableLoadFiles;

/// <summary>An executable load file of type CAP (TR-03165 4.1.4.8 to 4.1.4.10).</summary>
internal sealed class ExecutableLoadFileRow : FileRow
{
    /// <summary>Package AID, upper-case hexadecimal.</summary>
    public string Aid { get; set; } = "";

    public string PackageName { get; set; } = "";

    /// <summary>AIDs, upper-case hexadecimal.</summary>
    public List<string> ImportedPackages { get; set; } = [];

    /// <summary>Wanted version of each of <see cref="ImportedPackages"/>, major.minor, in the same order.</summary>
    public List<string> ImportedVersions { get; set; } = [];

    /// <summary>major.minor.</summary>
    public string PackageVersion { get; set; } = "";

    /// <summary>Lowest Java Card version, major.minor.patch.</summary>
    public string JavaCardVersion { get; set; } = "";

    /// <summary>Lowest version of org.globalplatform, major.minor; 0.0 when not imported.</summary>
    public string GpApiVersion { get; set; } = "";

    /// <summary>The applets, ordered by AID; none for a library.</summary>
    public List<ExecutableModuleRow> Modules { get; set; } = [];

    public IEnumerable<ImportedPackage> Imports() =>
        ImportedPackages.Zip(ImportedVersions, (aid, version) => new ImportedPackage(SmartCard.Aid.Parse(aid), ReadVersion(version)));

    public ExecutableLoadFile ToModel() => new()
    {
        Id = Id,
        SpId = ProviderId,
        Aid = Aid,
        FileName = FileName,
        Type = "CAP",
        CreationDate = CreationDate,
        UploadDate = UploadDate,
        PackageName = PackageName,
        ImportedPackages = ImportedPackages,
        PackageVersion = PackageVersion,
        TechnicalRequirements = new TechnicalRequirements { JavaCardVersion = JavaCardVersion, GpApiVersion = GpApiVersion },
    };

    public static PackageVersion ReadVersion(string text)
    {
        var number = VersionNumber.Parse(text);
        return new PackageVersion((byte)number.Major, (byte)number.Minor);
    }
}

/// <summary>A package that a load file imports, in the version it asks for.</summary>
internal sealed record ImportedPackage(Aid Aid, PackageVersion Version);

/// <summary>An applet class of a load file (TR-03165 4.1.4.11).</summary>
internal sealed class ExecutableModuleRow
{
    public Guid Id { get; set; }

    public Guid ElfId { get; set; }

    /// <summary>Upper-case hexadecimal.</summary>
    public string Aid { get; set; } = "";

    public ExecutableModule ToModel() => new() { Id = Id, ElfId = ElfId, Aid = Aid };
}
