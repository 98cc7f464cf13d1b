using System.Collections.Immutable;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Access;
using Tsms.VirtualCard.SecureChannel;

namespace Tsms.VirtualCard.CardManager.Registry;

/// <summary>
/// The GlobalPlatform registry as one immutable value (GP Card Specification 2.3.1, 6.5): a command makes a new one, and the card goes from the
/// old to the new by writing one reference.
/// </summary>
internal sealed record CardRegistry
{
    /// <summary>Life cycle state of the card.</summary>
    public required byte CardState { get; init; }

    /// <summary>AID of the issuer security domain, which is the first of <see cref="Applications"/>.</summary>
    public required Aid IssuerDomain { get; init; }

    /// <summary>Executable load files in the order they came.</summary>
    public ImmutableArray<LoadFileEntry> LoadFiles { get; init; } = [];

    /// <summary>Applications and security domains in the order they came.</summary>
    public ImmutableArray<ApplicationEntry> Applications { get; init; } = [];

    /// <summary>Rules of the access rule application master.</summary>
    public AccessRules AccessRules { get; init; } = AccessRules.None;

    /// <summary>Functions of the whole card that are disabled for good, bits of tag D9 (table 11-53).</summary>
    public byte Restrictions { get; init; }

    /// <summary>Historical bytes of the answer to reset that an application has set; null: those of the product.</summary>
    public ImmutableArray<byte>? HistoricalBytes { get; init; }

    /// <summary>The issuer security domain.</summary>
    public ApplicationEntry Issuer => Find(IssuerDomain) ?? throw new InvalidOperationException("A card has an issuer security domain.");

    /// <summary>The application with the privilege Card Reset; the issuer's domain when no other has it (6.6.2).</summary>
    public ApplicationEntry CardReset => Holder(Privileges.CardReset);

    /// <summary>The application that a locked or terminated card still lets select (9.6.3); the issuer's domain when no other has the privilege.</summary>
    public ApplicationEntry Final => Holder(Privileges.FinalApplication);

    /// <summary>
    /// The application that is selected when none was asked for: the one that an implicit selection parameter names for the channel, else the one named for the
    /// basic channel, else one with the privilege Card Reset and no such parameter, else the issuer's domain (6.4.1 and 6.4.2.2). Where that one is locked, and on a card that is locked or terminated, the final application.
    /// </summary>
    public ApplicationEntry Implicit(int channel)
    {
        if (CardState is LifeCycle.CardLocked or LifeCycle.CardTerminated)
        {
            return Final;
        }

        // b7: contact interface, b1 to b5: the channel (table 11-15).
        ApplicationEntry? Named(int number) => Applications.FirstOrDefault(a => a.ImplicitSelection.Any(p => (p & 0x40) != 0 && (p & 0x1F) == number));
        var chosen = Named(channel) ?? Named(0) ?? (CardReset.ImplicitSelection.IsEmpty ? CardReset : Issuer);
        return chosen.IsLocked ? Final : chosen.IsSelectable ? chosen : Issuer;
    }

    /// <summary>The application of this name, or null.</summary>
    public ApplicationEntry? Find(Aid aid) => Applications.FirstOrDefault(a => a.Aid == aid);

    /// <summary>The security domain of this name, or null.</summary>
    public ApplicationEntry? FindDomain(Aid aid) => Find(aid) is { IsSecurityDomain: true } domain ? domain : null;

    /// <summary>The load file of this name, or null.</summary>
    public LoadFileEntry? FindLoadFile(Aid aid) => LoadFiles.FirstOrDefault(f => f.Aid == aid);

    /// <summary>The nearest domain on the way from <paramref name="domain"/> to the root that manages by authorization, itself included.</summary>
    public ApplicationEntry? Authority(ApplicationEntry domain) => PathToRoot(domain).FirstOrDefault(d => d.Has(Privileges.AuthorizedManagement));

    /// <summary>
    /// The domain with a privilege in the sub-hierarchy that begins with the next domain of authorized management above <paramref name="domain"/> (9.1.3.1 and
    /// 9.1.3.6): one below that domain goes before it.
    /// </summary>
    public ApplicationEntry? InHierarchy(ApplicationEntry domain, Privileges privilege) => Authority(domain) is not { } top
        ? null
        : Applications
            .Where(a => a.IsSecurityDomain && a.Has(privilege) && PathToRoot(a).Any(d => d.Aid == top.Aid))
            .OrderBy(a => a.Aid == top.Aid ? 1 : 0)
            .FirstOrDefault();

