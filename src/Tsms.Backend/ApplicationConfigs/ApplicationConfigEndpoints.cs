using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.ApplicationConfigs;

/// <summary>ApplicationConfigs (TR-03165 v1.1, 4.1.6.6.1 to 4.1.6.6.5).</summary>
internal static class ApplicationConfigEndpoints
{
    private const string One = "/application-configs/{applicationConfigId}";

    public static readonly RestOperation[] Operations =
    [
        RestOperation.Get("listAppConfigs", "4.1.6.6.1", "/application-configs", ListAsync),
        RestOperation.Post("createAppConfig", "4.1.6.6.2", "/application-configs", CreateApplicationConfig.RunAsync),
        RestOperation.Get("getAppConfig", "4.1.6.6.3", One, GetAsync),
        RestOperation.Put("modifyAppConfig", "4.1.6.6.4", One, ModifyApplicationConfig.RunAsync),
        RestOperation.Delete("deleteAppConfig", "4.1.6.6.5", One, DeleteApplicationConfig.RunAsync),
    ];

    private static Task<IResult> ListAsync(RestCall call, CancellationToken cancellationToken) => RestCall.ListAsync(
        call.Db.ApplicationConfigs.Where(c => c.ProviderId == call.ProviderId), r => r.ToModel(), AdminJson.Default.ListApplicationConfig, cancellationToken);

    private static async Task<IResult> GetAsync(RestCall call, CancellationToken cancellationToken) =>
        RestCall.Ok((await call.FindConfigAsync(cancellationToken).ConfigureAwait(false)).ToModel(), AdminJson.Default.ApplicationConfig);
}
