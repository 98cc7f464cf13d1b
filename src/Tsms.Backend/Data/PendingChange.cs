using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Tsms.Backend.Audit;

namespace Tsms.Backend.Data;

/// <summary>A change that is to be committed, alone or with others, and what came of it.</summary>
internal sealed class PendingChange(AuditSubject subject, Func<CatalogDb, Task> change, CancellationToken cancellationToken)
{
    private const string Savepoint = "change";

    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _fault;

    /// <summary>Ends when the change is committed, or fails with what it failed at.</summary>
    public Task Told => _told.Task;

    /// <summary>It found no fault so far.</summary>
    public bool IsWell => _fault is null;

    /// <summary>Was it another change at the same time that stood in the way? Then a second try sees that one's result.</summary>
    public bool IsForestalled => Forestalled(_fault);

    /// <summary>Does the change within a transaction and saves it. What it fails at is undone and kept for <see cref="Tell"/>; others of the transaction do not notice.</summary>
    /// <exception cref="Exception">It could not be undone either: the transaction is lost.</exception>
    public async Task TryAsync(CatalogDb db, IDbContextTransaction transaction)
    {
        _fault = null;
        db.Subject = subject;
        db.ChangeTracker.Clear();
        await transaction.CreateSavepointAsync(Savepoint, CancellationToken.None).ConfigureAwait(false);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (subject.ProviderId is { } providerId)
            {
                await AuditTrail.LockAsync(db, providerId, CancellationToken.None).ConfigureAwait(false);
            }

            await change(db).ConfigureAwait(false);
            await db.SaveChangesAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _fault = e;
            try
            {
                await transaction.RollbackToSavepointAsync(Savepoint, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception) when (e is not Errors.RestFault)
            {
                // The transaction went with whatever came first, such as the database: that says more than that there is nothing to go back to.
                ExceptionDispatchInfo.Throw(e);
            }
        }
    }

    /// <summary>The transaction failed as a whole: nothing of it is there, and what was refused may have been refused for what is not there.</summary>
    public void Lose(Exception fault) => _fault = _fault is null or Errors.RestFault ? fault : _fault;

    /// <summary>Tells who waits what came of it.</summary>
    public void Tell()
    {
        if (_fault is null)
        {
            _told.SetResult();
        }
        else
        {
            _told.SetException(_fault);
        }
    }

    private static bool Forestalled(Exception? e) => e switch
    {
        null => false,
        DbUpdateConcurrencyException => true,
        PostgresException p => p.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation,
        SqliteException s => s.SqliteErrorCode is 5 or 6, // SQLITE_BUSY, SQLITE_LOCKED
        _ => Forestalled(e.InnerException),
    };
}
