using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
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

/// <summary>Tables, keys and references of <see cref="CatalogDb"/>. References that a delete must not tear are restricted here too, below the rules that answer 1010.</summary>
internal static class CatalogModel
{
    public static void Build(ModelBuilder model)
    {
        Owned<ProviderRow>(model, "providers").Property(p => p.Rids).AsJson();
        model.Entity<LongTermTokenRow>(token =>
        {
            token.ToTable("long_term_tokens").HasKey(t => t.ClientId);
            token.HasOne<ProviderRow>().WithMany().HasForeignKey(t => t.ProviderId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<BinaryRow>().ToTable("binaries").HasKey(b => b.Hash);
        Services(model);
        Flavors(model);
        Versions(model);
        LoadFiles(model);
        Operators(model);
        Uploaded<PersonalizationScriptRow>(model, "personalization_scripts");
        Uploaded<CertificateRow>(model, "certificates");
        ApplicationConfigs(model);
        var spos = OfProvider<SposConfigRow>(model, "spos_configs");
        spos.HasOne<CertificateRow>().WithMany().HasForeignKey(s => s.CertificateId).OnDelete(DeleteBehavior.Restrict);
    }

    private static EntityTypeBuilder<T> Owned<T>(ModelBuilder model, string table) where T : Row
    {
        var entity = model.Entity<T>();
        entity.ToTable(table).HasKey(r => r.Id);
        entity.Property(r => r.Id).ValueGeneratedNever();
        entity.Property(r => r.Revision).IsConcurrencyToken();
        return entity;
    }

    private static EntityTypeBuilder<T> OfProvider<T>(ModelBuilder model, string table) where T : OwnedRow
    {
        var entity = Owned<T>(model, table);
        entity.HasOne<ProviderRow>().WithMany().HasForeignKey(r => r.ProviderId).OnDelete(DeleteBehavior.Cascade);
        return entity;
    }

    private static EntityTypeBuilder<T> Uploaded<T>(ModelBuilder model, string table) where T : FileRow
    {
        var entity = OfProvider<T>(model, table);
        entity.HasOne<BinaryRow>().WithMany().HasForeignKey(r => r.BinaryHash).OnDelete(DeleteBehavior.Restrict);
        return entity;
    }

    private static void ApplicationConfigs(ModelBuilder model)
    {
        var config = OfProvider<ApplicationConfigRow>(model, "application_configs");
        config.Property(c => c.Privileges).AsJson();
        config.HasOne<PersonalizationScriptRow>().WithMany().HasForeignKey(c => c.PersonalizationScriptId).OnDelete(DeleteBehavior.Restrict);
        config.HasOne<CertificateRow>().WithMany().HasForeignKey(c => c.CertificateId).OnDelete(DeleteBehavior.Restrict);
    }

    private static void Services(ModelBuilder model)
    {
        var service = OfProvider<ServiceRow>(model, "services");
        service.Property(s => s.AccessAuthorizedDeviceApps).AsJson();
        service.Property(s => s.SpParameters).AsJson();
        service.HasIndex(s => s.SdAid).IsUnique();
        service.HasOne<SposConfigRow>().WithMany().HasForeignKey(s => s.SposConfigId).OnDelete(DeleteBehavior.Restrict);
    }

    private static void Flavors(ModelBuilder model)
    {
        var flavor = Owned<FlavorRow>(model, "flavors");
        flavor.Property(f => f.SpParameters).AsJson();
        flavor.Property(f => f.ContextSpecificAttributes).AsJson();
        flavor.Property(f => f.GenericOptions).AsJson();
        flavor.HasOne<ServiceRow>().WithMany().HasForeignKey(f => f.ServiceId).OnDelete(DeleteBehavior.Cascade);
        flavor.HasMany(f => f.Elfs).WithOne().HasForeignKey(e => e.FlavorId).OnDelete(DeleteBehavior.Cascade);
        flavor.HasMany(f => f.Instances).WithOne().HasForeignKey(i => i.FlavorId).OnDelete(DeleteBehavior.Cascade);
        flavor.Navigation(f => f.Elfs).AutoInclude();
        flavor.Navigation(f => f.Instances).AutoInclude();
        model.Entity<FlavorElfRow>(link =>
        {
            link.ToTable("flavor_elfs").HasKey(e => new { e.FlavorId, e.ElfId });
            link.HasOne<ExecutableLoadFileRow>().WithMany().HasForeignKey(e => e.ElfId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<FlavorInstanceRow>(instance =>
        {
            instance.ToTable("flavor_instances").HasKey(i => new { i.FlavorId, i.Position });
            instance.HasOne<ExecutableModuleRow>().WithMany().HasForeignKey(i => i.ModuleId).OnDelete(DeleteBehavior.Restrict);
            instance.HasOne<ApplicationConfigRow>().WithMany().HasForeignKey(i => i.ConfigId).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void Versions(ModelBuilder model)
    {
        var version = Owned<VersionRow>(model, "versions");
        version.HasIndex(v => new { v.ServiceId, v.Tag }).IsUnique();
        version.HasOne<ServiceRow>().WithMany().HasForeignKey(v => v.ServiceId).OnDelete(DeleteBehavior.Cascade);
        version.HasMany(v => v.Flavors).WithOne().HasForeignKey(f => f.VersionId).OnDelete(DeleteBehavior.Cascade);
        version.HasMany(v => v.Profiles).WithOne().HasForeignKey(p => p.VersionId).OnDelete(DeleteBehavior.Cascade);
        version.Navigation(v => v.Flavors).AutoInclude();
        version.Navigation(v => v.Profiles).AutoInclude();
        model.Entity<VersionFlavorRow>(link =>
        {
            link.ToTable("version_flavors").HasKey(f => new { f.VersionId, f.FlavorId });
            link.HasOne<FlavorRow>().WithMany().HasForeignKey(f => f.FlavorId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<VersionProfileRow>().ToTable("version_profiles").HasKey(p => new { p.VersionId, p.ProfileId });
    }

    private static void LoadFiles(ModelBuilder model)
    {
        var elf = Uploaded<ExecutableLoadFileRow>(model, "executable_load_files");
        elf.Property(e => e.ImportedPackages).AsJson();
        elf.Property(e => e.ImportedVersions).AsJson();
        elf.HasMany(e => e.Modules).WithOne().HasForeignKey(m => m.ElfId).OnDelete(DeleteBehavior.Cascade);
        elf.Navigation(e => e.Modules).AutoInclude();
        model.Entity<ExecutableModuleRow>(module =>
        {
            module.ToTable("executable_modules").HasKey(m => m.Id);
            module.Property(m => m.Id).ValueGeneratedNever();
            module.HasIndex(m => new { m.ElfId, m.Aid }).IsUnique();
        });
    }

    // What operators and the TSM itself write. The trail and its heads outlive the service provider: no foreign key.
    private static void Operators(ModelBuilder model)
    {
        Owned<ProfileRow>(model, "profiles");
        model.Entity<WebhookRow>(webhook =>
        {
            webhook.ToTable("webhooks").HasKey(w => w.ProviderId);
            webhook.Property(w => w.ProviderId).ValueGeneratedNever();
            webhook.HasOne<ProviderRow>().WithMany().HasForeignKey(w => w.ProviderId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<NoticeRow>(notice =>
        {
            notice.ToTable("notices").HasKey(n => n.Id);
            notice.Property(n => n.Id).ValueGeneratedNever();
            notice.HasIndex(n => n.NextAttempt);
            notice.HasOne<ProviderRow>().WithMany().HasForeignKey(n => n.ProviderId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<AuditEntryRow>().ToTable("audit_entries").HasKey(a => new { a.ProviderId, a.Sequence });
        model.Entity<AuditHeadRow>(head =>
        {
            head.ToTable("audit_heads").HasKey(h => h.ProviderId);
            head.Property(h => h.ProviderId).ValueGeneratedNever();
        });
    }
}
