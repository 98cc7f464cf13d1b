using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Tsms.Backend.Auth;

/// <summary>
/// The client certificate of a connection by its thumbprint. It is not checked against any certification authority: the operator registers the very certificate, and
/// TLS proves that the client has its key (RFC 8705, 2.2 and 3).
/// </summary>
internal static class ClientCertificate
{
    /// <summary>SHA-256 of the DER encoding, base64url: x5t#S256 of RFC 8705, 3.1. Null when the client showed none.</summary>
    public static string? Thumbprint(HttpContext context) => context.Connection.ClientCertificate is { } certificate ? Thumbprint(certificate) : null;

    public static string Thumbprint(X509Certificate2 certificate) => Base64Url.EncodeToString(SHA256.HashData(certificate.RawDataMemory.Span));
}
