namespace Tsms.Backend.Data;

/// <summary>What stands in the database under an id of its own. The revision is the optimistic concurrency token: every change raises it.</summary>
internal abstract class Row
{
    /// <summary>Sorts by time of creation (UUID version 7).</summary>
    public Guid Id { get; set; }

    public long Revision { get; set; }
}

/// <summary>What belongs to one service provider by itself; to all others it does not exist.</summary>
internal abstract class OwnedRow : Row
{
    public Guid ProviderId { get; set; }
}

/// <summary>An uploaded file of a service provider.</summary>
internal abstract class FileRow : OwnedRow
{
    public string FileName { get; set; } = "";

    public DateTimeOffset CreationDate { get; set; }

    public DateTimeOffset UploadDate { get; set; }

    /// <summary>SHA-256 of the uploaded file: its name in <see cref="BinaryRow"/>.</summary>
    public string BinaryHash { get; set; } = "";

    /// <summary>Length of the uploaded file in bytes; counts for the provider's storage.</summary>
    public long Size { get; set; }
}
