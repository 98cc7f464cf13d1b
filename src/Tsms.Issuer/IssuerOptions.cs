using Tsms.SmartCard;

namespace Tsms.Issuer;

/// <summary>How an issuer's TSM is set up.</summary>
public sealed class IssuerOptions
{
    /// <summary>Folder of database and key store; made when it is not there.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The TSMs that may work on this issuer's cards.</summary>
    public IReadOnlyList<IssuerPartner> Partners { get; init; } = [];

    /// <summary>How long a permission may be used. Default 30 minutes, range 1 minute to 1 day.</summary>
    public TimeSpan AuthorizationLifetime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>AID of the load file that security domains are made from, hexadecimal. Default A0000001515350.</summary>
    public string SecurityDomainLoadFile { get; init; } = "A0000001515350";

    /// <summary>AID of its module, hexadecimal. Default A000000151535041.</summary>
    public string SecurityDomainModule { get; init; } = "A000000151535041";

    /// <summary>AID of the issuer security domain of cards that were entered without one, hexadecimal. Default A000000151000000.</summary>
    public string IssuerSecurityDomain { get; init; } = "A000000151000000";

    /// <summary>Names the first option that is malformed or out of range.</summary>
    internal void Check()
    {
        Need(!string.IsNullOrWhiteSpace(DataDirectory), nameof(DataDirectory), "is empty");
        Need(AuthorizationLifetime >= TimeSpan.FromMinutes(1) && AuthorizationLifetime <= TimeSpan.FromDays(1), nameof(AuthorizationLifetime), "is not 1 minute to 1 day");
        Need(Aid.TryParse(SecurityDomainLoadFile, out _), nameof(SecurityDomainLoadFile), "is not an AID");
        Need(Aid.TryParse(SecurityDomainModule, out _), nameof(SecurityDomainModule), "is not an AID");
        Need(Aid.TryParse(IssuerSecurityDomain, out _), nameof(IssuerSecurityDomain), "is not an AID");
        foreach (var partner in Partners)
        {
            Need(!string.IsNullOrWhiteSpace(partner.Name) && Partners.Count(p => p.Name == partner.Name) == 1, nameof(Partners), $"has a name '{partner.Name}' that is empty or not unique");
            Need(
                partner.CertificateThumbprint is { Length: 64 } t && t.All(char.IsAsciiHexDigit)
                    && Partners.Count(p => string.Equals(p.CertificateThumbprint, t, StringComparison.OrdinalIgnoreCase)) == 1,
                nameof(Partners),
                $"gives '{partner.Name}' a certificate thumbprint that is not 64 hexadecimal digits (SHA-256), or that another partner has");
            Need(Aid.TryParse(partner.SecurityDomain, out _), nameof(Partners), $"gives '{partner.Name}' a security domain that is not an AID");
            Need(
                Partners.Count(p => string.Equals(p.SecurityDomain, partner.SecurityDomain, StringComparison.OrdinalIgnoreCase)) == 1,
                nameof(Partners),
                $"gives '{partner.Name}' the security domain of another partner");
            Need(!string.IsNullOrWhiteSpace(partner.TransportKey), nameof(Partners), $"gives '{partner.Name}' no transport key");
        }
    }

    private static void Need(bool ok, string option, string wrong)
    {
        if (!ok)
        {
            throw new ArgumentException($"{option} of the issuer's options {wrong}.", option);
        }
    }
}

/// <summary>A TSM that the issuer has a contract with.</summary>
/// <param name="Name">Its name, unique.</param>
/// <param name="CertificateThumbprint">SHA-256 of its TLS client certificate, hexadecimal: what makes a caller this partner.</param>
/// <param name="SecurityDomain">AID its security domain must have, hexadecimal.</param>
/// <param name="TransportKey">Name of the transport key, in the key store, that its first keys are handed over under.</param>
public sealed record IssuerPartner(string Name, string CertificateThumbprint, string SecurityDomain, string TransportKey);
