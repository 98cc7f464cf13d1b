using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tsms.Cli.Demo;

/// <summary>Throw-away TLS certificates for the two TSMs of a demo.</summary>
internal static class DemoCertificates
{
    /// <summary>A self-signed P-256 certificate for 127.0.0.1, valid for a day.</summary>
    public static X509Certificate2 Make(string name, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));

        // Through PKCS#12, so that the key is one that TLS of every platform can use.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
