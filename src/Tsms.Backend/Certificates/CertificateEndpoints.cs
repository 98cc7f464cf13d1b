using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Certificates;

/// <summary>Certificates (TR-03165 v1.1, 4.1.6.8).</summary>
internal static class CertificateEndpoints
{
    private const string One = "/certificates/{certificateId}";

    public static readonly RestOperation[] Operations =
    [
        RestOperation.Get("listCerts", "4.1.6.8.1", "/certificates", "Lists the certificates.", AnswerShape.ListOf(Shapes.Certificate), ListAsync),
        RestOperation.Post("createCertAndUploadBinary", "4.1.6.8.2", "/certificates",
            "Uploads a certificate, DER or PEM.", AnswerShape.Of(Shapes.Certificate), CreateCertificate.RunAsync).Takes(UploadShape.Certificate),
        RestOperation.Get("getCert", "4.1.6.8.3", One, "Reads one certificate's description.", AnswerShape.Of(Shapes.Certificate), GetAsync),
        RestOperation.Put("modifyCertAndOverwriteBinary", "4.1.6.8.4", One,
            "Replaces a certificate; a name that is left out stays.", AnswerShape.Of(Shapes.Certificate), ModifyCertificate.RunAsync).Takes(UploadShape.Certificate),
        RestOperation.Delete("deleteCert", "4.1.6.8.5", One, "Deletes a certificate that no ApplicationConfig and no SposConfig uses.", DeleteCertificate.RunAsync)
            .Refuses(ErrorCategory.Referenced),
        RestOperation.Get("listCertRelatedAppConfigs", "4.1.6.8.6", $"{One}/application-configs",
            "Lists the ApplicationConfigs that use a certificate.", AnswerShape.ListOf(Shapes.ApplicationConfig), ListConfigsAsync),
        RestOperation.Get("getCertBinary", "4.1.6.8.7", $"{One}/binary", "Downloads a certificate as it was uploaded.", AnswerShape.Binary, GetBinaryAsync),
        RestOperation.Get("listCertRelatedFlavors", "4.1.6.8.8", $"{One}/flavors",
            "Lists the Flavors that use a certificate.", AnswerShape.ListOf(Shapes.Flavor), ListFlavorsAsync),
        RestOperation.Get("listCertRelatedServices", "4.1.6.8.9", $"{One}/services",
            "Lists the Services that use a certificate.", AnswerShape.ListOf(Shapes.Service), ListServicesAsync),
        RestOperation.Get("listCertRelatedSposConfigs", "4.1.6.8.10", $"{One}/spos-configs",
            "Lists the SposConfigs that use a certificate.", AnswerShape.ListOf(Shapes.SposConfig), ListSposConfigsAsync),
    ];

    private static Task<IResult> ListAsync(RestCall call, CancellationToken cancellationToken) => RestCall.ListAsync(
        call.Db.Certificates.Where(c => c.ProviderId == call.ProviderId), r => r.ToModel(), AdminJson.Default.ListCertificate, cancellationToken);

    private static async Task<IResult> GetAsync(RestCall call, CancellationToken cancellationToken) =>
        RestCall.Ok((await call.FindCertificateAsync(cancellationToken).ConfigureAwait(false)).ToModel(), AdminJson.Default.Certificate);

    private static async Task<IResult> GetBinaryAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindCertificateAsync(cancellationToken).ConfigureAwait(false);
        return await StoredFiles.DownloadAsync(call, row, $"{row.Id}.cer", cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ListConfigsAsync(RestCall call, CancellationToken cancellationToken)
    {
        var certificate = await call.FindCertificateAsync(cancellationToken).ConfigureAwait(false);
        return await Related.ConfigsAsync(call, c => c.CertificateId == certificate.Id, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ListFlavorsAsync(RestCall call, CancellationToken cancellationToken)
    {
        var certificate = await call.FindCertificateAsync(cancellationToken).ConfigureAwait(false);
        return await Related.FlavorsAsync(Related.WithConfig(call, c => c.CertificateId == certificate.Id), cancellationToken).ConfigureAwait(false);
    }

    // A Service uses a certificate for personalisation, through its Flavors, or towards the SPOS.
    private static async Task<IResult> ListServicesAsync(RestCall call, CancellationToken cancellationToken)
    {
        var certificate = await call.FindCertificateAsync(cancellationToken).ConfigureAwait(false);
        var flavors = Related.WithConfig(call, c => c.CertificateId == certificate.Id);
        var configs = call.Db.SposConfigs.Where(s => s.CertificateId == certificate.Id);
        var services = call.Db.Services.Where(s => s.ProviderId == call.ProviderId && (flavors.Any(f => f.ServiceId == s.Id) || configs.Any(c => c.Id == s.SposConfigId)));
        return await RestCall.ListAsync(services, r => r.ToModel(), AdminJson.Default.ListService, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ListSposConfigsAsync(RestCall call, CancellationToken cancellationToken)
    {
        var certificate = await call.FindCertificateAsync(cancellationToken).ConfigureAwait(false);
        return await RestCall.ListAsync(
            call.Db.SposConfigs.Where(s => s.CertificateId == certificate.Id), r => r.ToModel(), AdminJson.Default.ListSposConfig, cancellationToken).ConfigureAwait(false);
    }
}
