using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Flavors;

/// <summary>modifyFlavor (TR-03165 v1.1, 4.1.6.4.9). Publication fixes load files and instances; the rest stays editable.</summary>
internal static class ModifyFlavor
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindForPutAsync(call.FindFlavorAsync, cancellationToken).ConfigureAwait(false);
        var (model, conditional) = call.Modified(row.ToModel(), AdminJson.Default.Flavor);
        FlavorRules.RequireKeyIndex(model.FeatureConfig!);
        row.Apply(model);
        await FlavorRules.CheckAsync(call, row, conditional.Count > 0 ? conditional[0] : null, cancellationToken).ConfigureAwait(false);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.Flavor);
    }
}
