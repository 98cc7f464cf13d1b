using Tsms.Api.Admin;
using Tsms.Backend.Audit;
using Tsms.Backend.Data;

namespace Tsms.Backend.Providers;

/// <summary>A service provider (TR-03165 4.1.4.1) and the RIDs the operator assigned to it.</summary>
internal sealed class ProviderRow : Row
{
    public string Name { get; set; } = "";

    public DateTimeOffset CreationDate { get; set; }

    /// <summary>Upper-case hexadecimal, 10 digits each: AIDs are card-wide, so a provider may use only those that begin with one of these.</summary>
    public List<string> Rids { get; set; } = [];

    /// <summary>Null: the limit of the options holds.</summary>
    public int? MaxRequestsPerMinute { get; set; }

    /// <summary>Null: the limit of the options holds.</summary>
    public long? MaxStorageBytes { get; set; }

    public ServiceProvider ToModel() => new() { Id = Id, Name = Name };
}

/// <summary>A long-term token, client-id:client-secret; the secret stands here as a salted hash only.</summary>
internal sealed class LongTermTokenRow
{
    public string ClientId { get; set; } = "";

    public Guid ProviderId { get; set; }

    [Unaudited("secret")]
    public byte[] Salt { get; set; } = [];

    /// <summary>SHA-256 of salt and secret; the secret has 256 bits of chance, so a slow hash would add nothing.</summary>
    [Unaudited("secret")]
    public byte[] SecretHash { get; set; } = [];

    /// <summary>SHA-256 of the client certificate (DER) that must come with the token, base64url; null for none (RFC 8705, 3.1).</summary>
    public string? CertificateThumbprint { get; set; }

    public DateTimeOffset CreationDate { get; set; }

    public DateTimeOffset? RevocationDate { get; set; }
}
