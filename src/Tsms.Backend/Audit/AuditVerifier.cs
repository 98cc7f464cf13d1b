using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Data;

namespace Tsms.Backend.Audit;

/// <summary>What the verification of one chain found.</summary>
/// <param name="ProviderId">The chain's service provider; <see cref="Guid.Empty"/> for what belongs to none, such as profiles.</param>
/// <param name="Entries">Number of entries.</param>
/// <param name="Head">Hash of the last entry, upper-case hexadecimal. Note it down elsewhere: a later trail must contain it, which shows that its end was not cut off.</param>
/// <param name="Fault">The first fault: which entry and what is wrong with it. Null when the chain is whole.</param>
public sealed record AuditReport(Guid ProviderId, long Entries, string Head, string? Fault)
{
    /// <summary>Which triggers do not hold the trail any more, in words; null when it can only be added to.</summary>
    public string? Unguarded { get; init; }

    /// <summary>Nothing was changed, removed, added or moved, and the database sees to it.</summary>
    public bool Ok => Fault is null && Unguarded is null;
}

/// <summary>A chain of the audit trail.</summary>
/// <param name="ProviderId">Its service provider; <see cref="Guid.Empty"/> for what belongs to none.</param>
/// <param name="Last">Number of its last entry.</param>
public sealed record AuditChain(Guid ProviderId, long Last);

/// <summary>An entry of the audit trail.</summary>
/// <param name="ProviderId">The chain.</param>
/// <param name="Sequence">Its number in the chain, from 1.</param>
/// <param name="Time">When, UTC, in milliseconds.</param>
/// <param name="Actor">Who: a client id, or operator.</param>
/// <param name="Operation">By what: an operation id of TR-03165 4.1, or an operator's command.</param>
/// <param name="Changes">JSON list of {entity, id, change, before, after}; secrets are left out.</param>
/// <param name="Hash">Upper-case hexadecimal.</param>
public sealed record AuditRecord(Guid ProviderId, long Sequence, DateTimeOffset Time, string Actor, string Operation, string Changes, string Hash);

/// <summary>Reads and verifies the audit trail.</summary>
internal static class AuditVerifier
{
    /// <summary>Walks all chains, or one; those that must be there are reported though they are not.</summary>
    public static async Task<IReadOnlyList<AuditReport>> VerifyAsync(CatalogDb db, Guid? providerId, CancellationToken cancellationToken)
    {
        // One view of entries and heads, however long it takes and whatever is written meanwhile.
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        var heads = await db.AuditHeads.AsNoTracking().Where(h => providerId == null || h.ProviderId == providerId)
            .ToDictionaryAsync(h => h.ProviderId, cancellationToken).ConfigureAwait(false);
        var chains = await db.AuditEntries.Where(e => providerId == null || e.ProviderId == providerId).Select(e => e.ProviderId).Distinct()
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var births = await BirthsAsync(db, providerId, cancellationToken).ConfigureAwait(false);
        var off = await AuditGuards.MissingAsync(db, cancellationToken).ConfigureAwait(false);
        var reports = new List<AuditReport>();
        foreach (var chain in chains.Union(heads.Keys).Union(births.Select(b => b.Key)).Order())
        {
            var report = await VerifyAsync(db, chain, heads.GetValueOrDefault(chain), births[chain], cancellationToken).ConfigureAwait(false);
            reports.Add(off.Count == 0 ? report : report with { Unguarded = Words(off) });
        }

        return reports;
    }

    // Whatever lives was added once, and its chain tells of it: a chain that is gone as a whole, head and all, or that began anew, leaves these behind.
    private static async Task<ILookup<Guid, AuditBirth>> BirthsAsync(CatalogDb db, Guid? providerId, CancellationToken cancellationToken)
    {
        var providers = await db.Providers.Where(p => providerId == null || p.Id == providerId).Select(p => p.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        var profiles = providerId is null || providerId == Guid.Empty
            ? await db.Profiles.Select(p => p.Id).ToListAsync(cancellationToken).ConfigureAwait(false) : [];
        return providers.Select(id => (Chain: id, Birth: new AuditBirth("Provider", id))).Concat(profiles.Select(id => (Chain: Guid.Empty, Birth: new AuditBirth("Profile", id))))
            .ToLookup(b => b.Chain, b => b.Birth);
    }

    private static string Words(IReadOnlyList<string> off) =>
        $"the database does not keep the trail append-only: missing, off or changed on audit_entries: {string.Join(" and ", off)}; make triggers again as the migration AuditTriggers did, and compare with earlier heads (--since)";

    private static async Task<AuditReport> VerifyAsync(CatalogDb db, Guid chain, AuditHeadRow? head, IEnumerable<AuditBirth> births, CancellationToken cancellationToken)
    {
        var walk = new AuditWalk(births);
        await foreach (var entry in db.AuditEntries.AsNoTracking().Where(e => e.ProviderId == chain).OrderBy(e => e.Sequence).AsAsyncEnumerable()
            .WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            walk.Next(entry);
        }

        return walk.End(chain, head);
    }
}

/// <summary>A row that lives, and whose addition its chain must tell.</summary>
internal sealed record AuditBirth(string Entity, Guid Id)
{
    /// <summary>How the entry has it; see <see cref="AuditChange"/>.</summary>
    public bool IsIn(string changes) => changes.Contains($"\"entity\":\"{Entity}\",\"id\":\"{Id}\",\"change\":\"added\"", StringComparison.Ordinal);
}

/// <summary>A walk along one chain: pure, entry by entry in the order of their numbers.</summary>
/// <param name="births">What the chain must tell of.</param>
internal sealed class AuditWalk(IEnumerable<AuditBirth> births)
{
    private readonly List<AuditBirth> _births = [.. births];
    private byte[] _previous = AuditHash.First;
    private long _count;
    private string? _fault;

    public void Next(AuditEntryRow entry)
    {
        _count++;
        _fault ??= FaultOf(entry);
        _previous = entry.Hash;
        _births.RemoveAll(b => b.IsIn(entry.Changes));
    }

    public AuditReport End(Guid chain, AuditHeadRow? head)
    {
        _fault ??= head is null && _count == 0 ? $"the whole chain is gone, its head too, though {_births[0].Entity} {_births[0].Id} is there"
            : head is null ? "the chain has no head"
            : head.Sequence != _count ? $"the head tells of {head.Sequence} entries and {_count} are there"
            : !CryptographicOperations.FixedTimeEquals(head.Hash, _previous) ? $"the head does not fit entry {_count}"
            : _births.Count > 0 ? $"the chain began anew: no entry tells that {_births[0].Entity} {_births[0].Id} was added" : null;
        return new AuditReport(chain, _count, Convert.ToHexString(_previous), _fault);
    }

    private string? FaultOf(AuditEntryRow entry) =>
        entry.Sequence != _count ? $"entry {_count} is missing: entry {entry.Sequence} stands in its place"
        : !CryptographicOperations.FixedTimeEquals(entry.PreviousHash, _previous) ? $"entry {_count} does not follow from the entry before it"
        : !CryptographicOperations.FixedTimeEquals(entry.Hash, AuditHash.Of(entry)) ? $"entry {_count} was changed: its hash is another"
        : null;
}
