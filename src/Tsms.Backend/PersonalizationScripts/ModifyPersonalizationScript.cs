using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.PersonalizationScripts;

/// <summary>modifyPersoScriptAndOverwriteBinary (TR-03165 v1.1, 4.1.6.7.4): a name that is left out stays. Publication does not fix the binary: it applies to instances made afterwards.</summary>
internal static class ModifyPersonalizationScript
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var (row, name, file) = await call.FindForUploadAsync(
            call.FindScriptAsync, r => r.ToModel(), AdminJson.Default.PersonalizationScript, cancellationToken).ConfigureAwait(false);
        ScriptFile.Check(file);
        row.FileName = name ?? row.FileName;
        var before = row.BinaryHash;
        await StoredFiles.StoreAsync(call, row, file, cancellationToken).ConfigureAwait(false);
        await StoredFiles.ForgetAsync(call, before, cancellationToken).ConfigureAwait(false);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.PersonalizationScript);
    }
}
