using Microsoft.EntityFrameworkCore;

namespace Tsms.Backend.Data;

/// <summary>What the engine writes: instances, cards, journal, processes, traffic, its own copies of binaries. It shares the database with the catalog, not its tables.</summary>
internal sealed class EngineDb(DbContextOptions<EngineDb> options) : DbContext(options)
{
    public DbSet<EngineInstanceRow> Instances => Set<EngineInstanceRow>();

    public DbSet<EngineCardRow> Cards => Set<EngineCardRow>();

    public DbSet<EngineJournalRow> Journal => Set<EngineJournalRow>();

    public DbSet<EngineProcessRow> Processes => Set<EngineProcessRow>();

    public DbSet<EngineTrafficRow> Traffic => Set<EngineTrafficRow>();

    public DbSet<EngineBinaryRow> Binaries => Set<EngineBinaryRow>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MillisecondsConverter>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<EngineInstanceRow>(row =>
        {
            row.ToTable("engine_instances").HasKey(i => i.Id);
            row.Property(i => i.Id).ValueGeneratedNever();
            row.Property(i => i.Revision).IsConcurrencyToken();
            row.HasIndex(i => new { i.CardId, i.ServiceId }).IsUnique();
            row.HasIndex(i => i.ProfileId);
        });
        modelBuilder.Entity<EngineCardRow>(row =>
        {
            row.ToTable("engine_cards").HasKey(c => c.Id);
            row.Property(c => c.Revision).IsConcurrencyToken();
        });
        modelBuilder.Entity<EngineJournalRow>().ToTable("engine_journal").HasIndex(j => j.CardId);
        modelBuilder.Entity<EngineProcessRow>(row =>
        {
            row.ToTable("engine_processes").HasKey(p => p.Id);
            row.Property(p => p.Id).ValueGeneratedNever();
            row.HasIndex(p => p.EndDate);
        });
        modelBuilder.Entity<EngineTrafficRow>().ToTable("engine_traffic").HasIndex(t => t.ProcessId);
        modelBuilder.Entity<EngineBinaryRow>().ToTable("engine_binaries").HasKey(b => b.Hash);
        Collations.Apply(modelBuilder, Database);
    }
}
