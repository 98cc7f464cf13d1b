using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Flavors;

/// <summary>createFlavor (TR-03165 v1.1, 4.1.6.4.7).</summary>
internal static class CreateFlavor
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var model = call.Created(AdminJson.Default.Flavor);
        FlavorRules.RequireKeyIndex(model.FeatureConfig!);
        var service = await call.FindServiceAsync(cancellationToken).ConfigureAwait(false);
        await ProviderLimits.RequireRoomAsync(call, call.Db.Flavors.Where(f => f.ServiceId == service.Id), "Flavor", cancellationToken).ConfigureAwait(false);
        var row = new FlavorRow { Id = call.NewId(), ServiceId = service.Id, CreationDate = call.Now };
        row.Apply(model);
        await FlavorRules.CheckAsync(call, row, null, cancellationToken).ConfigureAwait(false);
        call.Db.Add(row);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.Flavor);
    }
}
