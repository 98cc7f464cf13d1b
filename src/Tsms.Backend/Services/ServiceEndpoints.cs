using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Services;

/// <summary>Services (TR-03165 v1.1, 4.1.6.4.1 to 4.1.6.4.5).</summary>
internal static class ServiceEndpoints
{
    public static readonly RestOperation[] Operations =
    [
        RestOperation.Get("listServices", "4.1.6.4.1", "/services", "Lists the Services.", AnswerShape.ListOf(Shapes.Service), ListAsync),
        RestOperation.Post("createService", "4.1.6.4.2", "/services", "Creates a Service.", AnswerShape.Of(Shapes.Service), CreateService.RunAsync)
            .Takes(Shapes.Service),
        RestOperation.Get("getService", "4.1.6.4.3", "/services/{serviceId}", "Reads one Service.", AnswerShape.Of(Shapes.Service), GetAsync),
        RestOperation.Put("modifyService", "4.1.6.4.4", "/services/{serviceId}",
            "Changes a Service; what is left out keeps its value.", AnswerShape.Of(Shapes.Service), ModifyService.RunAsync).Takes(Shapes.Service),
        RestOperation.Delete("deleteService", "4.1.6.4.5", "/services/{serviceId}", "Deletes a Service with its Versions and Flavors.", DeleteService.RunAsync),
    ];

    private static Task<IResult> ListAsync(RestCall call, CancellationToken cancellationToken) => RestCall.ListAsync(
        call.Db.Services.Where(s => s.ProviderId == call.ProviderId), r => r.ToModel(), AdminJson.Default.ListService, cancellationToken);

    private static async Task<IResult> GetAsync(RestCall call, CancellationToken cancellationToken) =>
        RestCall.Ok((await call.FindServiceAsync(cancellationToken).ConfigureAwait(false)).ToModel(), AdminJson.Default.Service);
}
