using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.PersonalizationScripts;

/// <summary>PersonalizationScripts (TR-03165 v1.1, 4.1.6.7).</summary>
internal static class PersonalizationScriptEndpoints
{
    private const string One = "/personalization-scripts/{personalizationScriptId}";

    public static readonly RestOperation[] Operations =
    [
        RestOperation.Get("listPersoScripts", "4.1.6.7.1", "/personalization-scripts",
            "Lists the personalisation scripts.", AnswerShape.ListOf(Shapes.PersonalizationScript), ListAsync),
        RestOperation.Post("createPersoScriptAndUploadBinary", "4.1.6.7.2", "/personalization-scripts",
            "Uploads a personalisation script.", AnswerShape.Of(Shapes.PersonalizationScript), CreatePersonalizationScript.RunAsync)
            .Takes(UploadShape.PersonalizationScript),
        RestOperation.Get("getPersoScript", "4.1.6.7.3", One,
            "Reads one personalisation script's description.", AnswerShape.Of(Shapes.PersonalizationScript), GetAsync),
        RestOperation.Put("modifyPersoScriptAndOverwriteBinary", "4.1.6.7.4", One,
            "Replaces a personalisation script; a name that is left out stays.", AnswerShape.Of(Shapes.PersonalizationScript), ModifyPersonalizationScript.RunAsync)
            .Takes(UploadShape.PersonalizationScript),
        RestOperation.Delete("deletePersoScript", "4.1.6.7.5", One,
            "Deletes a personalisation script that no ApplicationConfig uses.", DeletePersonalizationScript.RunAsync).Refuses(ErrorCategory.Referenced),
        RestOperation.Get("listScriptRelatedAppConfigs", "4.1.6.7.6", $"{One}/application-configs",
            "Lists the ApplicationConfigs that use a personalisation script.", AnswerShape.ListOf(Shapes.ApplicationConfig), ListConfigsAsync),
        RestOperation.Get("getScriptBinary", "4.1.6.7.7", $"{One}/binary",
            "Downloads a personalisation script as it was uploaded.", AnswerShape.Binary, GetBinaryAsync),
        RestOperation.Get("listScriptRelatedFlavors", "4.1.6.7.8", $"{One}/flavors",
            "Lists the Flavors that use a personalisation script.", AnswerShape.ListOf(Shapes.Flavor), ListFlavorsAsync),
        RestOperation.Get("listScriptRelatedServices", "4.1.6.7.9", $"{One}/services",
            "Lists the Services whose Flavors use a personalisation script.", AnswerShape.ListOf(Shapes.Service), ListServicesAsync),
    ];

    private static Task<IResult> ListAsync(RestCall call, CancellationToken cancellationToken) => RestCall.ListAsync(
        call.Db.PersonalizationScripts.Where(s => s.ProviderId == call.ProviderId), r => r.ToModel(), AdminJson.Default.ListPersonalizationScript, cancellationToken);

    private static async Task<IResult> GetAsync(RestCall call, CancellationToken cancellationToken) =>
        RestCall.Ok((await call.FindScriptAsync(cancellationToken).ConfigureAwait(false)).ToModel(), AdminJson.Default.PersonalizationScript);

    private static async Task<IResult> GetBinaryAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindScriptAsync(cancellationToken).ConfigureAwait(false);
        return await StoredFiles.DownloadAsync(call, row, $"{row.Id}.script", cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ListConfigsAsync(RestCall call, CancellationToken cancellationToken)
    {
        var script = await call.FindScriptAsync(cancellationToken).ConfigureAwait(false);
        return await Related.ConfigsAsync(call, c => c.PersonalizationScriptId == script.Id, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ListFlavorsAsync(RestCall call, CancellationToken cancellationToken)
    {
        var script = await call.FindScriptAsync(cancellationToken).ConfigureAwait(false);
        return await Related.FlavorsAsync(Related.WithConfig(call, c => c.PersonalizationScriptId == script.Id), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ListServicesAsync(RestCall call, CancellationToken cancellationToken)
    {
        var script = await call.FindScriptAsync(cancellationToken).ConfigureAwait(false);
        return await Related.ServicesAsync(call, Related.WithConfig(call, c => c.PersonalizationScriptId == script.Id), cancellationToken).ConfigureAwait(false);
    }
}
