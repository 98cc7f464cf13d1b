using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Data;

/// <summary>Contexts for the tool that writes migrations (eng/migrations); they are never connected. The argument names the database: sqlite or postgres.</summary>
internal static class DesignTimeContexts
{
    public static DbContextOptions<TContext> Options<TContext>(string[] args) where TContext : DbContext
    {
        var postgres = args.Contains("postgres", StringComparer.Ordinal);
        var builder = new DbContextOptionsBuilder<TContext>();
        DatabaseSetup.Configure<TContext>(builder, postgres
            ? new TsmsBackendOptions { Database = BackendDatabase.Postgres, ConnectionString = "Host=localhost" }
            : new TsmsBackendOptions());
        return builder.Options;
    }
}

/// <inheritdoc/>
internal sealed class CatalogDbDesign : IDesignTimeDbContextFactory<CatalogDb>
{
    public CatalogDb CreateDbContext(string[] args) => new(DesignTimeContexts.Options<CatalogDb>(args), TimeProvider.System);
}

/// <inheritdoc/>
internal sealed class EngineDbDesign : IDesignTimeDbContextFactory<EngineDb>
{
    public EngineDb CreateDbContext(string[] args) => new(DesignTimeContexts.Options<EngineDb>(args));
}
