using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Providers;

/// <summary>The caller's account (TR-03165 v1.1, 4.1.6.2), under its own path and that of 1.0.4.</summary>
internal static class AccountEndpoints
{
    public static readonly RestOperation[] Operations =
    [
        RestOperation.Get("getAccountInformation", "4.1.6.2.1", "/service-providers/current",
            "Reads the caller's account.", AnswerShape.Of(Shapes.ServiceProvider), GetAsync),
        RestOperation.Get("getAccountInformation104", "4.1.6.2.1", "/serviceproviders/current",
            "Reads the caller's account, under the path of version 1.0.4.", AnswerShape.Of(Shapes.ServiceProvider), GetAsync) with { IsExtension = true },
    ];

    private static async Task<IResult> GetAsync(RestCall call, CancellationToken cancellationToken)
    {
        var provider = await call.Db.Providers.AsNoTracking().SingleAsync(p => p.Id == call.ProviderId, cancellationToken).ConfigureAwait(false);
        return RestCall.Ok(provider.ToModel(), AdminJson.Default.ServiceProvider);
    }
}
