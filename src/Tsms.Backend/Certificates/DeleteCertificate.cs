using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Certificates;

/// <summary>deleteCert (TR-03165 v1.1, 4.1.6.8.5): not while an ApplicationConfig or SposConfig names it. The binary goes when nothing else has the same.</summary>
internal static class DeleteCertificate
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindCertificateAsync(cancellationToken).ConfigureAwait(false);
        var config = await call.Db.ApplicationConfigs.Where(c => c.CertificateId == row.Id).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (config is { } id)
        {
            throw Faults.Referenced("Certificate", "ApplicationConfig", $"id {id}");
        }

        var spos = await call.Db.SposConfigs.Where(s => s.CertificateId == row.Id).Select(s => (Guid?)s.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (spos is { } sposId)
        {
            throw Faults.Referenced("Certificate", "SposConfig", $"id {sposId}");
        }

        call.Db.Remove(row);
        await StoredFiles.ForgetAsync(call, row.BinaryHash, cancellationToken).ConfigureAwait(false);
        return RestCall.Deleted();
    }
}
