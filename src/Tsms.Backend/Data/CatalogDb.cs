using Microsoft.EntityFrameworkCore;
using Tsms.Backend.ApplicationConfigs;
using Tsms.Backend.Certificates;
using Tsms.Backend.ExecutableLoadFiles;
using Tsms.Backend.Flavors;
using Tsms.Backend.PersonalizationScripts;
using Tsms.Backend.Providers;
using Tsms.Backend.Services;
using Tsms.Backend.SposConfigs;
using Tsms.Backend.Versions;

namespace Tsms.Backend.Data;

/// <summary>What service providers manage over the REST-API. The engine reads it and has its own tables for what it writes.</summary>
internal sealed class CatalogDb(DbContextOptions<CatalogDb> options) : DbContext(options)
{
    public DbSet<ProviderRow> Providers => Set<ProviderRow>();

    public DbSet<LongTermTokenRow> LongTermTokens => Set<LongTermTokenRow>();

    public DbSet<ServiceRow> Services => Set<ServiceRow>();

    public DbSet<FlavorRow> Flavors => Set<FlavorRow>();

    public DbSet<VersionRow> Versions => Set<VersionRow>();

    public DbSet<ExecutableLoadFileRow> ExecutableLoadFiles => Set<ExecutableLoadFileRow>();

    public DbSet<ExecutableModuleRow> ExecutableModules => Set<ExecutableModuleRow>();

    public DbSet<ApplicationConfigRow> ApplicationConfigs => Set<ApplicationConfigRow>();

    public DbSet<PersonalizationScriptRow> PersonalizationScripts => Set<PersonalizationScriptRow>();

    public DbSet<CertificateRow> Certificates => Set<CertificateRow>();

    public DbSet<SposConfigRow> SposConfigs => Set<SposConfigRow>();

    public DbSet<BinaryRow> Binaries => Set<BinaryRow>();

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        RaiseRevisions();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc/>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RaiseRevisions();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MillisecondsConverter>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) => CatalogModel.Build(modelBuilder);

    private void RaiseRevisions()
    {
        foreach (var entry in ChangeTracker.Entries<Row>().Where(e => e.State == EntityState.Modified))
        {
            entry.Entity.Revision++;
        }
    }
}