    /// <summary>True when an application or load file has this name already.</summary>
    public bool IsTaken(Aid aid) => Find(aid) is not null || FindLoadFile(aid) is not null;

    /// <summary>A registry in which the application of this name stands as <paramref name="entry"/> now.</summary>
    public CardRegistry With(ApplicationEntry entry)
    {
        var at = Applications.IndexOf(Find(entry.Aid) ?? throw new InvalidOperationException($"There is no application {entry.Aid} to replace."));
        return this with { Applications = Applications.SetItem(at, entry) };
    }

    /// <summary>A registry in which the application that was named <paramref name="former"/> stands as <paramref name="entry"/> now, and whatever belongs to it with it.</summary>
    public CardRegistry With(ApplicationEntry entry, Aid former)
    {
        if (entry.Aid == former)
        {
            return With(entry);
        }

        var at = Applications.IndexOf(Find(former) ?? throw new InvalidOperationException($"There is no application {former} to rename."));
        return this with
        {
            IssuerDomain = IssuerDomain == former ? entry.Aid : IssuerDomain,
            Applications = [.. Applications.SetItem(at, entry).Select(a => a.Domain == former ? a with { Domain = entry.Aid } : a)],
            LoadFiles = [.. LoadFiles.Select(f => f.Domain == former ? f with { Domain = entry.Aid } : f)],
        };
    }

    /// <summary>A registry whose secure channel counters are those of <paramref name="later"/> where they are higher there, and all else as here.</summary>
    public CardRegistry WithCountersOf(CardRegistry later)
    {
        var registry = this;
        foreach (var entry in Applications)
        {
            if (entry.SecurityDomain is { } data && later.Find(entry.Aid)?.SecurityDomain is { } other && data.WithCountersOf(other) is var counted && counted != data)
            {
                registry = registry.With(entry with { SecurityDomain = counted });
            }
        }

        return registry;
    }

    /// <summary>The domain itself and those above it up to the root, nearest first.</summary>
    public IEnumerable<ApplicationEntry> PathToRoot(ApplicationEntry domain)
    {
        yield return domain;
        while (domain.Domain != domain.Aid && FindDomain(domain.Domain) is { } parent)
        {
            domain = parent;
            yield return domain;
        }
    }

    /// <summary>
    /// The domain whose keys open a channel to <paramref name="application"/>: its own where it is a domain with keys, else those of the nearest
    /// domain above
    /// (GP Card Specification 2.3.1, 7.2 and 7.3).
    /// </summary>
    public ApplicationEntry? ChannelDomain(ApplicationEntry application)
    {
        var start = application.IsSecurityDomain ? application : FindDomain(application.Domain);
        return start is null ? null : PathToRoot(start).FirstOrDefault(d => d.SecurityDomain!.FindScp03(0) is not null);
    }

    /// <summary>
    /// Bytes of non-volatile memory that the registry takes. A function of the entries alone, so that what is deleted gives back what it took.
    /// </summary>
    public int Size =>
        LoadFiles.Sum(f => 16 + f.Aid.Length + f.Modules.Sum(m => 8 + m.Length) + f.Imports.Sum(i => i.Length))
        + Applications.Sum(a => 24 + a.Aid.Length + a.ImplicitSelection.Length + (2 * (a.Services.Length + a.UniqueServices.Length)) + SizeOf(a.SecurityDomain))
        + AccessRules.Rules.Sum(r => 8 + r.Reference.Length + r.Rule.Length);

    /// <summary>All keys on the card.</summary>
    public IEnumerable<CardKey> AllKeys => Applications.SelectMany(a => a.SecurityDomain?.Keys ?? []);

    private ApplicationEntry Holder(Privileges privilege) => Applications.FirstOrDefault(a => a.Aid != IssuerDomain && a.Has(privilege)) ?? Issuer;

    private static int SizeOf(SecurityDomainData? domain) => domain is null
        ? 0
        : 32 + domain.Keys.Sum(k => 8 + k.Components.Sum(c => 4 + c.Length)) + domain.DataObjects.Values.Sum(v => 4 + v.Length);
}
