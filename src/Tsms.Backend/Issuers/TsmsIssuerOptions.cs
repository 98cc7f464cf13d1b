using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tsms.SmartCard;

namespace Tsms.Backend.Issuers;

/// <summary>An issuer of the authorized management model and how to reach its TSM.</summary>
public sealed record TsmsIssuerOptions
{
    /// <summary>Name of the issuer, for records and messages.</summary>
    public required string Name { get; init; }

    /// <summary>Base address of the issuer's TSM; https, http only for demo and development.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>PKCS#12 file with the TSM's client certificate and key for mutual TLS. Null: none, for demo and development.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>Passphrase of <see cref="ClientCertificateFile"/>; null for none.</summary>
    public string? ClientCertificatePassphrase { get; init; }

    /// <summary>SHA-256 of the issuer's server certificate (DER), 64 hexadecimal digits: only this one is accepted. Null: the system's trust decides.</summary>
    public string? ServerCertificateSha256 { get; init; }

    /// <summary>AID of the TSM's security domain on this issuer's cards.</summary>
    public required string TsmSecurityDomain { get; init; }

    /// <summary>Name of the transport key in the key store, as the issuer names it in its answers.</summary>
    public required string TransportKey { get; init; }

    /// <summary>Profiles whose cards are this issuer's; empty: all.</summary>
    public IReadOnlyList<Guid> Profiles { get; init; } = [];

    /// <summary>Issuer identification numbers (GET DATA 42, value without tag and length, hexadecimal) whose cards are this issuer's; empty: all.</summary>
    public IReadOnlyList<string> IssuerIdentificationNumbers { get; init; } = [];

    /// <summary>How long an answer may take. 1 second to 2 minutes, default 20 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Checks what can be checked without the issuer.</summary>
    /// <returns>What is wrong, one sentence each; empty when all is well.</returns>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(Name))
        {
            faults.Add("An issuer has no Name: name each in Tsms:Engine:Issuers.");
        }

        // A configuration may leave out what the compiler demands.
        if (BaseAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            faults.Add($"Issuer {Name}: BaseAddress '{BaseAddress}' is not an http or https address.");
        }

        if (!Aid.TryParse(TsmSecurityDomain ?? "", out _))
        {
            faults.Add($"Issuer {Name}: TsmSecurityDomain '{TsmSecurityDomain}' is not an AID of 5 to 16 bytes in hexadecimal.");
        }

        if (string.IsNullOrWhiteSpace(TransportKey))
        {
            faults.Add($"Issuer {Name}: TransportKey is missing: give its name in the key store.");
        }

        if (ServerCertificateSha256 is { } pin && (pin.Length != 64 || !pin.All(char.IsAsciiHexDigit)))
        {
            faults.Add($"Issuer {Name}: ServerCertificateSha256 is not 64 hexadecimal digits.");
        }

        if (ClientCertificateFile is { } file && WhyNoCertificate(file) is { } why)
        {
            faults.Add($"Issuer {Name}: ClientCertificateFile '{file}' {why}");
        }

        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(2))
        {
            faults.Add($"Issuer {Name}: Timeout {Timeout} is not between 1 second and 2 minutes.");
        }

        return faults;
    }

    private string? WhyNoCertificate(string file)
    {
        if (!File.Exists(file))
        {
            return "does not exist.";
        }

        try
        {
            using var certificate = X509CertificateLoader.LoadPkcs12FromFile(file, ClientCertificatePassphrase);
            return certificate.HasPrivateKey ? null : "holds no private key.";
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"cannot be opened as PKCS#12: {e.Message}";
        }
    }
}
