using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Tsms.Backend.Tests.Rest;

/// <summary>Forms of uploads, and what goes into them beside CAP files.</summary>
internal static class SampleFiles
{
    public static byte[] Script { get; } = "{\"commands\":[\"80E2900000\"]}"u8.ToArray();

    /// <summary>A self-signed certificate, DER.</summary>
    public static byte[] Certificate { get; } = NewCertificate().RawData;

    public static byte[] PemCertificate { get; } = Encoding.ASCII.GetBytes(NewCertificate().ExportCertificatePem());

    /// <summary>A certificate with its private key.</summary>
    public static X509Certificate2 NewCertificate(string name = "CN=localhost")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(150));
    }

    /// <summary>The form of a resource: its fields begin with elf, script or cert.</summary>
    public static MultipartFormDataContent Form(string prefix, byte[] file, string? name = "some.file") => Parts(prefix, name, ($"{prefix}File", file));

    public static MultipartFormDataContent Parts(string prefix, string? name, params (string Field, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent();
        if (name is not null)
        {
            form.Add(new StringContent(name), $"{prefix}Filename");
        }

        foreach (var (field, content) in files)
        {
            form.Add(new ByteArrayContent(content), field, "upload.bin");
        }

        return form;
    }

    public static MultipartFormDataContent With(this MultipartFormDataContent form, string field, string value)
    {
        form.Add(new StringContent(value), field);
        return form;
    }
}
