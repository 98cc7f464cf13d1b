using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.ApplicationConfigs;

/// <summary>deleteAppConfig (TR-03165 v1.1, 4.1.6.6.5): not while a Flavor uses it.</summary>
internal static class DeleteApplicationConfig
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindConfigAsync(cancellationToken).ConfigureAwait(false);
        var flavor = await call.Db.Flavors.Where(f => f.Instances.Any(i => i.ConfigId == row.Id)).Select(f => (Guid?)f.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (flavor is { } id)
        {
            throw Faults.Referenced("ApplicationConfig", "Flavor", $"id {id}");
        }

        call.Db.Remove(row);
        return RestCall.Deleted();
    }
}
