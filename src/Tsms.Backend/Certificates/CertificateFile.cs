using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Tsms.Backend.Errors;

namespace Tsms.Backend.Certificates;

/// <summary>
/// What may be uploaded as a certificate: one X.509 certificate (RFC 5280), DER or PEM (RFC 7468). It is whom the TSM trusts as a server, so a private key has no place in it.
/// </summary>
internal static class CertificateFile
{
    private const string Types = "cer, crt, der, pem";

    /// <exception cref="RestFault">1013, saying what is wrong with the file.</exception>
    public static void Check(byte[] file)
    {
        var labels = PemLabels(file);
        if (labels.Find(l => l.EndsWith("PRIVATE KEY", StringComparison.Ordinal)) is not null)
        {
            throw Faults.InvalidFileType(Types, "the file holds a private key: keep it to yourself, replace it, and upload the certificate alone");
        }

        if (labels.Count(l => l == "CERTIFICATE") > 1)
        {
            throw Faults.InvalidFileType(Types, "the file holds several certificates: upload the one that is to be trusted");
        }

        if (!IsCertificate(file))
        {
            throw Faults.InvalidFileType(Types, "the file is no X.509 certificate in DER or PEM");
        }

        if (!(labels.Count == 0 ? IsOneValue(file) : IsText(file)))
        {
            throw Faults.InvalidFileType(Types, "the file holds more than a certificate: upload that alone");
        }
    }

    public static bool IsCertificate(byte[] file)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(file);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool IsOneValue(byte[] file) => AsnDecoder.TryReadEncodedValue(file, AsnEncodingRules.BER, out _, out _, out _, out var length) && length == file.Length;

    // PEM may have words around it (RFC 7468, 2), but nothing that is no text.
    private static bool IsText(byte[] file) => !file.Any(b => b < ' ' && b is not ((byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r'));

    private static List<string> PemLabels(byte[] file)
    {
        var labels = new List<string>();
        var text = Encoding.Latin1.GetString(file).AsSpan();
        while (PemEncoding.TryFind(text, out var fields))
        {
            labels.Add(text[fields.Label].ToString());
            text = text[fields.Location.End..];
        }

        return labels;
    }
}
