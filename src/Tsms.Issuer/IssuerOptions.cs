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

    /// <summary>AID of the issuer security domain, hexadecimal. Default A000000151000000.</summary>
    public string IssuerSecurityDomain { get; init; } = "A000000151000000";
}

/// <summary>A TSM that the issuer has a contract with.</summary>
/// <param name="Name">Its name, unique.</param>
/// <param name="CertificateThumbprint">SHA-256 of its TLS client certificate, hexadecimal: what makes a caller this partner.</param>
/// <param name="SecurityDomain">AID its security domain must have, hexadecimal.</param>
/// <param name="TransportKey">Name of the transport key, in the key store, that its first keys are handed over under.</param>
public sealed record IssuerPartner(string Name, string CertificateThumbprint, string SecurityDomain, string TransportKey);
