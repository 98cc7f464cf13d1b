using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Data;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Auth;

/// <summary>Finds the service provider of a request by its short-term token, and counts the request.</summary>
internal sealed class Authenticator(ShortTermTokens tokens, ProviderLimits limits)
{
    private const string Scheme = "Bearer ";

    /// <exception cref="RestFault">
    /// 1000: no token, not one of ours, expired, bound to another client certificate, or its long-term token or provider is gone. 1002: too many requests.
    /// </exception>
    public async Task<Guid> AuthenticateAsync(HttpContext context, CatalogDb db, CancellationToken cancellationToken)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } value || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw Faults.NotAuthenticated("send the short-term token as Authorization: Bearer");
        }

        if (tokens.Verify(value[Scheme.Length..].Trim()) is not { } claims)
        {
            throw Faults.NotAuthenticated();
        }

        if (claims.Binding is { } binding && binding.Thumbprint != ClientCertificate.Thumbprint(context))
        {
            throw Faults.NotAuthenticated("the token is bound to a client certificate, which this connection does not have");
        }

        var alive = await (
            from token in db.LongTermTokens
            where token.ClientId == claims.ClientId && token.ProviderId == claims.ProviderId && token.RevocationDate == null
            join provider in db.Providers on token.ProviderId equals provider.Id
            select new { provider.MaxRequestsPerMinute }).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false) ?? throw Faults.NotAuthenticated();
        context.Features.Set(claims);
        limits.CountRequest(claims.ProviderId, alive.MaxRequestsPerMinute);
        return claims.ProviderId;
    }
}
