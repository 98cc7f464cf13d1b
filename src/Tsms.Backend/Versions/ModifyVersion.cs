using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Versions;

/// <summary>modifyVersion (TR-03165 v1.1, 4.1.6.4.20). The tag must be given and cannot change.</summary>
internal static class ModifyVersion
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindForPutAsync(call.FindVersionAsync, cancellationToken).ConfigureAwait(false);
        var (model, _) = call.Modified(row.ToModel(), AdminJson.Default.ServiceVersion);
        await VersionRules.DeployAsync(call, row, model.AllowedDeployments!, cancellationToken).ConfigureAwait(false);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.ServiceVersion);
    }
}
