using Tsms.Api.Admin;
using Tsms.Backend.Data;

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
}

/// <summary>An applet class of a load file (TR-03165 4.1.4.11).</summary>
internal sealed class ExecutableModuleRow
{
    public Guid Id { get; set; }

    public Guid ElfId { get; set; }

    /// <summary>Upper-case hexadecimal.</summary>
    public string Aid { get; set; } = "";

    public ExecutableModule ToModel() => new() { Id = Id, ElfId = ElfId, Aid = Aid };
}
