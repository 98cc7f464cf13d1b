using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.PersonalizationScripts;

/// <summary>deletePersoScript (TR-03165 v1.1, 4.1.6.7.5): not while an ApplicationConfig names it. The binary goes when nothing else has the same.</summary>
internal static class DeletePersonalizationScript
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindScriptAsync(cancellationToken).ConfigureAwait(false);
        var config = await call.Db.ApplicationConfigs.Where(c => c.PersonalizationScriptId == row.Id).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (config is { } id)
        {
            throw Faults.Referenced("PersonalizationScript", "ApplicationConfig", $"id {id}");
        }

        call.Db.Remove(row);
        await StoredFiles.ForgetAsync(call, row.BinaryHash, cancellationToken).ConfigureAwait(false);
        return RestCall.Deleted();
    }
}
