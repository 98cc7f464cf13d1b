namespace Tsms.Backend.Providers;

/// <summary>A service provider as the operator sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="CreationDate">When it was created, UTC.</param>
/// <param name="Rids">RIDs assigned to it, 10 hexadecimal digits each.</param>
/// <param name="MaxRequestsPerMinute">Its own limit of requests; null when the TSM's default holds.</param>
/// <param name="MaxStorageBytes">Its own limit of uploaded bytes; null when the TSM's default holds.</param>
/// <param name="UsedStorageBytes">Bytes of its uploaded files.</param>
public sealed record ProviderInfo(
    Guid Id, string Name, DateTimeOffset CreationDate, IReadOnlyList<string> Rids, int? MaxRequestsPerMinute, long? MaxStorageBytes, long UsedStorageBytes);

/// <summary>A long-term token without its secret, which the TSM does not have.</summary>
/// <param name="ClientId">First part of the token.</param>
/// <param name="ProviderId">Whose token it is.</param>
/// <param name="CreationDate">When it was issued, UTC.</param>
/// <param name="RevocationDate">When it was revoked, UTC; null while it works.</param>
/// <param name="CertificateThumbprint">SHA-256 of the client certificate that must come with it, base64url (RFC 8705, 3.1); null for none.</param>
public sealed record TokenInfo(string ClientId, Guid ProviderId, DateTimeOffset CreationDate, DateTimeOffset? RevocationDate, string? CertificateThumbprint);
