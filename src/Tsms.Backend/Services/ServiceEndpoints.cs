using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Services;

/// <summary>Services (TR-03165 v1.1, 4.1.6.4.1 to 4.1.6.4.5).</summary>
internal static class ServiceEndpoints
{
    public static readonly RestOperation[] Operations =
    [
        RestOperation.Get("listServices", "4.1.6.4.1", "/services", ListAsync),
        RestOperation.Post("createService", "4.1.6.4.2", "/services", CreateService.RunAsync),
        RestOperation.Get("getService", "4.1.6.4.3", "/services/{serviceId}", GetAsync),
        RestOperation.Put("modifyService", "4.1.6.4.4", "/services/{serviceId}", ModifyService.RunAsync),
        RestOperation.Delete("deleteService", "4.1.6.4.5", "/services/{serviceId}", DeleteService.RunAsync),
    ];

    private static Task<IResult> ListAsync(RestCall call, CancellationToken cancellationToken) => RestCall.ListAsync(
        call.Db.Services.Where(s => s.ProviderId == call.ProviderId), r => r.ToModel(), AdminJson.Default.ListService, cancellationToken);

    private static async Task<IResult> GetAsync(RestCall call, CancellationToken cancellationToken) =>
        RestCall.Ok((await call.FindServiceAsync(cancellationToken).ConfigureAwait(false)).ToModel(), AdminJson.Default.Service);
}
