namespace Tsms.Api.Admin;

/// <summary>A script for the personalisation of an instance (TR-03165 4.1.4.16).</summary>
public sealed record PersonalizationScript
{
    /// <summary>Identification, assigned by the TSM.</summary>
    public Guid? Id { get; init; }

    /// <summary>The owner, assigned by the TSM.</summary>
    public Guid? SpId { get; init; }

    /// <summary>Name, at most 255 characters; mandatory.</summary>
    public string? FileName { get; init; }

    /// <summary>When it was created, UTC; assigned by the TSM.</summary>
    public DateTimeOffset? CreationDate { get; init; }

    /// <summary>When the binary was last uploaded, UTC; assigned by the TSM.</summary>
    public DateTimeOffset? UploadDate { get; init; }
}

/// <summary>An X.509 certificate that the TSM trusts when it talks to the service provider (TR-03165 4.1.4.17).</summary>
public sealed record Certificate
{
    /// <summary>Identification, assigned by the TSM.</summary>
    public Guid? Id { get; init; }

    /// <summary>The owner, assigned by the TSM.</summary>
    public Guid? SpId { get; init; }

    /// <summary>Name of the file, at most 255 characters; mandatory.</summary>
    public string? FileName { get; init; }

    /// <summary>When it was created, UTC; assigned by the TSM.</summary>
    public DateTimeOffset? CreationDate { get; init; }

    /// <summary>When the binary was last uploaded, UTC; assigned by the TSM.</summary>
    public DateTimeOffset? UploadDate { get; init; }
}

/// <summary>Where the TSM sends results of processes to (TR-03165 4.1.4.18).</summary>
public sealed record SposConfig
{
    /// <summary>Identification, assigned by the TSM.</summary>
    public Guid? Id { get; init; }

    /// <summary>The owner, assigned by the TSM.</summary>
    public Guid? SpId { get; init; }

    /// <summary>Base URL of the online system, at most 500 characters; mandatory.</summary>
    public string? Url { get; init; }

    /// <summary>The certificate that the TSM trusts there; mandatory.</summary>
    public Guid? CertificateId { get; init; }
}
