using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Versions;

/// <summary>unlinkFlavors (TR-03165 v1.1, 4.1.6.4.24): Flavors and their profiles leave the Version; what is not linked stays so.</summary>
internal static class UnlinkFlavors
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var ids = call.Value(AdminJson.Default.ListGuid);
        var row = await call.FindVersionAsync(cancellationToken).ConfigureAwait(false);
        await VersionRules.FlavorsAsync(call, row, ids, cancellationToken).ConfigureAwait(false);
        row.Deploy(row.AllowedDeployments().Where(d => !ids.Contains(d.Key)).ToDictionary());
        return RestCall.Ok(row.ToModel(), AdminJson.Default.ServiceVersion);
    }
}
