using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Versions;

/// <summary>unlinkSecureComponentProfiles (TR-03165 v1.1, 4.1.6.4.28): profiles leave, their Flavors stay; what is not linked stays so.</summary>
internal static class UnlinkProfiles
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var ids = call.Value(AdminJson.Default.ListGuid);
        var row = await call.FindVersionAsync(cancellationToken).ConfigureAwait(false);
        var missing = ids.Find(id => call.Profiles.Find(id) is null && !row.Profiles.Exists(p => p.ProfileId == id));
        if (missing != default)
        {
            throw Faults.NotExisting("SecureComponentProfile", missing);
        }

        row.Deploy(row.AllowedDeployments().ToDictionary(d => d.Key, IReadOnlyList<Guid> (d) => [.. d.Value.Where(id => !ids.Contains(id))]));
        return RestCall.Ok(row.ToModel(), AdminJson.Default.ServiceVersion);
    }
}
