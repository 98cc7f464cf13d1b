using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Tsms.Api.Admin;
using Tsms.Backend.Data;
using Tsms.Backend.Errors;
using Tsms.Backend.Hosting;
using Tsms.Backend.Providers;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Auth;

/// <summary>
/// Long-term token in, short-term token out (TR-03165 v1.1, 4.1.6.1.1). Basic with grant_type is v1.1's form, Bearer without a body is 1.0.4's; both are taken.
/// </summary>
internal static class AuthEndpoints
{
    private const int MaxFormBytes = 4096;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/auth", (RequestDelegate)(async context =>
        {
            var (token, _) = await ExchangeAsync(context, basicOnly: false).ConfigureAwait(false);
            await Results.Json(token, AdminJson.Default.String).ExecuteAsync(context).ConfigureAwait(false);
        })).WithName("createAccessToken");
        endpoints.MapPost("/auth/token", (RequestDelegate)(async context =>
        {
            var (token, lifetime) = await ExchangeOAuthAsync(context).ConfigureAwait(false);
            await Results.Json(new TokenAnswer(token, "Bearer", (int)lifetime.TotalSeconds), AdminJson.Default.TokenAnswer).ExecuteAsync(context).ConfigureAwait(false);
        })).WithName("createAccessTokenOAuth");
    }

    // Refusals have the members of OAuth 2.0 besides ours (RFC 6749, 5.2).
    private static async Task<(string Token, TimeSpan Lifetime)> ExchangeOAuthAsync(HttpContext context)
    {
        try
        {
            return await ExchangeAsync(context, basicOnly: true).ConfigureAwait(false);
        }
        catch (RestFault fault) when (fault.Category is ErrorCategory.AuthenticationFailed or ErrorCategory.InvalidRequest)
        {
            fault.OAuthError = fault.Category == ErrorCategory.AuthenticationFailed ? "invalid_client" : fault.OAuthError ?? "invalid_request";
            throw;
        }
    }

    private static async Task<(string Token, TimeSpan Lifetime)> ExchangeAsync(HttpContext context, bool basicOnly)
    {
        var cancellationToken = context.RequestAborted;
        var thumbprint = ClientCertificate.Thumbprint(context);
        var (row, basic) = await LogInAsync(context, basicOnly, thumbprint, cancellationToken).ConfigureAwait(false);
        if (basic)
        {
            await RequireGrantAsync(context.Request, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await RestPipeline.RefuseBodyAsync(context, cancellationToken).ConfigureAwait(false);
        }

        context.RequestServices.GetService<IFaultPort>()?.Pass("createAccessToken", context);
        context.Response.Headers.CacheControl = "no-store";
        var tokens = context.RequestServices.GetRequiredService<ShortTermTokens>();
        return (tokens.Issue(row.ProviderId, row.ClientId, thumbprint), tokens.Lifetime);
    }

    /// <exception cref="RestFault">1001; or 1002 when too many failed before.</exception>
    private static async Task<(LongTermTokenRow Row, bool Basic)> LogInAsync(HttpContext context, bool basicOnly, string? thumbprint, CancellationToken cancellationToken)
    {
        var limits = context.RequestServices.GetRequiredService<LoginLimits>();
        var from = context.Connection.RemoteIpAddress;
        limits.Attempt(from);
        try
        {
            var (basic, id, secret) = Credentials(context.Request) ?? throw Faults.AuthenticationFailed();
            var db = context.RequestServices.GetRequiredService<CatalogDb>();
            var row = await LongTermTokens.CheckAsync(db, id, secret, cancellationToken).ConfigureAwait(false);
            var certificates = context.RequestServices.GetRequiredService<TsmsBackendOptions>().ClientCertificates;
            if (row is null || (basicOnly && !basic)
                || (thumbprint is null && certificates == ClientCertificates.Required)
                || (row.CertificateThumbprint is { } registered && registered != thumbprint))
            {
                throw Faults.AuthenticationFailed();
            }

            limits.Forgive(from);
            limits.CountToken(row.ProviderId);
            return (row, basic);
        }
        catch (Exception e) when (e is not RestFault)
        {
            // The TSM's own fault, or the client went away: no guess.
            limits.Forgive(from);
            throw;
        }
    }

    private static (bool Basic, string Id, string Secret)? Credentials(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header.Count != 1 || header[0]?.Split(' ', 2, StringSplitOptions.TrimEntries) is not [var scheme, var value])
        {
            return null;
        }

        if (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return value.Split(':', 2) is [var id, var secret] ? (false, id, secret) : null;
        }

        return scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? Basic(value) : null;
    }

    // Basic base64(url-encoded id ":" url-encoded secret). Clients that encode the colon too are understood.
    private static (bool Basic, string Id, string Secret)? Basic(string value)
    {
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var pair = text.Contains(':', StringComparison.Ordinal) ? text : Uri.UnescapeDataString(text);
        return pair.Split(':', 2) is [var id, var secret] ? (true, Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret)) : null;
    }

    private static async Task RequireGrantAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var (content, complete) = await ReadAsync(request.Body, cancellationToken).ConfigureAwait(false);
        if (content.Length == 0)
        {
            throw Faults.InvalidRequest("request body missing", "grant_type=client_credentials is expected");
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            throw Faults.InvalidRequest("unsupported content type", "application/x-www-form-urlencoded is expected");
        }

        var grants = complete ? QueryHelpers.ParseQuery(content).GetValueOrDefault("grant_type") : default;
        if (grants.Count != 1 || grants[0] != "client_credentials")
        {
            throw Faults.UnsupportedGrantType(named: grants.Count == 1);
        }
    }

    private static async Task<(string Content, bool Complete)> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxFormBytes + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return (Encoding.UTF8.GetString(buffer, 0, length), length <= MaxFormBytes);
    }
}
