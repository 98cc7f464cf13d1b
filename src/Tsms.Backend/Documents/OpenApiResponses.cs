using System.Globalization;
using System.Text.Json.Nodes;
using Tsms.Backend.Errors;

namespace Tsms.Backend.Documents;

/// <summary>Answers in the OpenAPI document. Refusals are components, one for each set of categories, named as in the published document.</summary>
internal sealed class OpenApiResponses
{
    public JsonObject Components { get; } = [];

    /// <summary>An answer of a status by its categories, each with the guideline's text as an example.</summary>
    public JsonObject Refusal(int status, params ErrorCategory[] categories)
    {
        var numbers = categories.Select(c => ((int)c).ToString(CultureInfo.InvariantCulture)).ToList();
        var name = $"{status}Error_{string.Join('_', numbers)}";
        if (!Components.ContainsKey(name))
        {
            var error = Error(string.Join("; ", categories.Select(c => $"{(int)c}: {TypeOf(c).Cause.TrimEnd('.')}")) + ".");
            error["content"]!["application/json"]!["examples"] = new JsonObject(categories.Select(c => KeyValuePair.Create(((int)c).ToString(CultureInfo.InvariantCulture), (JsonNode?)Example(c))));
            if (status == 400)
            {
                error["headers"] = new JsonObject { ["Retry-After"] = OpenApiDocument.Ref("headers", "Retry-After") };
            }

            Components[name] = error;
        }

        return OpenApiDocument.Ref("responses", name);
    }

    /// <summary>412: a change that was made conditional.</summary>
    public JsonObject PreconditionFailed() => Component("412PreconditionFailed", () =>
    {
        var error = Error("What If-Match asks for does not hold: it was changed meanwhile. The body is a GeneralError of category 1002.");
        error[OpenApiDocument.Extension] = true;
        return error;
    });

    /// <summary>304: the client has it already.</summary>
    public JsonObject NotModified() => Component("304NotModified", () => Tagged(new JsonObject
    {
        ["description"] = "The content still has an entity tag of If-None-Match.",
        [OpenApiDocument.Extension] = true,
    }));

    /// <summary>200 with a file.</summary>
    public JsonObject Binary() => Component("200Binary", () =>
    {
        var answer = Tagged(new JsonObject
        {
            ["description"] = "The file as it was uploaded.",
            ["content"] = new JsonObject { ["application/octet-stream"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string", ["format"] = "binary" } } },
        });
        answer["headers"]!["Content-Disposition"] = OpenApiDocument.Ref("headers", "Content-Disposition");
        return answer;
    });

    /// <summary>An answer with JSON.</summary>
    public static JsonObject Json(string description, JsonObject schema) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } },
    };

    /// <summary>The same answer with an entity tag.</summary>
    public static JsonObject Tagged(JsonObject answer)
    {
        answer["headers"] = new JsonObject { ["ETag"] = OpenApiDocument.Ref("headers", "ETag") };
        return answer;
    }

    private JsonObject Component(string name, Func<JsonObject> make)
    {
        if (!Components.ContainsKey(name))
        {
            Components[name] = make();
        }

        return OpenApiDocument.Ref("responses", name);
    }

    private static JsonObject Error(string description) => Json(description, OpenApiDocument.Ref("schemas", "GeneralError"));

    private static JsonObject Example(ErrorCategory category) => new()
    {
        ["summary"] = TypeOf(category).Remedy,
        ["value"] = new JsonObject { ["errorCategory"] = (int)category, ["errorMessage"] = TypeOf(category).Text },
    };

    private static ErrorType TypeOf(ErrorCategory category) => ErrorTypes.All.First(t => t.Category == category);
}
