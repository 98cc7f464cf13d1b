using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Data;

namespace Tsms.Backend.Profiles;

/// <summary>Finds what depends on a profile: links in the REST data, instances in the engine's.</summary>
internal sealed class ProfileImpacts(IDbContextFactory<CatalogDb> catalog, IDbContextFactory<EngineDb> engine)
{
    public async Task<ProfileImpact> OfAsync(Profile profile, CancellationToken cancellationToken)
    {
        await using var db = await catalog.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await OfAsync(db, profile, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ProfileImpact> OfAsync(CatalogDb db, Profile profile, CancellationToken cancellationToken)
    {
        var links = await (
            from version in db.Versions
            from link in version.Profiles
            where link.ProfileId == profile.Id
            join flavor in db.Flavors on link.FlavorId equals flavor.Id
            join service in db.Services on version.ServiceId equals service.Id
            select new { service.ProviderId, ServiceId = service.Id, FlavorId = flavor.Id, flavor.Name, version.Tag }).ToListAsync(cancellationToken).ConfigureAwait(false);
        var instances = await InstancesAsync(profile.Id, cancellationToken).ConfigureAwait(false);
        var ids = links.Select(l => l.ProviderId).Concat(instances.Keys.Select(i => i.ProviderId)).Distinct().ToList();
        var names = await db.Providers.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellationToken).ConfigureAwait(false);
        return new ProfileImpact(
            ProfileInfo.Of(profile),
            [
                .. names.OrderBy(n => n.Value, StringComparer.Ordinal).ThenBy(n => n.Key).Select(provider => new ProviderImpact(
                    provider.Key,
                    provider.Value,
                    [
                        .. links.Where(l => l.ProviderId == provider.Key).GroupBy(l => (l.ServiceId, l.FlavorId, l.Name)).OrderBy(g => g.Key).Select(g => new FlavorImpact(
                            g.Key.ServiceId, g.Key.FlavorId, g.Key.Name, [.. g.Select(l => l.Tag).Order(StringComparer.Ordinal)],
                            instances.GetValueOrDefault((provider.Key, g.Key.FlavorId)))),
                    ],
                    instances.Where(i => i.Key.ProviderId == provider.Key).Sum(i => i.Value))),
            ]);
    }

    // Orphaned instances count too: their Flavor is gone from the REST data, the card is not.
    private async Task<Dictionary<(Guid ProviderId, Guid FlavorId), int>> InstancesAsync(Guid profileId, CancellationToken cancellationToken)
    {
        await using var db = await engine.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var counts = await db.Instances.Where(i => i.ProfileId == profileId).GroupBy(i => new { i.ProviderId, i.FlavorId })
            .Select(g => new { g.Key.ProviderId, g.Key.FlavorId, Count = g.Count() }).ToListAsync(cancellationToken).ConfigureAwait(false);
        return counts.ToDictionary(c => (c.ProviderId, c.FlavorId), c => c.Count);
    }
}
