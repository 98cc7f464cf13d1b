using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Tsms.Backend.Audit;

namespace Tsms.Backend.Data;

/// <summary>One transaction per operation. What another change forestalled is done again from the start.</summary>
internal sealed class CatalogChanges(IDbContextFactory<CatalogDb> contexts)
{
    private const int MaxAttempts = 8;

    /// <summary>
    /// Runs <paramref name="change"/> on a context of its own, saves and commits. Changes of one service provider follow each other: its audit head is locked first.
    /// <paramref name="change"/> may run several times and has no effect but on the context.
    /// </summary>
    public async Task<T> RunAsync<T>(AuditSubject subject, Func<CatalogDb, Task<T>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            db.Subject = subject;
            try
            {
                await using var transaction = await db.BeginChangeAsync(cancellationToken).ConfigureAwait(false);
                if (subject.ProviderId is { } providerId)
                {
                    await AuditTrail.LockAsync(db, providerId, cancellationToken).ConfigureAwait(false);
                }

                var result = await change(db).ConfigureAwait(false);
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return result;
            }
            catch (Exception e) when (attempt < MaxAttempts && IsForestalled(e))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5 * attempt), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Was it another change at the same time that stood in the way? Then a second try sees that one's result.</summary>
    internal static bool IsForestalled(Exception? e) => e switch
    {
        null => false,
        DbUpdateConcurrencyException => true,
        PostgresException p => p.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation,
        SqliteException s => s.SqliteErrorCode is 5 or 6, // SQLITE_BUSY, SQLITE_LOCKED
        _ => IsForestalled(e.InnerException),
    };
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
        // What fails is rolled back as a whole, so nothing would ever go back to a savepoint.
        db.Database.AutoSavepointsEnabled = false;
        return db.Database.BeginTransactionAsync(db.Database.IsSqlite() ? IsolationLevel.Serializable : IsolationLevel.ReadCommitted, cancellationToken);
    }
}
