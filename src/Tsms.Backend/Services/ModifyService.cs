using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Services;

/// <summary>modifyService (TR-03165 v1.1, 4.1.6.4.4).</summary>
internal static class ModifyService
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindForPutAsync(call.FindServiceAsync, cancellationToken).ConfigureAwait(false);
        var (model, _) = call.Modified(row.ToModel(), AdminJson.Default.Service);
        await call.RequireOwnAsync(call.Db.SposConfigs, model.SposConfigId, "SposConfig", cancellationToken).ConfigureAwait(false);
        row.Apply(model);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.Service);
    }
}
