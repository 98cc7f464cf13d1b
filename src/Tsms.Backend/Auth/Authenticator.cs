using Microsoft.AspNetCore.Http;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Auth;

/// <summary>Who asks: the service provider, by which long-term token, and the end of its audit chain (null: nothing of it was ever changed).</summary>
internal sealed record Caller(Guid ProviderId, string ClientId, byte[]? ChainEnd);

/// <summary>Finds the service provider of a request by its short-term token, and counts the request.</summary>
internal sealed class Authenticator(ShortTermTokens tokens, Standings standings, ProviderLimits limits)
{
    private const string Scheme = "Bearer ";

    /// <exception cref="RestFault">
    /// 1000: no token, not one of ours, expired, bound to another client certificate, or its long-term token or provider is gone. 1002: too many requests.
    /// </exception>
    public async Task<Caller> AuthenticateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } value || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw Faults.NotAuthenticated("send the short-term token as Authorization: Bearer");
        }

        if (tokens.Verify(value.AsSpan(Scheme.Length).Trim()) is not { } claims)
        {
            throw Faults.NotAuthenticated();
        }

        if (claims.Binding is { } binding && binding.Thumbprint != ClientCertificate.Thumbprint(context))
        {
            throw Faults.NotAuthenticated("the token is bound to a client certificate, which this connection does not have");
        }

        var standing = await standings.FindAsync(claims.ClientId, claims.ProviderId, cancellationToken).ConfigureAwait(false) ?? throw Faults.NotAuthenticated();
        limits.CountRequest(claims.ProviderId, standing.MaxRequestsPerMinute);
        return new Caller(claims.ProviderId, claims.ClientId, standing.ChainEnd);
    }
}
