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

    // Compiled once per host: every request runs it.
    private readonly Func<CatalogDb, string, Guid, CancellationToken, Task<Caller?>> _caller = EF.CompileAsyncQuery(
        (CatalogDb db, string clientId, Guid providerId, CancellationToken _) => (
            from token in db.LongTermTokens
            where token.ClientId == clientId && token.ProviderId == providerId && token.RevocationDate == null
            join provider in db.Providers on token.ProviderId equals provider.Id
            join head in db.AuditHeads on provider.Id equals head.ProviderId into heads
            from head in heads.DefaultIfEmpty()
            select new Caller(provider.MaxRequestsPerMinute, head.Hash)).SingleOrDefault());

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

        var caller = await _caller(db, claims.ClientId, claims.ProviderId, cancellationToken).ConfigureAwait(false) ?? throw Faults.NotAuthenticated();
        context.Features.Set(claims);
        context.Features.Set(caller);
        limits.CountRequest(claims.ProviderId, caller.MaxRequestsPerMinute);
        return claims.ProviderId;
    }
}

/// <summary>What is read with every request: the provider's own limit, and the end of its audit chain (null: nothing of it was ever changed).</summary>
internal sealed record Caller(int? MaxRequestsPerMinute, byte[]? ChainEnd);
