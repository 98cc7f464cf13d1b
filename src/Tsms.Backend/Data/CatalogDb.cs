using Microsoft.EntityFrameworkCore;
using Tsms.Backend.ApplicationConfigs;
using Tsms.Backend.Audit;
using Tsms.Backend.Certificates;
using Tsms.Backend.ExecutableLoadFiles;
using Tsms.Backend.Flavors;
using Tsms.Backend.Notifications;
using Tsms.Backend.PersonalizationScripts;
using Tsms.Backend.Profiles;
using Tsms.Backend.Providers;
using Tsms.Backend.Services;
using Tsms.Backend.SposConfigs;
using Tsms.Backend.Versions;

namespace Tsms.Backend.Data;

/// <summary>
/// What service providers manage over the REST-API, and operators besides. The engine reads it and has its own tables for what it writes.
/// Whatever is saved here is written into the audit trail in the same transaction; there is no way around it but bulk statements, which only touch what is not audited.
/// </summary>
internal sealed class CatalogDb(DbContextOptions<CatalogDb> options, TimeProvider time) : DbContext(options)
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

    public DbSet<ProfileRow> Profiles => Set<ProfileRow>();

    public DbSet<WebhookRow> Webhooks => Set<WebhookRow>();

    public DbSet<NoticeRow> Notices => Set<NoticeRow>();

    public DbSet<AuditEntryRow> AuditEntries => Set<AuditEntryRow>();

    public DbSet<AuditHeadRow> AuditHeads => Set<AuditHeadRow>();

    /// <summary>Who changes, and by what; the operator's tools by default.</summary>
    public AuditSubject Subject { get; set; } = AuditSubject.Operator("change");

    /// <summary>Now, to the millisecond, as the database keeps it.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Not to be used: the audit trail is written asynchronously.</summary>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Use SaveChangesAsync.");

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RaiseRevisions();
        var changes = ChangeReader.Read(ChangeTracker);
        if (changes.Count == 0)
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken).ConfigureAwait(false);
        }

        if (Database.CurrentTransaction is not null)
        {
            return await SaveAuditedAsync(changes, acceptAllChangesOnSuccess, cancellationToken).ConfigureAwait(false);
        }

        await using var transaction = await this.BeginChangeAsync(cancellationToken).ConfigureAwait(false);
        var count = await SaveAuditedAsync(changes, acceptAllChangesOnSuccess, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MillisecondsConverter>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        CatalogModel.Build(modelBuilder);
        Collations.Apply(modelBuilder, Database);
    }

    private async Task<int> SaveAuditedAsync(List<AuditChange> changes, bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        var written = await AuditTrail.AddAsync(this, changes, cancellationToken).ConfigureAwait(false);
        var count = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken).ConfigureAwait(false);

        // The next change reads the head anew: another may have moved it meanwhile.
        written.ForEach(row => Entry(row).State = EntityState.Detached);
        return count;
    }

    private void RaiseRevisions()
    {
        foreach (var entry in ChangeTracker.Entries<Row>().Where(e => e.State == EntityState.Modified))
        {
            entry.Entity.Revision++;
        }
    }
}
