using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Versions;

/// <summary>linkSecureComponentProfiles (TR-03165 v1.1, 4.1.6.4.27): a profile that is linked already moves to the Flavor that is given.</summary>
internal static class LinkProfiles
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var wanted = call.Value(AdminJson.Default.DictionaryGuidGuid);
        var row = await call.FindVersionAsync(cancellationToken).ConfigureAwait(false);
        var deployments = row.AllowedDeployments().ToDictionary(d => d.Key, d => d.Value.Where(id => !wanted.TryGetValue(id, out var to) || to == d.Key).ToList());
        foreach (var (profileId, flavorId) in wanted)
        {
            if (!deployments.TryGetValue(flavorId, out var profiles))
            {
                deployments[flavorId] = profiles = [];
            }

            if (!profiles.Contains(profileId))
            {
                profiles.Add(profileId);
            }
        }

        await VersionRules.DeployAsync(call, row, deployments.ToDictionary(d => d.Key, IReadOnlyList<Guid> (d) => d.Value), cancellationToken).ConfigureAwait(false);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.ServiceVersion);
    }
}
