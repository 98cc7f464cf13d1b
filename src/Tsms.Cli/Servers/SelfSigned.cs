using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tsms.Cli.Servers;

/// <summary>Self-signed TLS certificates for parties that pin each other.</summary>
internal static class SelfSigned
{
    /// <summary>A self-signed P-256 certificate for loopback and this machine's name.</summary>
    public static X509Certificate2 Make(string name, TimeProvider time, TimeSpan validity)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN=\"{name.Replace("\"", "", StringComparison.Ordinal)}\""), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        names.AddDnsName("localhost");
        names.AddDnsName(Environment.MachineName);
        request.CertificateExtensions.Add(names.Build());
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now + validity);

        // Through PKCS#12, so that the key is one that TLS of every platform can use.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
