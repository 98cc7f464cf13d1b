using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Data;

namespace Tsms.Backend.Audit;

/// <summary>Writes the hash chains, one per service provider, in the transaction of the change itself.</summary>
internal static class AuditTrail
{
    /// <summary>Locks the end of a chain for this transaction and reads it. It is made when missing. What the context has is locked already: it is let go when it is saved.</summary>
    public static async Task<AuditHeadRow> LockAsync(CatalogDb db, Guid providerId, CancellationToken cancellationToken)
    {
        if (db.AuditHeads.Local.FindEntry(providerId) is { Entity: var locked })
        {
            return locked;
        }

        if (await FindAsync().ConfigureAwait(false) is { } head)
        {
            return head;
        }

        // Two first changes at once: the second waits here and finds the first's row.
        await db.Database.ExecuteSqlAsync(
            $"""INSERT INTO audit_heads ("ProviderId", "Sequence", "Hash") VALUES ({providerId}, 0, {AuditHash.First}) ON CONFLICT DO NOTHING""", cancellationToken).ConfigureAwait(false);
        return (await FindAsync().ConfigureAwait(false))!;

        Task<AuditHeadRow?> FindAsync()
        {
            var rows = db.Database.IsSqlite()
                ? db.AuditHeads.Where(h => h.ProviderId == providerId)
                : db.AuditHeads.FromSql($"""SELECT * FROM audit_heads WHERE "ProviderId" = {providerId} FOR UPDATE""");
            return rows.SingleOrDefaultAsync(cancellationToken);
        }
    }

    /// <summary>Puts the changes into the context as entries at the ends of their chains; gives the rows that were put there.</summary>
    public static async Task<List<object>> AddAsync(CatalogDb db, List<AuditChange> changes, CancellationToken cancellationToken)
    {
        var rows = new List<object>();
        foreach (var chain in Chains(db.Subject.ProviderId, changes))
        {
            var head = await LockAsync(db, chain.Key, cancellationToken).ConfigureAwait(false);
            var entry = new AuditEntryRow
            {
                ProviderId = chain.Key,
                Sequence = head.Sequence + 1,
                Time = db.Now,
                Actor = db.Subject.Actor,
                Operation = db.Subject.Operation,
                Changes = JsonSerializer.Serialize(chain.ToList(), ChangeReader.Json),
                PreviousHash = head.Hash,
            };
            entry.Hash = AuditHash.Of(entry);
            (head.Sequence, head.Hash) = (entry.Sequence, entry.Hash);
            db.Add(entry);
            rows.AddRange([head, entry]);
        }

        return rows;
    }

    // By the order of ids, so that two changes never wait for each other's chains.
    private static IEnumerable<IGrouping<Guid, AuditChange>> Chains(Guid? subject, List<AuditChange> changes)
    {
        var named = changes.Select(c => c.ProviderId).OfType<Guid>().Distinct().ToList();
        var other = subject ?? (named.Count == 1 ? named[0] : Guid.Empty);
        return changes.GroupBy(c => subject ?? c.ProviderId ?? other).OrderBy(g => g.Key);
    }
}
