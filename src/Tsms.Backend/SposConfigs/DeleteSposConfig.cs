using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.SposConfigs;

/// <summary>deleteSposConfig (TR-03165 v1.1, 4.1.6.9.5): not while a Service uses it. Its Certificate stays.</summary>
internal static class DeleteSposConfig
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindSposConfigAsync(cancellationToken).ConfigureAwait(false);
        var service = await call.Db.Services.Where(s => s.SposConfigId == row.Id).Select(s => (Guid?)s.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (service is { } id)
        {
            throw Faults.Referenced("SposConfig", "Service", $"id {id}");
        }

        call.Db.Remove(row);
        return RestCall.Deleted();
    }
}
