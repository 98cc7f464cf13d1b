namespace Tsms.Api.Admin;

/// <summary>An executable load file; the only type is CAP, so its attributes stand here too (TR-03165 4.1.4.8 and 4.1.4.9).</summary>
public sealed record ExecutableLoadFile
{
    /// <summary>Identification, assigned by the TSM.</summary>
    public Guid? Id { get; init; }

    /// <summary>The owner, assigned by the TSM.</summary>
    public Guid? SpId { get; init; }

    /// <summary>Package AID, hexadecimal, from the CAP.</summary>
    public string? Aid { get; init; }

    /// <summary>Name, at most 255 characters; mandatory.</summary>
    public string? FileName { get; init; }

    /// <summary>Always CAP.</summary>
    public string? Type { get; init; }

    /// <summary>When it was created, UTC; assigned by the TSM.</summary>
    public DateTimeOffset? CreationDate { get; init; }

    /// <summary>When the binary was last uploaded, UTC; assigned by the TSM.</summary>
    public DateTimeOffset? UploadDate { get; init; }

    /// <summary>Name of the package, from the CAP; empty when the CAP has none.</summary>
    public string? PackageName { get; init; }

    /// <summary>AIDs of the imported packages, hexadecimal, from the CAP.</summary>
    public IReadOnlyList<string>? ImportedPackages { get; init; }

    /// <summary>major.minor of the package, from the CAP.</summary>
    public string? PackageVersion { get; init; }

    /// <summary>What the CAP needs of a secure component.</summary>
    public TechnicalRequirements? TechnicalRequirements { get; init; }
}

/// <summary>What a CAP needs of a secure component, found in it (TR-03165 4.1.4.10).</summary>
public sealed record TechnicalRequirements
{
    /// <summary>Lowest Java Card version, major.minor.patch.</summary>
    public string? JavaCardVersion { get; init; }

    /// <summary>Lowest version of org.globalplatform, major.minor; 0.0 when the CAP does not import it.</summary>
    public string? GpApiVersion { get; init; }
}

/// <summary>An applet class of a load file (TR-03165 4.1.4.11).</summary>
public sealed record ExecutableModule
{
    /// <summary>Identification, assigned by the TSM.</summary>
    public Guid? Id { get; init; }

    /// <summary>The load file.</summary>
    public Guid? ElfId { get; init; }

    /// <summary>AID of the applet class, hexadecimal, from the CAP.</summary>
    public string? Aid { get; init; }
}

/// <summary>Secure component hardware that a Version may be deployed to (TR-03165 4.1.4.5).</summary>
public sealed record SecureComponentProfile
{
    /// <summary>Identification, assigned by the TSM.</summary>
    public Guid? Id { get; init; }

    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>1 embedded SE, 2 embedded eUICC, 3 removable eUICC, 4 UICC.</summary>
    public int? ScType { get; init; }

    /// <summary>Chip.</summary>
    public string? HardwarePlatform { get; init; }

    /// <summary>Operating system.</summary>
    public string? Os { get; init; }

    /// <summary>Version of the operating system, as its vendor writes it.</summary>
    public string? OsVersion { get; init; }

    /// <summary>Java Card version, major.minor.patch.</summary>
    public string? JavaCardVersion { get; init; }

    /// <summary>Feature (cypher, signature, messageDigest, ...) to its algorithms.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? JavaCardFeatures { get; init; }

    /// <summary>GlobalPlatform document (card, scp03, ...) to its version.</summary>
    public IReadOnlyDictionary<string, string>? GpSpecVersions { get; init; }

    /// <summary>GlobalPlatform API (card, contactless, elfUpgrade) to its version.</summary>
    public IReadOnlyDictionary<string, string>? GpApiVersions { get; init; }

    /// <summary>The cryptographic service provider; empty when there is none.</summary>
    public IReadOnlyDictionary<string, string>? Csp { get; init; }

    /// <summary>Scope of a certification to its letter of approval.</summary>
    public IReadOnlyDictionary<string, string>? Certifications { get; init; }
}
