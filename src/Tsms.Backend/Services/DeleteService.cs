using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Services;

/// <summary>deleteService (TR-03165 v1.1, 4.1.6.4.5): its Versions, Flavors and their ApplicationInstantiationConfigs go with it, nothing else.</summary>
internal static class DeleteService
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var service = await call.FindServiceAsync(cancellationToken).ConfigureAwait(false);

        // Row by row, so that the audit trail tells of each; Versions hold on to Flavors, and EF Core deletes them first.
        call.Db.RemoveRange(await call.Db.Versions.Where(v => v.ServiceId == service.Id).ToListAsync(cancellationToken).ConfigureAwait(false));
        call.Db.RemoveRange(await call.Db.Flavors.Where(f => f.ServiceId == service.Id).ToListAsync(cancellationToken).ConfigureAwait(false));
        call.Db.Remove(service);
        return RestCall.Deleted();
    }
}
