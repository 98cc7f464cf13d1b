using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.ApplicationConfigs;

/// <summary>ApplicationConfigs (TR-03165 v1.1, 4.1.6.6.1 to 4.1.6.6.5).</summary>
internal static class ApplicationConfigEndpoints
{
    private const string One = "/application-configs/{applicationConfigId}";

    public static readonly RestOperation[] Operations =
    [
        RestOperation.Get("listAppConfigs", "4.1.6.6.1", "/application-configs",
            "Lists the ApplicationConfigs.", AnswerShape.ListOf(Shapes.ApplicationConfig), ListAsync),
        RestOperation.Post("createAppConfig", "4.1.6.6.2", "/application-configs",
            "Creates an ApplicationConfig.", AnswerShape.Of(Shapes.ApplicationConfig), CreateApplicationConfig.RunAsync).Takes(Shapes.ApplicationConfig),
        RestOperation.Get("getAppConfig", "4.1.6.6.3", One, "Reads one ApplicationConfig.", AnswerShape.Of(Shapes.ApplicationConfig), GetAsync),
        RestOperation.Put("modifyAppConfig", "4.1.6.6.4", One,
            "Changes an ApplicationConfig; what is left out keeps its value.", AnswerShape.Of(Shapes.ApplicationConfig), ModifyApplicationConfig.RunAsync)
            .Takes(Shapes.ApplicationConfig).Refuses(ErrorCategory.AlreadyPublished),
        RestOperation.Delete("deleteAppConfig", "4.1.6.6.5", One, "Deletes an ApplicationConfig that no Flavor uses.", DeleteApplicationConfig.RunAsync)
            .Refuses(ErrorCategory.Referenced),
    ];

    private static Task<IResult> ListAsync(RestCall call, CancellationToken cancellationToken) => RestCall.ListAsync(
        call.Db.ApplicationConfigs.Where(c => c.ProviderId == call.ProviderId), r => r.ToModel(), AdminJson.Default.ListApplicationConfig, cancellationToken);

    private static async Task<IResult> GetAsync(RestCall call, CancellationToken cancellationToken) =>
        RestCall.Ok((await call.FindConfigAsync(cancellationToken).ConfigureAwait(false)).ToModel(), AdminJson.Default.ApplicationConfig);
}
