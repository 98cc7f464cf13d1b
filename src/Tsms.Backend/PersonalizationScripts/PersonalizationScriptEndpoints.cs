using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.PersonalizationScripts;

/// <summary>PersonalizationScripts (TR-03165 v1.1, 4.1.6.7).</summary>
internal static class PersonalizationScriptEndpoints
{
    private const string One = "/personalization-scripts/{personalizationScriptId}";

    public static readonly RestOperation[] Operations =
    [
        RestOperation.Get("listPersoScripts", "4.1.6.7.1", "/personalization-scripts", ListAsync),
        RestOperation.Post("createPersoScriptAndUploadBinary", "4.1.6.7.2", "/personalization-scripts", CreatePersonalizationScript.RunAsync, UploadShape.PersonalizationScript),
        RestOperation.Get("getPersoScript", "4.1.6.7.3", One, GetAsync),
        RestOperation.Put("modifyPersoScriptAndOverwriteBinary", "4.1.6.7.4", One, ModifyPersonalizationScript.RunAsync, UploadShape.PersonalizationScript),
        RestOperation.Delete("deletePersoScript", "4.1.6.7.5", One, DeletePersonalizationScript.RunAsync),
        RestOperation.Get("listScriptRelatedAppConfigs", "4.1.6.7.6", $"{One}/application-configs", ListConfigsAsync),
        RestOperation.Get("getScriptBinary", "4.1.6.7.7", $"{One}/binary", GetBinaryAsync),
        RestOperation.Get("listScriptRelatedFlavors", "4.1.6.7.8", $"{One}/flavors", ListFlavorsAsync),
        RestOperation.Get("listScriptRelatedServices", "4.1.6.7.9", $"{One}/services", ListServicesAsync),
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
