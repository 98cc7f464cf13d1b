using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Data;

/// <summary>Connects the contexts to their one database.</summary>
internal static class DatabaseSetup
{
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
            builder.UseNpgsql(options.ConnectionString, npgsql => npgsql.MigrationsHistoryTable(history));
        }
        else
        {
            builder.UseSqlite(SqliteConnectionString(options), sqlite => sqlite.MigrationsHistoryTable(history));
        }

        builder.ReplaceService<IMigrationsAssembly, DatabaseMigrations>();
    }

    private static string SqliteConnectionString(TsmsBackendOptions options) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.GetFullPath(Path.Combine(options.DataDirectory, "tsms.db")),
        ForeignKeys = true,
        Pooling = true,
    }.ToString();
}
