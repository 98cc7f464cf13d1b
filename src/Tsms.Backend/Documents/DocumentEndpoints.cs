using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Documents;

/// <summary>Serves the OpenAPI document, and a page (Scalar) to read and try it. Neither needs a token; what the page tries does.</summary>
internal static class DocumentEndpoints
{
    public const string Json = "/openapi/v1.json";
    public const string Yaml = "/openapi/v1.yaml";
    public const string Page = "/scalar";

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private static readonly Lazy<BytesAnswer> s_json = new(() => BytesAnswer.OfJson(Encoding.UTF8.GetBytes(OpenApiDocument.Create().ToJsonString(s_indented))));

    private static readonly Lazy<BytesAnswer> s_yaml = new(() => new(Encoding.UTF8.GetBytes(YamlText.Write(OpenApiDocument.Create())), "application/yaml; charset=utf-8"));

    public static void MapDocuments(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Json, (RequestDelegate)(context => AnswerAsync(context, s_json.Value)));
        endpoints.MapGet(Yaml, (RequestDelegate)(context => AnswerAsync(context, s_yaml.Value)));
        endpoints.MapScalarApiReference(Page, (options, context) =>
        {
            context.Response.OnStarting(() => Protect(context));
            options.Title = "TSM-Backend REST-API";
            options.OpenApiRoutePattern = Json;
            options.DynamicNonce = true;
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            options.Authentication = new ScalarAuthenticationOptions { PreferredSecuritySchemes = [OpenApiAuth.OAuth] };

            // Everything comes from this server, and nothing goes elsewhere.
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.Agent = new ScalarAgentOptions { Disabled = true };
            options.Mcp = new ScalarMcpOptions { Disabled = true };
        });
    }

    private static Task AnswerAsync(HttpContext context, BytesAnswer answer)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var same = context.Request.Headers.IfNoneMatch.Any(t => t == answer.EntityTag);
        return (same ? new NotModifiedAnswer(answer.EntityTag) : (IResult)answer).ExecuteAsync(context);
    }

    // The page's own scripts run by their nonce; styles are set by script.
    private static Task Protect(HttpContext context)
    {
        var headers = context.Response.Headers;
        var nonce = context.Items[ScalarOptions.NonceHttpContextItemKey];
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
            + "connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }
}
