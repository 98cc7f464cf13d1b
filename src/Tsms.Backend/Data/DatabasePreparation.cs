using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Data;

/// <summary>A context whose tables are brought up to date at start.</summary>
internal interface IPreparedContext
{
    /// <exception cref="InvalidOperationException">The database cannot be brought to this version; the message says why.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class PreparedContext<TContext>(IDbContextFactory<TContext> factory, TsmsBackendOptions options) : IPreparedContext where TContext : DbContext
{
    // Any number will do as long as it is this program's own: it names the advisory lock.
    private const long PostgresGate = 0x54_534D_5347;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var context = await factory.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (options.Database == BackendDatabase.Postgres)
        {
            await PreparePostgresAsync(context, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var gate = await MigrationGate.TakeAsync(options.DataDirectory, cancellationToken).ConfigureAwait(false);
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken).ConfigureAwait(false);
        await MigrateAsync(context, cancellationToken).ConfigureAwait(false);
    }

    private static async Task PreparePostgresAsync(TContext context, CancellationToken cancellationToken)
    {
        await CreatePostgresAsync(context.GetService<IRelationalDatabaseCreator>(), cancellationToken).ConfigureAwait(false);

        // Processes that start together wait for each other; the lock goes with the connection, whatever happens.
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({PostgresGate})", cancellationToken).ConfigureAwait(false);
        try
        {
            await MigrateAsync(context, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({PostgresGate})", CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task CreatePostgresAsync(IRelationalDatabaseCreator creator, CancellationToken cancellationToken)
    {
        if (await creator.ExistsAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            await creator.CreateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process that starts with this one was first. The server tells it in two ways: by looking before it
            // writes, and by the index over the names when both wrote.
        }
    }

    private static async Task MigrateAsync(TContext context, CancellationToken cancellationToken)
    {
        var known = context.Database.GetMigrations().ToHashSet();
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken).ConfigureAwait(false)).ToList();
        if (applied.Find(id => !known.Contains(id)) is { } unknown)
        {
            throw new InvalidOperationException($"The database was made by a newer version of this program (migration {unknown}): run that version, or restore a backup.");
        }

        if (applied.Count == known.Count)
        {
            return;
        }

        if (context.Database.IsSqlite())
        {
            // EF Core's own lock is a row that a killed process leaves behind for ever; ours is held here, so that row can only be such a one.
            await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken).ConfigureAwait(false);
        }

        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
    }
}
