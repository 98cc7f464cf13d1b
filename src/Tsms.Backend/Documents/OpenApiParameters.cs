using System.Text.Json.Nodes;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Documents;

/// <summary>Parameters and headers in the OpenAPI document.</summary>
internal static class OpenApiParameters
{
    public const string Next = "next";
    public const string IfMatch = "ifMatch";
    public const string IfNoneMatch = "ifNoneMatch";

    // The names are those of the published document.
    private static readonly (string Name, string Entity)[] s_ids =
    [
        ("scpId", "SecureComponentProfile"),
        ("serviceId", "Service"),
        ("flavorId", "Flavor"),
        ("elfId", "load file"),
        ("emId", "module"),
        ("applicationConfigId", "ApplicationConfig"),
        ("personalizationScriptId", "PersonalizationScript"),
        ("certificateId", "Certificate"),
        ("sposConfigId", "SposConfig"),
    ];

    public static JsonObject All()
    {
        var result = new JsonObject();
        foreach (var (name, entity) in s_ids)
        {
            result[name] = InPath(name, $"Id of the {entity}. What is no UUID names nothing: 1009.", Shapes.Uuid.Schema());
        }

        result["tag"] = InPath("tag", "Tag of the Version, major.minor.revision.", new VersionFormat(3).Schema());
        result[Next] = Optional(Next, "query", "Which part of the Service's last tag is raised.", new JsonObject
        {
            ["type"] = "string",
            ["enum"] = new JsonArray("major", "minor", "revision"),
            ["default"] = "revision",
        });
        result[IfMatch] = Optional(
            "If-Match", "header",
            "Entity tags (RFC 9110, 13.1.1). The change is made only if GET of the same path, or of the nearest one above, still answers with one of them.", Text());
        result[IfNoneMatch] = Optional("If-None-Match", "header", "Entity tags (RFC 9110, 13.1.2). If the answer would have one of them, it is 304 without content.", Text());
        return result;
    }

    public static JsonObject Headers() => new()
    {
        ["ETag"] = new JsonObject { ["description"] = "Entity tag of the content (RFC 9110, 8.8.3), for If-Match and If-None-Match.", ["schema"] = Text(), [OpenApiDocument.Extension] = true },
        ["Retry-After"] = new JsonObject
        {
            ["description"] = "After too many requests: seconds until the next one is answered.",
            ["schema"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
            [OpenApiDocument.Extension] = true,
        },
        ["Content-Disposition"] = new JsonObject { ["description"] = "attachment, with the name of the file (RFC 6266).", ["schema"] = Text() },
    };

    private static JsonObject InPath(string name, string description, JsonObject schema) => new()
    {
        ["name"] = name,
        ["in"] = "path",
        ["required"] = true,
        ["description"] = description,
        ["schema"] = schema,
    };

    private static JsonObject Optional(string name, string place, string description, JsonObject schema) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = false,
        ["description"] = description,
        ["schema"] = schema,
        [OpenApiDocument.Extension] = true,
    };

    private static JsonObject Text() => new() { ["type"] = "string" };
}
