namespace Tsms.Backend.Data;

/// <summary>What stands in the database under an id of its own. The revision is the optimistic concurrency token: every change raises it.</summary>
internal abstract class Row
{
    public Guid Id { get; set; }

    public long Revision { get; set; }
}
