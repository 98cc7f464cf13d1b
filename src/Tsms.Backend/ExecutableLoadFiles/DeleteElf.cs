using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.ExecutableLoadFiles;

/// <summary>deleteElf (TR-03165 v1.1, 4.1.6.5.5): not while a Flavor links it. The binary goes when no other load file has the same.</summary>
internal static class DeleteElf
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindElfAsync(cancellationToken).ConfigureAwait(false);
        var flavor = await call.Db.Flavors.Where(f => f.Elfs.Any(e => e.ElfId == row.Id)).Select(f => (Guid?)f.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (flavor is { } id)
        {
            throw Faults.Referenced("ExecutableLoadFile", "Flavor", $"id {id}");
        }

        call.Db.Remove(row);
        await StoredFiles.ForgetAsync(call, row.BinaryHash, cancellationToken).ConfigureAwait(false);
        return RestCall.Deleted();
    }
}
