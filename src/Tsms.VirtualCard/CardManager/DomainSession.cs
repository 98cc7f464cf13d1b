using System.Collections.Immutable;
using Tsms.SmartCard;

namespace Tsms.VirtualCard.CardManager;

/// <summary>What a security domain remembers between the commands of one application session on one channel; lost with the session.</summary>
internal sealed record DomainSession
{
    /// <summary>Nothing under way.</summary>
    public static readonly DomainSession Fresh = new();

    /// <summary>A load that INSTALL [for load] began.</summary>
    public LoadUnderWay? Load { get; init; }

    /// <summary>Where STORE DATA goes after INSTALL [for personalization]; null: to the domain itself.</summary>
    public Aid? Personalizing { get; init; }

    /// <summary>Number the next STORE DATA must have.</summary>
    public int NextStoreBlock { get; init; }

    /// <summary>Data of the STORE DATA commands before the last.</summary>
    public ImmutableArray<byte> Stored { get; init; } = [];

    /// <summary>Where GET STATUS [next] goes on.</summary>
    public StatusCursor? Status { get; init; }
}

/// <summary>A load file on its way in.</summary>
/// <param name="LoadFile">Its AID by INSTALL [for load].</param>
/// <param name="Domain">The security domain it will be associated with.</param>
/// <param name="Hash">Hash of the load file data block, or nothing.</param>
/// <param name="NextBlock">Number of the next block, 0 to 256.</param>
/// <param name="Blocks">What came so far, one piece for each LOAD.</param>
/// <param name="Length">Length of all pieces, in bytes.</param>
internal sealed record LoadUnderWay(Aid LoadFile, Aid Domain, ImmutableArray<byte> Hash, int NextBlock, ImmutableList<ReadOnlyMemory<byte>> Blocks, int Length);

/// <summary>Entries of GET STATUS that did not fit the answer.</summary>
/// <param name="P1">The scope they were asked with.</param>
/// <param name="Rest">Encoded entries still to come.</param>
internal sealed record StatusCursor(byte P1, ImmutableArray<byte[]> Rest);
