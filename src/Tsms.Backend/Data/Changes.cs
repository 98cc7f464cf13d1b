using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Tsms.Backend.Audit;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Data;

/// <summary>
/// One transaction per change, or one for several that come at once. Changes of one service provider follow each other anyhow, since each entry of its audit chain needs the one
/// before, and the disk takes as long for eight as for one: so those that come while a transaction is under way share the next (group commit). Nobody is told of success before
/// the commit. What another process's change forestalled is done again from the start.
/// </summary>
internal sealed class CatalogChanges
{
    private const int MaxAttempts = 8;

    // The first of a transaction waits for the last: so many seldom take longer than the disk.
    private const int MaxTogether = 16;

    private readonly IDbContextFactory<CatalogDb> _contexts;
    private readonly bool _oneWriter;
    private readonly Batches<Guid, PendingChange> _batches;

    public CatalogChanges(IDbContextFactory<CatalogDb> contexts, TsmsBackendOptions options)
    {
        _contexts = contexts;
        _oneWriter = options.Database == BackendDatabase.Sqlite;
        _batches = new((_, changes) => CommitAsync(changes), MaxTogether);
    }

    /// <summary>
    /// Runs <paramref name="change"/> on a context of its transaction, saves and commits. <paramref name="change"/> may run several times and has no effect but on the context.
    /// The token ends the waiting for its turn; what has begun is done.
    /// </summary>
    public async Task<T> RunAsync<T>(AuditSubject subject, Func<CatalogDb, Task<T>> change, CancellationToken cancellationToken)
    {
        var result = default(T);
        var pending = new PendingChange(subject, async db => result = await change(db).ConfigureAwait(false), cancellationToken);

        // SQLite has one write lock for all.
        _batches.Add(_oneWriter ? Guid.Empty : subject.ProviderId ?? Guid.Empty, pending);
        await pending.Told.ConfigureAwait(false);
        return result!;
    }

    private async Task CommitAsync(IReadOnlyList<PendingChange> changes)
    {
        for (var attempt = 1; ; attempt++)
        {
            await TryAsync(changes).ConfigureAwait(false);
            var again = changes.Where(c => attempt < MaxAttempts && c.IsForestalled).ToList();
            foreach (var change in changes.Except(again))
            {
                change.Tell();
            }

            if (again.Count == 0)
            {
                return;
            }

            changes = again;
            await Task.Delay(TimeSpan.FromMilliseconds(5 * attempt)).ConfigureAwait(false);
        }
    }

    private async Task TryAsync(IReadOnlyList<PendingChange> changes)
    {
        try
        {
            await using var db = await _contexts.CreateDbContextAsync().ConfigureAwait(false);
            await using var transaction = await db.BeginChangeAsync(CancellationToken.None).ConfigureAwait(false);
            foreach (var change in changes)
            {
                await change.TryAsync(db, transaction).ConfigureAwait(false);
            }

            if (changes.Any(c => c.IsWell))
            {
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            foreach (var change in changes)
            {
                change.Lose(e);
            }
        }
    }
}

/// <summary>How a change's transaction begins.</summary>
internal static class ChangeTransactions
{
    /// <summary>
    /// On SQLite the transaction takes the one write lock at once. On PostgreSQL a change holds its service provider's audit head and must see what was committed
    /// while it waited for it, so each statement reads anew (READ COMMITTED); serializable would fail every one that had to wait.
    /// </summary>
    public static Task<IDbContextTransaction> BeginChangeAsync(this CatalogDb db, CancellationToken cancellationToken)
    {
        // What fails is rolled back as a whole, so nothing would ever go back to a savepoint of EF Core's.
        db.Database.AutoSavepointsEnabled = false;
        return db.Database.BeginTransactionAsync(db.Database.IsSqlite() ? IsolationLevel.Serializable : IsolationLevel.ReadCommitted, cancellationToken);
    }
}
