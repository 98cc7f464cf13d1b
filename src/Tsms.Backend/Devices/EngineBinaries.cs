using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tsms.Backend.Data;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Devices;

/// <summary>
/// The engine's copies of load files, named by their hash in the frozen Flavors of instances. They are added in the transaction that adds what names them, and swept when no
/// instance names them any more; the two never overlap, or an instance might lose what was just found to be there.
/// </summary>
internal static class EngineBinaries
{
    // Any number will do as long as it is this program's own: it names the advisory lock.
    private const long Gate = 0x54_534D_5342;

    /// <summary>Begins the transaction in which binaries and what names them are added; <see cref="AddAsync"/> and the caller's own rows follow, then the commit.</summary>
    public static Task<IDbContextTransaction> BeginAddAsync(EngineDb db, CancellationToken cancellationToken) =>
        BeginAsync(db, $"SELECT pg_advisory_xact_lock_shared({Gate})", cancellationToken);

    /// <summary>Adds those that are not there yet. They are saved with whatever else the context holds.</summary>
    public static async Task AddAsync(EngineDb db, IReadOnlyDictionary<string, byte[]> binaries, CancellationToken cancellationToken)
    {
        var wanted = binaries.Keys.ToList();
        var there = await db.Binaries.Where(b => wanted.Contains(b.Hash)).Select(b => b.Hash).ToListAsync(cancellationToken).ConfigureAwait(false);
        db.Binaries.AddRange(binaries.Where(b => !there.Contains(b.Key)).Select(b => new EngineBinaryRow { Hash = b.Key, Content = b.Value }));
    }

    /// <summary>Deletes those that no instance names.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> SweepAsync(EngineDb db, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(db, $"SELECT pg_advisory_xact_lock({Gate})", cancellationToken).ConfigureAwait(false);
        var swept = await db.Binaries.Where(b => !db.Instances.Any(i => i.Flavor.Contains(b.Hash))).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return swept;
    }

    // On SQLite a serializable transaction takes the one write lock at its beginning; on PostgreSQL the gate is shared by those who add and held alone by the sweep.
    private static async Task<IDbContextTransaction> BeginAsync(EngineDb db, FormattableString gate, CancellationToken cancellationToken)
    {
        var sqlite = db.Database.IsSqlite();
        var transaction = await db.Database.BeginTransactionAsync(sqlite ? IsolationLevel.Serializable : IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        if (!sqlite)
        {
            await db.Database.ExecuteSqlAsync(gate, cancellationToken).ConfigureAwait(false);
        }

        return transaction;
    }
}

/// <summary>Sweeps the engine's binaries a few times a day.</summary>
internal sealed partial class BinarySweep(EngineStore store, TimeProvider time, ILogger<BinarySweep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(6);

    // What is left lies there until the next time.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => PeriodicWork.RunAsync(Period, time, SweepAsync, e => LogFailed(logger, e), stoppingToken);

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var swept = await EngineBinaries.SweepAsync(db, cancellationToken).ConfigureAwait(false);
        LogSwept(logger, swept);
    }

    [LoggerMessage(EventId = 4310, Level = LogLevel.Information, Message = "{Count} binaries that no instance needs were deleted")]
    private static partial void LogSwept(ILogger logger, int count);

    [LoggerMessage(EventId = 4311, Level = LogLevel.Warning, Message = "Unused binaries were not deleted; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
