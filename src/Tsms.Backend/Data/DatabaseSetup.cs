using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Data;

/// <summary>Connects the contexts to their one database and makes their tables.</summary>
internal static class DatabaseSetup
{
    /// <summary>Registers a context on the backend's database; its tables are made at start. Contexts share the database and have different tables.</summary>
    public static IServiceCollection AddTsmsDbContext<TContext>(this IServiceCollection services) where TContext : DbContext
    {
        services.AddDbContextFactory<TContext>((provider, builder) => Configure(builder, provider.GetRequiredService<TsmsBackendOptions>()));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext());
        return services.AddSingleton<IPreparedContext, PreparedContext<TContext>>();
    }

    public static void Configure(DbContextOptionsBuilder builder, TsmsBackendOptions options)
    {
        if (options.Database != BackendDatabase.Sqlite)
        {
            throw new NotSupportedException("PostgreSQL is not supported yet: use SQLite.");
        }

        var path = Path.GetFullPath(Path.Combine(options.DataDirectory, "tsms.db"));
        builder.UseSqlite(new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, Pooling = true }.ToString());
    }

    /// <summary>
    /// Makes the context's tables where they are missing. Migrations replace this method's body once there is a released schema to migrate from;
    /// EnsureCreated does not do, because it looks whether the database has any table at all and the contexts share one.
    /// </summary>
    public static async Task PrepareAsync(DbContext context, CancellationToken cancellationToken)
    {
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellationToken).ConfigureAwait(false))
        {
            await creator.CreateAsync(cancellationToken).ConfigureAwait(false);
        }

        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var table = context.Model.GetEntityTypes().First().GetTableName()!;
        var found = await context.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = {table}")
            .SingleAsync(cancellationToken).ConfigureAwait(false);
        if (found == 0)
        {
            await creator.CreateTablesAsync(cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A context whose tables are made at start.</summary>
internal interface IPreparedContext
{
    Task PrepareAsync(CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class PreparedContext<TContext>(IDbContextFactory<TContext> factory) : IPreparedContext where TContext : DbContext
{
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var context = await factory.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            await DatabaseSetup.PrepareAsync(context, cancellationToken).ConfigureAwait(false);
        }
    }
}
