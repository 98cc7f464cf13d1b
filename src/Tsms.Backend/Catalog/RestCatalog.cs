using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.ApplicationConfigs;
using Tsms.Backend.Data;
using Tsms.Backend.Flavors;
using Tsms.JavaCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;

namespace Tsms.Backend.Catalog;

/// <summary>The catalog out of the REST data's tables. It reads; nothing here writes.</summary>
internal sealed class RestCatalog(IDbContextFactory<CatalogDb> contexts) : ICatalog
{
    public async Task<CatalogService?> FindServiceAsync(Guid serviceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (await db.Services.AsNoTracking().SingleOrDefaultAsync(s => s.Id == serviceId, cancellationToken).ConfigureAwait(false) is not { } service)
        {
            return null;
        }

        var provider = await db.Providers.AsNoTracking().SingleAsync(p => p.Id == service.ProviderId, cancellationToken).ConfigureAwait(false);
        var flavors = await db.Flavors.AsNoTracking().Where(f => f.ServiceId == serviceId).ToDictionaryAsync(f => f.Id, cancellationToken).ConfigureAwait(false);
        var versions = await db.Versions.AsNoTracking().Where(v => v.ServiceId == serviceId).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new CatalogService(
            service.Id, provider.Id, provider.Name, service.SdAid, service.SpParameters, service.AccessAuthorizedDeviceApps,
            [.. versions.Where(v => ServiceVersionTag.TryParse(v.Tag, out _)).Select(v => new CatalogVersion(
                Tag(v.Tag),
                [.. v.Profiles.Where(p => flavors.ContainsKey(p.FlavorId)).OrderBy(p => p.Position).Select(p => Deployment(p.ProfileId, flavors[p.FlavorId]))]))]);
    }

    public async Task<bool> FlavorExistsAsync(Guid flavorId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Flavors.AnyAsync(f => f.Id == flavorId, cancellationToken).ConfigureAwait(false);
    }

    public async Task<FrozenPackage> FreezeAsync(CatalogService service, CatalogVersion version, CatalogDeployment deployment, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var flavor = await db.Flavors.AsNoTracking().SingleAsync(f => f.Id == deployment.FlavorId, cancellationToken).ConfigureAwait(false);
        var elfIds = flavor.Elfs.OrderBy(e => e.Position).Select(e => e.ElfId).ToList();
        var elfs = await db.ExecutableLoadFiles.AsNoTracking().Where(e => elfIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellationToken).ConfigureAwait(false);
        var binaries = new Dictionary<string, byte[]>();
        var files = new List<FrozenLoadFile>();
        foreach (var elf in elfIds.Select(id => elfs[id]))
        {
            var content = await db.Binaries.AsNoTracking().Where(b => b.Hash == elf.BinaryHash).Select(b => b.Content).SingleAsync(cancellationToken).ConfigureAwait(false);
            var block = CapFile.Read(content).LoadFileDataBlock();
            var hash = Convert.ToHexString(SHA256.HashData(block));
            binaries[hash] = block;
            files.Add(new FrozenLoadFile(elf.Aid, hash, elf.ImportedPackages));
        }

        var modules = elfs.Values.SelectMany(e => e.Modules.Select(m => (m.Id, Module: m.Aid, LoadFile: e.Aid))).ToDictionary(m => m.Id);
        var configIds = flavor.Instances.Select(i => i.ConfigId).ToList();
        var configs = await db.ApplicationConfigs.AsNoTracking().Where(c => configIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken).ConfigureAwait(false);
        var applications = flavor.Instances.OrderBy(i => i.Position).Select(i => Freeze(configs[i.ConfigId], modules[i.ModuleId].Module, modules[i.ModuleId].LoadFile, i.Priority));
        var parameters = new Dictionary<string, string>(service.SpParameters);
        foreach (var (key, value) in flavor.SpParameters)
        {
            parameters[key] = value;
        }

        return new FrozenPackage(
            new FrozenFlavor(
                service.Id, service.ProviderId, service.ProviderName, version.Tag.ToString(), flavor.Id, flavor.Name, deployment.ProfileId, parameters,
                service.DomainAid, files, [.. applications], service.AuthorizedApps, flavor.KeyProvisioningMode),
            binaries);
    }

    private static FrozenApplication Freeze(ApplicationConfigRow config, string module, string loadFile, int priority) => new(
        config.InstanceAid, module, loadFile, config.Privileges.Aggregate(Privileges.None, (all, name) => all | PrivilegeOf(name)),
        ApplicationSpecific(config.InstallParameter), config.MakeSelectable, priority);

    /// <summary>Parameters that come as one C9 are the value of it: so applets that want no TLV get their bytes (docs/divergences.md).</summary>
    private static string ApplicationSpecific(string parameter) =>
        BerTlvReader.TryReadAll(Convert.FromHexString(parameter), out var objects, out _, out _) && objects is [{ Tag.Value: 0xC9 } only]
            ? Convert.ToHexString(only.Value.Span)
            : parameter;

    /// <summary>The names of TR-03165 4.1.4.13.</summary>
    private static Privileges PrivilegeOf(string name) => name switch
    {
        "CVMManagement" => Privileges.CvmManagement,
        "ContactlessSelfActivation" => Privileges.ContactlessSelfActivation,
        "GlobalService" => Privileges.GlobalService,
        "PrivacyTrusted" => Privileges.PrivacyTrusted,
        _ => throw new InvalidOperationException($"'{name}' is no privilege that a flavor can ask for."),
    };

    private static ServiceVersionTag Tag(string text) => ServiceVersionTag.TryParse(text, out var tag) ? tag : default;

    private static CatalogDeployment Deployment(Guid profileId, FlavorRow flavor) =>
        new(profileId, flavor.Id, flavor.Name, flavor.Published, flavor.KeyProvisioningMode, flavor.SpParameters);
}
