using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Flavors;

/// <summary>deleteFlavor (TR-03165 v1.1, 4.1.6.4.10): not while a Version uses it.</summary>
internal static class DeleteFlavor
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindFlavorAsync(cancellationToken).ConfigureAwait(false);
        var tag = await call.Db.Versions.Where(v => v.Flavors.Any(f => f.FlavorId == row.Id)).Select(v => v.Tag).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (tag is not null)
        {
            throw Faults.Referenced("Flavor", "Version", $"tag {tag}");
        }

        call.Db.Remove(row);
        return RestCall.Deleted();
    }
}
