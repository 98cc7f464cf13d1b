using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Errors;
using Tsms.Backend.ExecutableLoadFiles;
using Tsms.Backend.Flavors;
using Tsms.Backend.Providers;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Versions;

/// <summary>What must hold for a Version's deployments, whichever operation changed them or what is behind them (TR-03165 v1.1, 4.1.4.3).</summary>
internal static class VersionRules
{
    /// <summary>Checks wanted deployments and makes them the Version's.</summary>
    /// <exception cref="RestFault">1009 for what does not exist or is retired, 1008 for a profile that stands twice, 1016.</exception>
    public static async Task DeployAsync(RestCall call, VersionRow version, IReadOnlyDictionary<Guid, IReadOnlyList<Guid>> deployments, CancellationToken cancellationToken)
    {
        var all = deployments.SelectMany(d => d.Value).ToList();
        var flavors = await FlavorsAsync(call, version, [.. deployments.Keys], cancellationToken).ConfigureAwait(false);
        foreach (var (flavor, profiles) in deployments)
        {
            foreach (var id in profiles)
            {
                RequireProfile(call, version, flavor, id);
            }
        }

        if (all.GroupBy(id => id).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw Faults.InvalidFormat(twice.Key.ToString(), "allowedDeployments", "map in which a SecureComponentProfile stands once");
        }

        var elfs = await ElfsAsync(call, flavors, cancellationToken).ConfigureAwait(false);
        var rids = await Rids.OfAsync(call.Db, call.ProviderId, cancellationToken).ConfigureAwait(false);
        foreach (var flavor in flavors)
        {
            Check(call, flavor, [.. flavor.Elfs.Select(e => elfs[e.ElfId])], deployments[flavor.Id], rids);
        }

        version.Deploy(deployments);
    }

    /// <summary>For a changed Flavor: checks all profiles that Versions deploy it to.</summary>
    public static async Task CheckDeploymentsOfAsync(RestCall call, FlavorRow flavor, IReadOnlyList<ExecutableLoadFileRow> elfs, CancellationToken cancellationToken)
    {
        var profiles = await call.Db.Versions.Where(v => v.ServiceId == flavor.ServiceId).SelectMany(v => v.Profiles)
            .Where(p => p.FlavorId == flavor.Id).Select(p => p.ProfileId).Distinct().ToListAsync(cancellationToken).ConfigureAwait(false);
        Check(call, flavor, elfs, profiles, await Rids.OfAsync(call.Db, call.ProviderId, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Flavors of the Version's Service, all of these ids.</summary>
    /// <exception cref="RestFault">1009 for the first that is not there.</exception>
    public static async Task<List<FlavorRow>> FlavorsAsync(RestCall call, VersionRow version, List<Guid> ids, CancellationToken cancellationToken)
    {
        var rows = await call.Db.Flavors.Where(f => f.ServiceId == version.ServiceId && ids.Contains(f.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var missing = ids.Find(id => !rows.Exists(r => r.Id == id));
        return missing == default ? rows : throw Faults.NotExisting("Flavor", missing);
    }

    private static void Check(RestCall call, FlavorRow flavor, IReadOnlyList<ExecutableLoadFileRow> elfs, IReadOnlyList<Guid> profileIds, List<string> rids)
    {
        if (profileIds.Count > 0)
        {
            ImportRules.Check(elfs, rids);
        }

        // A profile that the operator took away altogether has no cards to fail on.
        foreach (var profile in profileIds.Select(call.Profiles.Find).OfType<Profiles.Profile>())
        {
            TechnicalConstraints.Check(elfs, flavor.UseCspFull, profile);
        }
    }

    // Retired profiles keep the links they have, to the Flavor they have them to, and get no new ones.
    private static void RequireProfile(RestCall call, VersionRow version, Guid flavor, Guid id)
    {
        var profile = call.Profiles.Find(id);
        var linked = version.Profiles.Exists(p => p.ProfileId == id && p.FlavorId == flavor);
        if (!linked && (profile is null || profile.Retired <= call.Now))
        {
            throw Faults.NotExisting("SecureComponentProfile", id, profile is null ? null : "it is retired");
        }
    }

    private static async Task<Dictionary<Guid, ExecutableLoadFileRow>> ElfsAsync(RestCall call, List<FlavorRow> flavors, CancellationToken cancellationToken)
    {
        var ids = flavors.SelectMany(f => f.Elfs).Select(e => e.ElfId).Distinct().ToList();
        return await call.Db.ExecutableLoadFiles.Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellationToken).ConfigureAwait(false);
    }
}
