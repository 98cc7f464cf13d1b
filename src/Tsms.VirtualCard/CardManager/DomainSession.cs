using System.Collections.Immutable;
using Tsms.JavaCard;
using Tsms.SmartCard;
using Tsms.VirtualCard.CardManager.Commands;
using Tsms.VirtualCard.CardManager.Registry;

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
internal sealed record LoadUnderWay(Aid LoadFile, Aid Domain, ImmutableArray<byte> Hash)
{
    /// <summary>True when a token permits it.</summary>
    public bool IsDelegated { get; init; }

    /// <summary>Value of B6 of INSTALL [for load], for the receipt.</summary>
    public ImmutableArray<byte> TokenTemplate { get; init; } = [];

    /// <summary>In a combined process: what a token signs of the first INSTALL; else null.</summary>
    public ImmutableArray<byte>? Combined { get; init; }

    /// <summary>Number of the next block, 0 to 256.</summary>
    public int NextBlock { get; init; }

    /// <summary>What came so far, one piece for each LOAD.</summary>
    public ImmutableList<ReadOnlyMemory<byte>> Blocks { get; init; } = [];

    /// <summary>Length of all pieces, in bytes.</summary>
    public int Length { get; init; }

    /// <summary>The tags before the load file data block, once they are there.</summary>
    public LoadFileHead? Head { get; init; }

    /// <summary>The package with its entry, when all of it is there and is right; a combined process waits for its last INSTALL then.</summary>
    public ReadyPackage? Ready { get; init; }
}

/// <summary>A package that can be linked.</summary>
/// <param name="Package">The package.</param>
/// <param name="Entry">Its place in the registry.</param>
internal sealed record ReadyPackage(CapFile Package, LoadFileEntry Entry);

/// <summary>What GET STATUS asks for.</summary>
/// <param name="P1">80, 40, 20 or 10.</param>
/// <param name="IsTlv">True for tagged entries, false for the deprecated format.</param>
internal readonly record struct StatusScope(byte P1, bool IsTlv);

/// <summary>Entries of GET STATUS that did not fit the answer.</summary>
/// <param name="Scope">What they were asked with.</param>
/// <param name="Rest">Encoded entries still to come.</param>
internal sealed record StatusCursor(StatusScope Scope, ImmutableArray<byte[]> Rest);
