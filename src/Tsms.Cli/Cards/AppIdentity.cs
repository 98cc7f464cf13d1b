using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Tsms.Cli.Output;
using Tsms.SmartCard.Omapi;

namespace Tsms.Cli.Cards;

/// <summary>An app as the access rules of a card know it.</summary>
internal static class AppIdentity
{
    private static readonly string[] s_certificates = [".pem", ".cer", ".crt", ".der"];

    /// <summary>The app of a name, as <c>tsms phone --app</c> makes it: a stand-in for a certificate that nobody has at hand.</summary>
    public static CallerIdentity OfName(string name) => CallerIdentity.OfHashes([SHA256.HashData(Encoding.UTF8.GetBytes(name))], name);

    /// <summary>The app of a certificate hash (40 or 64 hexadecimal digits), a certificate file (PEM or DER), or a name.</summary>
    /// <exception cref="UsageException">The file is missing, or no certificate.</exception>
    public static CallerIdentity Parse(string text)
    {
        if (text.Length is 2 * CallerIdentity.Sha1Length or 2 * CallerIdentity.Sha256Length && text.All(char.IsAsciiHexDigit))
        {
            return CallerIdentity.OfHashes([Convert.FromHexString(text)]);
        }

        var isPath = text.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || s_certificates.Contains(Path.GetExtension(text), StringComparer.OrdinalIgnoreCase);
        if (!isPath && !File.Exists(text))
        {
            return text.Length > 0 ? OfName(text) : throw new UsageException("APP is empty: give the hash of the app's certificate, a certificate file, or the app's name.");
        }

        var content = CommonOptions.ReadFile(new FileInfo(text));
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(content);
            return CallerIdentity.OfCertificate(certificate.RawData, Path.GetFileName(text));
        }
        catch (CryptographicException)
        {
            throw new CommandException($"'{text}' is no certificate (PEM or DER).");
        }
    }
}
