using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Documents;

/// <summary>
/// The OpenAPI document of the REST-API: the published 1.0.4 brought up to TR-03165 v1.1, made of the very descriptions that route requests and check bodies
/// (<see cref="RestOperations"/>, <see cref="Shapes"/>). OpenAPI 3.0, as the published one, because every generator of clients reads it.
/// </summary>
internal static class OpenApiDocument
{
    /// <summary>Marks what is not in the TR.</summary>
    public const string Extension = "x-extension";

    private static readonly (string Name, string Description)[] s_tags =
    [
        ("/auth", "Short-term tokens."),
        ("/service-providers", "The caller's account."),
        ("/secure-component-profiles", "The kinds of secure components that this TSM supports."),
        ("/services", "Services, their Flavors and Versions."),
        ("/executable-load-files", "Load files and their modules."),
        ("/application-configs", "How instances of applets are made."),
        ("/personalization-scripts", "Scripts for the personalisation."),
        ("/certificates", "Certificates of service providers' systems."),
        ("/spos-configs", "Where ends of processes are reported."),
    ];

    /// <summary>A fresh document.</summary>
    public static JsonObject Create()
    {
        var responses = new OpenApiResponses();
        var paths = new JsonObject { ["/auth"] = OpenApiAuth.Token(responses), ["/auth/token"] = OpenApiAuth.OAuthToken(responses) };
        foreach (var operation in RestOperations.All)
        {
            if (!paths.TryGetPropertyValue(operation.Path, out var path))
            {
                paths[operation.Path] = path = new JsonObject();
            }

            path![MethodOf(operation.Method)] = OpenApiOperations.Describe(operation, responses);
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.4",
            ["info"] = Info(),
            ["externalDocs"] = new JsonObject { ["description"] = "BSI TR-03165", ["url"] = "https://www.bsi.bund.de/dok/TR-03165" },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = AdminPaths.Base, ["description"] = "TSM base URL (TR-03165 v1.1, 4.1.1)." }),
            ["tags"] = new JsonArray([.. s_tags.Select(t => new JsonObject { ["name"] = t.Name, ["description"] = t.Description })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = OpenApiSchemas.All(),
                ["parameters"] = OpenApiParameters.All(),
                ["headers"] = OpenApiParameters.Headers(),
                ["responses"] = responses.Components,
                ["securitySchemes"] = OpenApiAuth.Schemes(),
            },
        };
    }

    /// <summary>A reference to a component.</summary>
    public static JsonObject Ref(string kind, string name) => new() { ["$ref"] = $"#/components/{kind}/{name}" };

    private static JsonObject Info() => new()
    {
        ["title"] = "TR-03165: TSM-Backend REST-API",
        ["version"] = "1.1",
        ["description"] = """
            Service providers describe here what is put onto the secure components of phones, and upload it (BSI TR-03165 v1.1, section 4.1).

            Get a short-term token with `POST /auth` and send it as `Authorization: Bearer`. What belongs to another service provider does not exist.
            Every refusal is a GeneralError with one category; its message begins with the guideline's text, what this TSM adds follows in parentheses.
            In POST an optional attribute that is left out or null has its default; in PUT one that is left out keeps its value, and null sets the default.
            Attributes that the TSM assigns stay out of requests. Lists and maps have at most 1000 entries.

            Extensions of this TSM are marked `x-extension`: entity tags against lost updates, `?next=`, tokens as OAuth 2.0 has them.
            """.ReplaceLineEndings("\n"),
        ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["url"] = "https://www.apache.org/licenses/LICENSE-2.0" },
    };

    private static string MethodOf(string method) =>
        HttpMethods.IsGet(method) ? "get" : HttpMethods.IsPost(method) ? "post" : HttpMethods.IsPut(method) ? "put" : "delete";
}
