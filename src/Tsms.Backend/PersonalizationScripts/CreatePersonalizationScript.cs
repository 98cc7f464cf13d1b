using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.PersonalizationScripts;

/// <summary>createPersoScriptAndUploadBinary (TR-03165 v1.1, 4.1.6.7.2).</summary>
internal static class CreatePersonalizationScript
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var (name, file) = call.Uploaded();
        ScriptFile.Check(file);
        await ProviderLimits.RequireRoomAsync(
            call, call.Db.PersonalizationScripts.Where(s => s.ProviderId == call.ProviderId), "PersonalizationScript", cancellationToken).ConfigureAwait(false);
        var row = new PersonalizationScriptRow { Id = call.NewId(), ProviderId = call.ProviderId, FileName = name, CreationDate = call.Now };
        await StoredFiles.StoreAsync(call, row, file, cancellationToken).ConfigureAwait(false);
        call.Db.Add(row);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.PersonalizationScript);
    }
}
