using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Tsms.Api.Issuer;

namespace Tsms.Issuer.Partners;

/// <summary>Which TSM is calling: the one whose TLS client certificate it shows.</summary>
internal sealed class PartnerDirectory(IOptions<IssuerOptions> options)
{
    /// <summary>The partner with this certificate, or null.</summary>
    public IssuerPartner? Find(X509Certificate2? certificate) =>
        certificate is null
            ? null
            : options.Value.Partners.FirstOrDefault(p => string.Equals(p.CertificateThumbprint, Thumbprint(certificate), StringComparison.OrdinalIgnoreCase));

    /// <summary>The partner that is calling.</summary>
    /// <exception cref="IssuerFault">The certificate is none of a partner.</exception>
    public IssuerPartner Require(HttpContext context) =>
        Find(context.Connection.ClientCertificate)
        ?? throw new IssuerFault(IssuerErrorCodes.NotPermitted, "The TLS client certificate is none of a TSM that this issuer works with.");

    /// <summary>SHA-256 of the certificate, hexadecimal.</summary>
    public static string Thumbprint(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);
}
