namespace Tsms.JavaCard;

/// <summary>How much a reader takes before it refuses. Real packages stay far below: the largest public one has 264 KB.</summary>
/// <param name="MaxFileBytes">Bytes of the file as given; default 8 MiB.</param>
/// <param name="MaxEntries">Entries in a JAR; default 4096.</param>
/// <param name="MaxComponentBytes">Bytes of one component after inflating; default 4 MiB.</param>
/// <param name="MaxTotalBytes">Bytes of all components of a package together; default 8 MiB.</param>
public sealed record CapLimits(
    int MaxFileBytes = 8 << 20,
    int MaxEntries = 4096,
    int MaxComponentBytes = 4 << 20,
    int MaxTotalBytes = 8 << 20)
{
    /// <summary>The limits as stated.</summary>
    public static CapLimits Default { get; } = new();
}
