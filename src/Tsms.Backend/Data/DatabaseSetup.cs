using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Data;

/// <summary>Connects the contexts to their one database.</summary>
internal static class DatabaseSetup
{
    // The program's statements are some hundreds, those that come often a few dozen.
    private const int PreparedStatements = 64;

    /// <summary>
    /// Registers a context on the backend's database; its tables are made at start. Contexts share the database and have different tables. Interceptors that are
    /// registered as services see every command: the fault port of tests.
    /// </summary>
    public static IServiceCollection AddTsmsDbContext<TContext>(this IServiceCollection services) where TContext : DbContext
    {
        if (services.Any(s => s.ServiceType == typeof(IDbContextFactory<TContext>)))
        {
            return services;
        }

        services.AddDbContextFactory<TContext>((provider, builder) =>
        {
            Configure<TContext>(builder, provider.GetRequiredService<TsmsBackendOptions>());
            builder.AddInterceptors(provider.GetServices<IInterceptor>());
        });
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPreparedContext, PreparedContext<TContext>>());
        return services;
    }

    /// <summary>Chooses the database, the context's own table of applied migrations, and the migrations written for this database.</summary>
    public static void Configure<TContext>(DbContextOptionsBuilder builder, TsmsBackendOptions options) where TContext : DbContext
    {
        var history = typeof(TContext).Name == nameof(CatalogDb) ? "migrations_catalog" : "migrations_engine";
        if (options.Database == BackendDatabase.Postgres)
        {
            builder.UseNpgsql(PostgresConnectionString(options), npgsql => npgsql.MigrationsHistoryTable(history));
        }
        else
        {
            builder.UseSqlite(SqliteConnectionString(options), sqlite => sqlite.MigrationsHistoryTable(history));
        }

        builder.ReplaceService<IMigrationsAssembly, DatabaseMigrations>();
    }

    /// <summary>Makes closed connections of the contexts' pool.</summary>
    public static Func<DbConnection> Connections(TsmsBackendOptions options)
    {
        var text = options.Database == BackendDatabase.Postgres ? PostgresConnectionString(options) : SqliteConnectionString(options);
        return options.Database == BackendDatabase.Postgres ? () => new NpgsqlConnection(text) : () => new SqliteConnection(text);
    }

    // Statements that come again are prepared once per connection. An operator who says otherwise knows why: a pooler in between may not bear it.
    internal static string PostgresConnectionString(TsmsBackendOptions options)
    {
        var text = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        if (!text.ShouldSerialize("Max Auto Prepare"))
        {
            text.MaxAutoPrepare = PreparedStatements;
        }

        return text.ToString();
    }

    private static string SqliteConnectionString(TsmsBackendOptions options) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.GetFullPath(Path.Combine(options.DataDirectory, "tsms.db")),
        ForeignKeys = true,
        Pooling = true,
    }.ToString();
}
