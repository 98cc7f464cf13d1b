using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tsms.Api.Issuer;
using Tsms.Issuer.Authorizations;
using Tsms.Issuer.Partners;
using Tsms.Issuer.Sessions;

namespace Tsms.Issuer.Hosting;

/// <summary>The issuer's door to TSMs: three messages, each with its refusal.</summary>
public static class IssuerEndpoints
{
    /// <summary>Maps the paths of <see cref="IssuerPaths"/>.</summary>
    public static IEndpointRouteBuilder MapTsmsIssuer(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(IssuerPaths.Authorize, (HttpContext http, PartnerDirectory partners, Authorize authorize) =>
            AnswerAsync(http, IssuerJson.Default.AuthorizeRequest, IssuerJson.Default.AuthorizeResponse,
                (request, cancel) => authorize.ExecuteAsync(partners.Require(http), request, cancel)));
        routes.MapPost(IssuerPaths.OpenSession, (HttpContext http, PartnerDirectory partners, IssuerSessions sessions) =>
            AnswerAsync(http, IssuerJson.Default.OpenSessionRequest, IssuerJson.Default.SessionStep,
                (request, cancel) => sessions.OpenAsync(partners.Require(http), request, cancel)));
        routes.MapPost(IssuerPaths.Continue.Replace("{0}", "{sessionId}", StringComparison.Ordinal),
            (HttpContext http, string sessionId, PartnerDirectory partners, IssuerSessions sessions) =>
                AnswerAsync(http, IssuerJson.Default.CardAnswers, IssuerJson.Default.SessionStep,
                    (request, cancel) => sessions.ContinueAsync(partners.Require(http), sessionId, request, cancel)));
        return routes;
    }

    private static async Task AnswerAsync<TRequest, TResponse>(
        HttpContext http, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType, Func<TRequest, CancellationToken, Task<TResponse>> execute)
    {
        try
        {
            var request = await ReadAsync(http, requestType).ConfigureAwait(false);
            var response = await execute(request, http.RequestAborted).ConfigureAwait(false);
            await http.Response.WriteAsJsonAsync(response, responseType, cancellationToken: http.RequestAborted).ConfigureAwait(false);
        }
        catch (IssuerFault fault)
        {
            http.Response.StatusCode = fault.HttpStatus;
            await http.Response.WriteAsJsonAsync(
                new IssuerError(fault.Code, fault.Message), IssuerJson.Default.IssuerError, cancellationToken: http.RequestAborted).ConfigureAwait(false);
        }
    }

    private static async Task<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted).ConfigureAwait(false)
                ?? throw new IssuerFault(IssuerErrorCodes.InvalidRequest, "The request body must be a JSON object, not null.");
        }
        catch (JsonException e)
        {
            throw new IssuerFault(IssuerErrorCodes.InvalidRequest, $"The request body is no {typeof(T).Name}: wrong at {e.Path ?? "$"}, line {e.LineNumber + 1}.");
        }
    }
}
