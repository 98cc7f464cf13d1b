using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tsms.Backend.Tests.Storage;

/// <summary>Breaks the backend off at a chosen write: a command that changes rows, or the commit.</summary>
internal sealed class WriteFaults : DbCommandInterceptor, IDbTransactionInterceptor
{
    private int _left;
    private int _commits;

    /// <summary>Transactions that were committed.</summary>
    public int Commits => Volatile.Read(ref _commits);

    /// <summary>Whether the chosen write came.</summary>
    public bool Fired { get; private set; }

    /// <summary>The write that fails, counted from 1; 0 for none.</summary>
    public void Arm(int write) => (_left, Fired) = (write, false);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Count(command.CommandText);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Count(command.CommandText);
        return ValueTask.FromResult(result);
    }

    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Count("COMMIT");
        Interlocked.Increment(ref _commits);
        return ValueTask.FromResult(result);
    }

    private void Count(string sql)
    {
        if (_left > 0 && (sql is "COMMIT" || sql.Contains("INSERT ", StringComparison.Ordinal) || sql.Contains("UPDATE \"", StringComparison.Ordinal) || sql.Contains("DELETE ", StringComparison.Ordinal))
            && --_left == 0)
        {
            Fired = true;
            throw new IOException("The power went off, says the test.");
        }
    }
}
