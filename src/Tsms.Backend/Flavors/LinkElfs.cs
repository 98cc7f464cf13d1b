using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Flavors;

/// <summary>linkElfs (TR-03165 v1.1, 4.1.6.4.13): what is linked already stays so.</summary>
internal static class LinkElfs
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var ids = Ids(call);
        var row = await call.FindFlavorAsync(cancellationToken).ConfigureAwait(false);
        var linked = row.Elfs.OrderBy(e => e.Position).Select(e => e.ElfId).ToList();
        var added = ids.Except(linked).ToList();
        row.Link([.. linked, .. added]);
        await FlavorRules.CheckAsync(call, row, added.Count > 0 ? "executableLoadFileIds" : null, cancellationToken).ConfigureAwait(false);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.Flavor);
    }

    /// <summary>The body of link and unlink: a list of ids.</summary>
    public static List<Guid> Ids(RestCall call) => call.Value(AdminJson.Default.ListGuid);
}
