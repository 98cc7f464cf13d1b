using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Versions;

/// <summary>linkFlavors (TR-03165 v1.1, 4.1.6.4.23): a Flavor that is linked already gets the new list of profiles.</summary>
internal static class LinkFlavors
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var wanted = call.Value(AdminJson.Default.DictionaryGuidIReadOnlyListGuid);
        var row = await call.FindVersionAsync(cancellationToken).ConfigureAwait(false);
        var deployments = row.AllowedDeployments();
        foreach (var (flavorId, profileIds) in wanted)
        {
            deployments[flavorId] = profileIds;
        }

        await VersionRules.DeployAsync(call, row, deployments, cancellationToken).ConfigureAwait(false);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.ServiceVersion);
    }
}
