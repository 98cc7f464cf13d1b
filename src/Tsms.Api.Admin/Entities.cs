namespace Tsms.Api.Admin;

// One record serves requests and answers. In a request null means "not given": automatic attributes stay out, and what PUT leaves out keeps its value.
// In an answer every attribute is there (TR-03165 v1.1, 4.1.4, table 1).

/// <summary>A service provider's account (TR-03165 4.1.4.1).</summary>
public sealed record ServiceProvider
{
    /// <summary>Identification, assigned by the TSM.</summary>
    public Guid? Id { get; init; }

    /// <summary>Name, at most 255 characters.</summary>
    public string? Name { get; init; }
}

/// <summary>A Service: what the TSM-API deploys by its id (TR-03165 4.1.4.2).</summary>
public sealed record Service
{
    /// <summary>Identification, assigned by the TSM.</summary>
    public Guid? Id { get; init; }

    /// <summary>The owner, assigned by the TSM.</summary>
    public Guid? SpId { get; init; }

    /// <summary>Name, at most 255 characters; mandatory.</summary>
    public string? Name { get; init; }

    /// <summary>When it was created, UTC; assigned by the TSM.</summary>
    public DateTimeOffset? CreationDate { get; init; }

    /// <summary>AID of the security domain made for every instance, hexadecimal; assigned by the TSM.</summary>
    public string? SdAid { get; init; }

    /// <summary>Apps that get access rules at activation: AIDs, or SHA-1 or SHA-256 of the app's signing certificate, hexadecimal. Default: none.</summary>
    public IReadOnlyList<string>? AccessAuthorizedDeviceApps { get; init; }

    /// <summary>The SposConfig used, or null.</summary>
    public Guid? SposConfigId { get; init; }

    /// <summary>Key value pairs handed to the app by the TSM-API; a Flavor's win over these. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? SpParameters { get; init; }
}

/// <summary>A Version of a Service (TR-03165 4.1.4.3).</summary>
public sealed record ServiceVersion
{
    /// <summary>major.minor.revision, unique in the Service; the TSM assigns it, PUT must carry it.</summary>
    public string? Tag { get; init; }

    /// <summary>The Service, assigned by the TSM.</summary>
    public Guid? ServiceId { get; init; }

    /// <summary>Flavor id to the ids of the profiles it is for; mandatory. A profile stands once in a Version.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<Guid>>? AllowedDeployments { get; init; }
}

/// <summary>A Service's variant for some hardware (TR-03165 4.1.4.4).</summary>
public sealed record Flavor
{
    /// <summary>Identification, assigned by the TSM.</summary>
    public Guid? Id { get; init; }

    /// <summary>The Service, assigned by the TSM.</summary>
    public Guid? ServiceId { get; init; }

    /// <summary>Name, at most 255 characters. Default: empty.</summary>
    public string? Name { get; init; }

    /// <summary>Description, at most 255 characters. Default: empty.</summary>
    public string? Description { get; init; }

    /// <summary>When it was created, UTC; assigned by the TSM.</summary>
    public DateTimeOffset? CreationDate { get; init; }

    /// <summary>True once published; then the load files and instances are fixed. Assigned by the TSM.</summary>
    public bool? Published { get; init; }

    /// <summary>The load files. Default: none.</summary>
    public IReadOnlyList<Guid>? ExecutableLoadFileIds { get; init; }

    /// <summary>The instances to make. Default: none.</summary>
    public IReadOnlyList<ApplicationInstantiationConfig>? ApplicationInstantiationConfigs { get; init; }

    /// <summary>Key value pairs handed to the app by the TSM-API. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? SpParameters { get; init; }

    /// <summary>Features of the secure component and the TSM that are used.</summary>
    public FeatureConfig? FeatureConfig { get; init; }

    /// <summary>What SP and TSM agreed on besides. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? ContextSpecificAttributes { get; init; }
}

/// <summary>One instance of a Flavor: a module and its configuration (TR-03165 4.1.4.7).</summary>
public sealed record ApplicationInstantiationConfig
{
    /// <summary>1 to 255, lower first; default 255.</summary>
    public int? Priority { get; init; }

    /// <summary>The module, of a load file of the same Flavor; mandatory.</summary>
    public Guid? ExecutableModuleId { get; init; }

    /// <summary>The configuration; mandatory.</summary>
    public Guid? ApplicationConfigId { get; init; }
}

/// <summary>Features of a Flavor (TR-03165 4.1.4.6).</summary>
public sealed record FeatureConfig
{
    /// <summary>True when the applets use the secure component's CSP. Default: false.</summary>
    public bool? UseCspFull { get; init; }

    /// <summary>Further options. Default: none.</summary>
    public IReadOnlyDictionary<string, bool>? GenericOptions { get; init; }

    /// <summary>0 none, 1 BASIC_DIVERSIFIED_CREATE, 2 BASIC_CREATE, 3 BASIC_RANDOM_CREATE. Default: 0.</summary>
    public int? KeyProvisioningMode { get; init; }

    /// <summary>Master key index for mode 1, transport key index for 2 and 3, empty for 0. Default: empty.</summary>
    public string? KeyIndex { get; init; }
}
