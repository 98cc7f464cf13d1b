using Microsoft.EntityFrameworkCore;
using Tsms.Api.Admin;
using Tsms.Backend.ApplicationConfigs;
using Tsms.Backend.Errors;
using Tsms.Backend.ExecutableLoadFiles;
using Tsms.Backend.Providers;
using Tsms.Backend.Rest;
using Tsms.Backend.Versions;

namespace Tsms.Backend.Flavors;

/// <summary>What must hold for a Flavor and everything it points to, whichever operation changed it. Checked on the changed rows before they are saved.</summary>
internal static class FlavorRules
{
    /// <param name="call">The operation.</param>
    /// <param name="flavor">The Flavor as it is to become.</param>
    /// <param name="fixedChange">What the operation changes of that which publication fixes; null for nothing.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="RestFault">1009 for what is not there, 1015, 1009 and 1008 for what does not fit together, 1016, in this order.</exception>
    public static async Task CheckAsync(RestCall call, FlavorRow flavor, string? fixedChange, CancellationToken cancellationToken)
    {
        var elfs = await ElfsAsync(call, flavor, cancellationToken).ConfigureAwait(false);
        var unlinked = await UnlinkedAsync(call, flavor, elfs, cancellationToken).ConfigureAwait(false);
        var configs = await ConfigsAsync(call, flavor, cancellationToken).ConfigureAwait(false);

        // What is fixed is fixed, whether the rest of the change would fit together or not.
        if (fixedChange is not null && flavor.Published)
        {
            throw Faults.AlreadyPublished("Flavor", flavor.Id, $"{fixedChange} is fixed");
        }

        if (unlinked is { } module)
        {
            throw Faults.NotExisting("ExecutableModule", module, "no ExecutableLoadFile linked to this Flavor has it");
        }

        OneOfEachAid(flavor, elfs, configs);
        Attestation(flavor, configs);
        await VersionRules.CheckDeploymentsOfAsync(call, flavor, elfs, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>keyIndex is mandatory for keyProvisioningMode 1 to 3 and empty for 0 (TR-03165 v1.1, 4.1.4.6).</summary>
    /// <exception cref="RestFault">1008.</exception>
    public static void RequireKeyIndex(FeatureConfig features)
    {
        if (features.KeyProvisioningMode == 0 && features.KeyIndex!.Length > 0)
        {
            throw Faults.InvalidFormat(features.KeyIndex, "featureConfig.keyIndex", "empty string for keyProvisioningMode 0");
        }

        if (features.KeyProvisioningMode != 0 && features.KeyIndex!.Length == 0)
        {
            throw Faults.InvalidFormat("", "featureConfig.keyIndex", $"a key index for keyProvisioningMode {features.KeyProvisioningMode}");
        }
    }

    /// <summary>What must hold before a Flavor is fixed for ever: what it imports of the provider's own is in it, and fits.</summary>
    /// <exception cref="RestFault">1016.</exception>
    public static async Task RequireCompleteAsync(RestCall call, FlavorRow flavor, CancellationToken cancellationToken)
    {
        var elfs = await ElfsAsync(call, flavor, cancellationToken).ConfigureAwait(false);
        ImportRules.Check(elfs, await Rids.OfAsync(call.Db, call.ProviderId, cancellationToken).ConfigureAwait(false));
        await LoadFileVerification.CheckFlavorAsync(call, elfs, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<List<ExecutableLoadFileRow>> ElfsAsync(RestCall call, FlavorRow flavor, CancellationToken cancellationToken)
    {
        // A load file that this operation changes is taken as changed; asking the database again would bring its old modules back.
        var ids = flavor.Elfs.Select(e => e.ElfId).ToList();
        var rows = call.Db.ExecutableLoadFiles.Local.Where(e => e.ProviderId == call.ProviderId && ids.Contains(e.Id)).ToList();
        var others = ids.Except(rows.Select(r => r.Id)).ToList();
        rows.AddRange(await call.Db.ExecutableLoadFiles.Where(e => e.ProviderId == call.ProviderId && others.Contains(e.Id)).ToListAsync(cancellationToken).ConfigureAwait(false));
        var missing = ids.Find(id => !rows.Exists(r => r.Id == id));
        return missing == default ? rows : throw Faults.NotExisting("ExecutableLoadFile", missing);
    }

    // The first module of the caller's that no load file of the Flavor has; null when there is none. What is no module of the caller's at all is refused here.
    private static async Task<Guid?> UnlinkedAsync(RestCall call, FlavorRow flavor, List<ExecutableLoadFileRow> elfs, CancellationToken cancellationToken)
    {
        var modules = flavor.Instances.OrderBy(i => i.Position).Select(i => i.ModuleId).Where(id => !elfs.Exists(e => e.Modules.Exists(m => m.Id == id))).ToList();
        if (modules.Count == 0)
        {
            return null;
        }

        var own = await call.Db.ExecutableModules
            .Where(m => modules.Contains(m.Id) && call.Db.ExecutableLoadFiles.Any(e => e.Id == m.ElfId && e.ProviderId == call.ProviderId))
            .Select(m => m.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        var missing = modules.Find(id => !own.Contains(id));
        return missing == default ? modules[0] : throw Faults.NotExisting("ExecutableModule", missing);
    }

    private static async Task<List<ApplicationConfigRow>> ConfigsAsync(RestCall call, FlavorRow flavor, CancellationToken cancellationToken)
    {
        var ids = flavor.Instances.OrderBy(i => i.Position).Select(i => i.ConfigId).Distinct().ToList();
        var configs = await call.Db.ApplicationConfigs.Where(c => c.ProviderId == call.ProviderId && ids.Contains(c.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var missing = ids.Find(id => !configs.Exists(c => c.Id == id));
        return missing == default ? configs : throw Faults.NotExisting("ApplicationConfig", missing);
    }

    // A card has one package and one instance per AID.
    private static void OneOfEachAid(FlavorRow flavor, List<ExecutableLoadFileRow> elfs, List<ApplicationConfigRow> configs)
    {
        if (elfs.GroupBy(e => e.Aid).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw Faults.InvalidFormat(twice.Last().Id.ToString(), "executableLoadFileIds", "load files with different AIDs", $"two have the AID {twice.Key}");
        }

        var aids = flavor.Instances.Select(i => configs.Find(c => c.Id == i.ConfigId)!.InstanceAid).ToList();
        if (aids.GroupBy(a => a).FirstOrDefault(g => g.Count() > 1) is { } clash)
        {
            throw Faults.InvalidFormat(clash.Key, "applicationInstantiationConfigs", "instances with different instanceAids");
        }

        // Load files and applications share the card's registry (GP Card Specification 2.3.1, 6.1).
        if (aids.Find(a => elfs.Exists(e => e.Aid == a)) is { } taken)
        {
            throw Faults.InvalidFormat(taken, "applicationInstantiationConfigs", "instances with other instanceAids than the AIDs of the load files");
        }
    }

    // TR-03165 v1.1, 4.1.4.6 and 4.1.4.15.
    private static void Attestation(FlavorRow flavor, List<ApplicationConfigRow> configs)
    {
        if (flavor.KeyProvisioningMode == 0 && configs.Find(c => c.ProvideAttestationToken) is { } config)
        {
            throw Faults.InvalidFormat("0", "featureConfig.keyProvisioningMode", "1, 2 or 3", $"ApplicationConfig {config.Id} wants an attestation token");
        }

        if (configs.Find(c => c.IncludeDiversificationData) is { } diversified)
        {
            if (flavor.KeyProvisioningMode != 1)
            {
                throw Faults.InvalidFormat(
                    flavor.KeyProvisioningMode.ToString(System.Globalization.CultureInfo.InvariantCulture), "featureConfig.keyProvisioningMode", "1",
                    $"ApplicationConfig {diversified.Id} includes diversification data");
            }

            if (Shapes.Uuid.Normal(flavor.KeyIndex) is null)
            {
                throw Faults.InvalidFormat(flavor.KeyIndex, "featureConfig.keyIndex", "uuid", $"ApplicationConfig {diversified.Id} includes diversification data");
            }
        }
    }
}
