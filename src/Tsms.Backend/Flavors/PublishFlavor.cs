using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Flavors;

/// <summary>publishFlavor (TR-03165 v1.1, 4.1.6.4.15): once and for ever, so only with all imports; asking again succeeds.</summary>
internal static class PublishFlavor
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindFlavorAsync(cancellationToken).ConfigureAwait(false);
        if (!row.Published)
        {
            await FlavorRules.RequireCompleteAsync(call, row, cancellationToken).ConfigureAwait(false);
        }

        row.Published = true;
        return RestCall.Ok(row.ToModel(), AdminJson.Default.Flavor);
    }
}
