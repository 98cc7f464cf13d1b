using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Certificates;

/// <summary>modifyCertAndOverwriteBinary (TR-03165 v1.1, 4.1.6.8.4): a name that is left out stays. Publication does not fix the binary: it applies to instances made afterwards.</summary>
internal static class ModifyCertificate
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var (row, name, file) = await call.FindForUploadAsync(
            call.FindCertificateAsync, r => r.ToModel(), AdminJson.Default.Certificate, cancellationToken).ConfigureAwait(false);
        CertificateFile.Check(file);
        row.FileName = name ?? row.FileName;
        var before = row.BinaryHash;
        await StoredFiles.StoreAsync(call, row, file, cancellationToken).ConfigureAwait(false);
        await StoredFiles.ForgetAsync(call, before, cancellationToken).ConfigureAwait(false);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.Certificate);
    }
}
