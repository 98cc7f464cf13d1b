using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Data;
using Tsms.Backend.Errors;

namespace Tsms.Backend.Auth;

/// <summary>Finds the service provider of a request by its short-term token.</summary>
internal sealed class Authenticator(ShortTermTokens tokens)
{
    private const string Scheme = "Bearer ";

    /// <exception cref="RestFault">1000: no token, not one of ours, expired, or its long-term token or provider is gone.</exception>
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

        var alive = await db.LongTermTokens.AnyAsync(
            t => t.ClientId == claims.ClientId && t.ProviderId == claims.ProviderId && t.RevocationDate == null, cancellationToken).ConfigureAwait(false);
        context.Features.Set(claims);
        return alive ? claims.ProviderId : throw Faults.NotAuthenticated();
    }
}
