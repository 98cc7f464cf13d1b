using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Certificates;

/// <summary>createCertAndUploadBinary (TR-03165 v1.1, 4.1.6.8.2).</summary>
internal static class CreateCertificate
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var (name, file) = call.Uploaded();
        CertificateFile.Check(file);
        await ProviderLimits.RequireRoomAsync(
            call, call.Db.Certificates.Where(c => c.ProviderId == call.ProviderId), "Certificate", cancellationToken).ConfigureAwait(false);
        var row = new CertificateRow { Id = call.NewId(), ProviderId = call.ProviderId, FileName = name, CreationDate = call.Now };
        await StoredFiles.StoreAsync(call, row, file, cancellationToken).ConfigureAwait(false);
        call.Db.Add(row);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.Certificate);
    }
}
