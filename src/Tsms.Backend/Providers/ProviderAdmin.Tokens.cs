using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Audit;
using Tsms.Backend.Auth;
using Tsms.Backend.Data;

namespace Tsms.Backend.Providers;

/// <content>Long-term tokens: issued, listed, revoked by the operator.</content>
public sealed partial class ProviderAdmin
{
    /// <summary>The long-term tokens of a service provider, revoked ones included, oldest first.</summary>
    /// <exception cref="ArgumentException">There is no such provider.</exception>
    public async Task<IReadOnlyList<TokenInfo>> ListTokensAsync(Guid providerId, CancellationToken cancellationToken = default)
    {
        var db = await _databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await FindAsync(db, providerId, cancellationToken).ConfigureAwait(false);
            var rows = await db.LongTermTokens.AsNoTracking().Where(t => t.ProviderId == providerId)
                .OrderBy(t => t.CreationDate).ThenBy(t => t.ClientId).ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. rows.Select(t => new TokenInfo(t.ClientId, t.ProviderId, t.CreationDate, t.RevocationDate, t.CertificateThumbprint))];
        }
    }

    /// <summary>Issues a further long-term token; those there are keep working until they are revoked.</summary>
    /// <param name="providerId">The provider.</param>
    /// <param name="clientCertificate">A client certificate that must come with the token (RFC 8705); null for none. Needs option ClientCertificates.</param>
    /// <param name="cancellationToken">Ends the operation before it is committed.</param>
    /// <exception cref="ArgumentException">There is no such provider.</exception>
    public async Task<ProviderCredentials> IssueTokenAsync(Guid providerId, X509Certificate2? clientCertificate = null, CancellationToken cancellationToken = default)
    {
        var db = await _databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await FindAsync(db, providerId, cancellationToken).ConfigureAwait(false);
            var (token, secret) = _tokens.Create(providerId, clientCertificate is null ? null : ClientCertificate.Thumbprint(clientCertificate));
            db.Subject = AuditSubject.Operator("issueToken", providerId);
            db.Add(token);
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return new ProviderCredentials(providerId, token.ClientId, secret);
        }
    }

    /// <summary>Revokes a long-term token for ever, and with it at once all short-term tokens that were given for it. Again is allowed.</summary>
    /// <exception cref="ArgumentException">There is no such token.</exception>
    public async Task RevokeTokenAsync(string clientId, CancellationToken cancellationToken = default)
    {
        var db = await _databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var token = await db.LongTermTokens.SingleOrDefaultAsync(t => t.ClientId == clientId, cancellationToken).ConfigureAwait(false)
                ?? throw new ArgumentException($"There is no long-term token {clientId}.", nameof(clientId));
            db.Subject = AuditSubject.Operator("revokeToken", token.ProviderId);
            token.RevocationDate ??= _time.GetUtcNow();
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<ProviderRow> FindAsync(CatalogDb db, Guid providerId, CancellationToken cancellationToken) =>
        await db.Providers.SingleOrDefaultAsync(p => p.Id == providerId, cancellationToken).ConfigureAwait(false)
            ?? throw new ArgumentException($"There is no service provider {providerId}.", nameof(providerId));
}
