using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Flavors;

/// <summary>unlinkElfs (TR-03165 v1.1, 4.1.6.4.14): what is not linked stays so.</summary>
internal static class UnlinkElfs
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var ids = LinkElfs.Ids(call);
        var row = await call.FindFlavorAsync(cancellationToken).ConfigureAwait(false);
        var known = await call.Db.ExecutableLoadFiles.Where(e => e.ProviderId == call.ProviderId && ids.Contains(e.Id)).Select(e => e.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (ids.Except(known).FirstOrDefault() is var missing && missing != default)
        {
            throw Faults.NotExisting("ExecutableLoadFile", missing);
        }

        var linked = row.Elfs.OrderBy(e => e.Position).Select(e => e.ElfId).ToList();
        var kept = linked.Except(ids).ToList();
        if (kept.Count < linked.Count && row.Published)
        {
            throw Faults.AlreadyPublished("Flavor", row.Id, "executableLoadFileIds is fixed");
        }

        row.Link(kept);
        await FlavorRules.CheckAsync(call, row, null, cancellationToken).ConfigureAwait(false);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.Flavor);
    }
}
