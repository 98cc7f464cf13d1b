using Tsms.GlobalPlatform.Registry;
using Tsms.SmartCard;

namespace Tsms.GlobalPlatform.Exploration;

/// <summary>All that a card tells about itself, as data. What it does not tell is null or empty; <see cref="Notes"/> say why.</summary>
public sealed record CardInventory
{
    /// <summary>AID of the issuer security domain; empty when SELECT does not tell it.</summary>
    public Aid IssuerSecurityDomain { get; init; }

    /// <summary>Life cycle state of the card; null without authentication.</summary>
    public byte? CardState { get; init; }

    /// <summary>Card data: versions and secure channel protocols.</summary>
    public CardData? CardData { get; init; }

    /// <summary>Production data.</summary>
    public Cplc? Production { get; init; }

    /// <summary>Issuer identification number, tag 42.</summary>
    public ReadOnlyMemory<byte> IssuerIdentificationNumber { get; init; }

    /// <summary>Card image number, tag 45.</summary>
    public ReadOnlyMemory<byte> CardImageNumber { get; init; }

    /// <summary>Card capability information, tag 67, as it stands.</summary>
    public ReadOnlyMemory<byte> Capability { get; init; }

    /// <summary>What is left of the memory.</summary>
    public ExtendedCardResources? Resources { get; init; }

    /// <summary>The tree of security domains; the issuer's is its root. Null without authentication.</summary>
    public DomainNode? Root { get; init; }

    /// <summary>Trees beside it: their roots are security domains that are associated with themselves, so that the issuer's domain is not above them.</summary>
    public IReadOnlyList<DomainNode> OtherRoots { get; init; } = [];

    /// <summary>The rules of the ARA-M, each a REF-AR-DO (E2) as it stands; null when there is none or it tells none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? AccessRules { get; init; }

    /// <summary>What was asked and refused, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A security domain with what belongs to it.</summary>
/// <param name="Entry">Its entry in the registry.</param>
/// <param name="Keys">Its keys, without their values.</param>
/// <param name="Domains">Security domains below it.</param>
/// <param name="Applications">Its applications.</param>
/// <param name="LoadFiles">Its executable load files with their modules.</param>
public sealed record DomainNode(
    RegistryEntry Entry,
    IReadOnlyList<KeyInformation> Keys,
    IReadOnlyList<DomainNode> Domains,
    IReadOnlyList<RegistryEntry> Applications,
    IReadOnlyList<RegistryEntry> LoadFiles)
{
    /// <summary>This domain and all below it.</summary>
    public IEnumerable<DomainNode> All() => Domains.SelectMany(d => d.All()).Prepend(this);
}
