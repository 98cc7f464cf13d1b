using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.SposConfigs;

/// <summary>modifySposConfig (TR-03165 v1.1, 4.1.6.9.4).</summary>
internal static class ModifySposConfig
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindForPutAsync(call.FindSposConfigAsync, cancellationToken).ConfigureAwait(false);
        var (model, _) = call.Modified(row.ToModel(), AdminJson.Default.SposConfig);
        await SposConfigRules.CheckAsync(call, model, cancellationToken).ConfigureAwait(false);
        row.Apply(model);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.SposConfig);
    }
}
