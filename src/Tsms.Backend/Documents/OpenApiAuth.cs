using System.Text.Json.Nodes;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;

namespace Tsms.Backend.Documents;

/// <summary>Authentication in the OpenAPI document (TR-03165 v1.1, 4.1.6.1).</summary>
internal static class OpenApiAuth
{
    /// <summary>The scheme by which a page or program fetches short-term tokens by itself.</summary>
    public const string OAuth = "oauth2";

    private const string LongTerm = "LongtermToken";
    private const string LongTermBearer = "LongtermTokenBearer";
    private const string ShortTerm = "authToken";

    /// <summary>What every operation but these here needs: a short-term token, fetched in one way or the other.</summary>
    public static JsonArray ShortTermToken() => [Needs(ShortTerm), Needs(OAuth)];

    public static JsonObject Schemes() => new()
    {
        [LongTerm] = new JsonObject
        {
            ["type"] = "http",
            ["scheme"] = "basic",
            ["description"] = "The long-term token, which the operator hands out: client id as user name, client secret as password, both URL-encoded.",
        },
        [LongTermBearer] = new JsonObject
        {
            ["type"] = "http",
            ["scheme"] = "bearer",
            ["description"] = "The long-term token as version 1.0.4 sends it: `client-id:client-secret`, without a body.",
        },
        [ShortTerm] = new JsonObject
        {
            ["type"] = "http",
            ["scheme"] = "bearer",
            ["bearerFormat"] = "JWT",
            ["description"] = "The short-term token from POST /auth.",
        },
        [OAuth] = new JsonObject
        {
            ["type"] = "oauth2",
            ["description"] = "The same short-term token, fetched as OAuth 2.0 has it.",
            ["flows"] = new JsonObject { ["clientCredentials"] = new JsonObject { ["tokenUrl"] = AdminPaths.AuthToken, ["scopes"] = new JsonObject() } },
            [OpenApiDocument.Extension] = true,
        },
    };

    public static JsonObject Token(OpenApiResponses responses) => new()
    {
        ["post"] = new JsonObject
        {
            ["tags"] = new JsonArray("/auth"),
            ["summary"] = "Trades the long-term token for a short-term one.",
            ["description"] = "The answer is the token as a JSON string. Basic authentication needs the body; with Bearer, the form of version 1.0.4, there is none. TR-03165 v1.1, 4.1.6.1.1.",
            ["operationId"] = "createAccessToken",
            ["security"] = new JsonArray(Needs(LongTerm), Needs(LongTermBearer)),
            ["requestBody"] = Grant(required: false),
            ["responses"] = Answers(responses, OpenApiDocument.Ref("schemas", "auth-Token")),
        },
    };

    public static JsonObject OAuthToken(OpenApiResponses responses) => new()
    {
        ["post"] = new JsonObject
        {
            ["tags"] = new JsonArray("/auth"),
            ["summary"] = "Trades the long-term token for a short-term one, as OAuth 2.0 clients expect it (RFC 6749, 4.4).",
            ["operationId"] = "createAccessTokenOAuth",
            ["security"] = new JsonArray(Needs(LongTerm)),
            ["requestBody"] = Grant(required: true),
            ["responses"] = OAuthAnswers(responses),
            [OpenApiDocument.Extension] = true,
        },
    };

    private static JsonObject Needs(string scheme) => new() { [scheme] = new JsonArray() };

    private static JsonObject Answers(OpenApiResponses responses, JsonObject schema) => new()
    {
        ["200"] = OpenApiResponses.Json("The token.", schema),
        ["400"] = responses.Refusal(400, ErrorCategory.InvalidRequest),
        ["401"] = responses.Refusal(401, ErrorCategory.AuthenticationFailed),
        ["500"] = responses.Refusal(500, ErrorCategory.InternalError),
    };

    private static JsonObject OAuthAnswers(OpenApiResponses responses)
    {
        var answers = Answers(responses, OpenApiDocument.Ref("schemas", "TokenAnswer"));
        answers["400"] = OpenApiResponses.Json("The request is not what it should be. The body is a GeneralError of category 1002 too.", OpenApiDocument.Ref("schemas", "OAuthError"));
        answers["401"] = OpenApiResponses.Json("The long-term token is wrong. The body is a GeneralError of category 1001 too.", OpenApiDocument.Ref("schemas", "OAuthError"));
        return answers;
    }

    private static JsonObject Grant(bool required) => new()
    {
        ["required"] = required,
        ["content"] = new JsonObject
        {
            ["application/x-www-form-urlencoded"] = new JsonObject
            {
                ["schema"] = new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = new JsonArray("grant_type"),
                    ["properties"] = new JsonObject { ["grant_type"] = new JsonObject { ["type"] = "string", ["description"] = "Always client_credentials.", ["example"] = "client_credentials" } },
                },
            },
        },
    };
}
