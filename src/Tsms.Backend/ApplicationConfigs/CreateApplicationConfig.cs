using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.ApplicationConfigs;

/// <summary>createAppConfig (TR-03165 v1.1, 4.1.6.6.2).</summary>
internal static class CreateApplicationConfig
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var model = call.Created(AdminJson.Default.ApplicationConfig);
        await ApplicationConfigRules.CheckAsync(call, model, cancellationToken).ConfigureAwait(false);
        await ProviderLimits.RequireRoomAsync(
            call, call.Db.ApplicationConfigs.Where(c => c.ProviderId == call.ProviderId), "ApplicationConfig", cancellationToken).ConfigureAwait(false);
        var row = new ApplicationConfigRow { Id = call.NewId(), ProviderId = call.ProviderId, CreationDate = call.Now };
        row.Apply(model);
        call.Db.Add(row);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.ApplicationConfig);
    }
}
