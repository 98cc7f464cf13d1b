using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.SposConfigs;

/// <summary>createSposConfig (TR-03165 v1.1, 4.1.6.9.2).</summary>
internal static class CreateSposConfig
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var model = call.Created(AdminJson.Default.SposConfig);
        await SposConfigRules.CheckAsync(call, model, cancellationToken).ConfigureAwait(false);
        await ProviderLimits.RequireRoomAsync(call, call.Db.SposConfigs.Where(s => s.ProviderId == call.ProviderId), "SposConfig", cancellationToken).ConfigureAwait(false);
        var row = new SposConfigRow { Id = call.NewId(), ProviderId = call.ProviderId };
        row.Apply(model);
        call.Db.Add(row);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.SposConfig);
    }
}
