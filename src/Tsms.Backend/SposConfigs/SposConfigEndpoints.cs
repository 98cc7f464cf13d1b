using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.SposConfigs;

/// <summary>SposConfigs (TR-03165 v1.1, 4.1.6.9).</summary>
internal static class SposConfigEndpoints
{
    private const string One = "/spos-configs/{sposConfigId}";

    public static readonly RestOperation[] Operations =
    [
        RestOperation.Get("listSposConfigs", "4.1.6.9.1", "/spos-configs", "Lists the SposConfigs.", AnswerShape.ListOf(Shapes.SposConfig), ListAsync),
        RestOperation.Post("createSposConfig", "4.1.6.9.2", "/spos-configs", "Creates a SposConfig.", AnswerShape.Of(Shapes.SposConfig), CreateSposConfig.RunAsync)
            .Takes(Shapes.SposConfig),
        RestOperation.Get("getSposConfig", "4.1.6.9.3", One, "Reads one SposConfig.", AnswerShape.Of(Shapes.SposConfig), GetAsync),
        RestOperation.Put("modifySposConfig", "4.1.6.9.4", One, "Changes a SposConfig.", AnswerShape.Of(Shapes.SposConfig), ModifySposConfig.RunAsync)
            .Takes(Shapes.SposConfig),
        RestOperation.Delete("deleteSposConfig", "4.1.6.9.5", One, "Deletes a SposConfig that no Service uses.", DeleteSposConfig.RunAsync)
            .Refuses(ErrorCategory.Referenced),
        RestOperation.Get("listSposConfigRelatedServices", "4.1.6.9.6", $"{One}/services",
            "Lists the Services that use a SposConfig.", AnswerShape.ListOf(Shapes.Service), ListServicesAsync),
    ];

    private static Task<IResult> ListAsync(RestCall call, CancellationToken cancellationToken) => RestCall.ListAsync(
        call.Db.SposConfigs.Where(s => s.ProviderId == call.ProviderId), r => r.ToModel(), AdminJson.Default.ListSposConfig, cancellationToken);

    private static async Task<IResult> GetAsync(RestCall call, CancellationToken cancellationToken) =>
        RestCall.Ok((await call.FindSposConfigAsync(cancellationToken).ConfigureAwait(false)).ToModel(), AdminJson.Default.SposConfig);

    private static async Task<IResult> ListServicesAsync(RestCall call, CancellationToken cancellationToken)
    {
        var config = await call.FindSposConfigAsync(cancellationToken).ConfigureAwait(false);
        return await RestCall.ListAsync(
            call.Db.Services.Where(s => s.SposConfigId == config.Id), r => r.ToModel(), AdminJson.Default.ListService, cancellationToken).ConfigureAwait(false);
    }
}
