using System.Text.Json.Nodes;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Documents;

/// <summary>The entities in the OpenAPI document: one schema each for requests and answers, as in the published document.</summary>
internal static class OpenApiSchemas
{
    private static readonly EntityShape[] s_entities =
    [
        Shapes.ServiceProvider, Shapes.Service, Shapes.Version, Shapes.Flavor, Shapes.SecureComponentProfile, Shapes.FeatureConfig, Shapes.ApplicationInstantiationConfig,
        Shapes.ExecutableLoadFile, Shapes.Cap, Shapes.TechnicalRequirements, Shapes.ExecutableModule, Shapes.ApplicationConfig, Shapes.InstallConfig, Shapes.ActivationConfig,
        Shapes.PersonalizationConfig, Shapes.PersonalizationScript, Shapes.Certificate, Shapes.SposConfig,
    ];

    public static JsonObject All()
    {
        var schemas = new JsonObject { ["auth-Token"] = new JsonObject { ["type"] = "string", ["description"] = "A short-term token (TR-03165 v1.1, 4.1.6.1.1)." } };
        foreach (var entity in s_entities)
        {
            schemas[entity.Name] = SchemaOf(entity);
        }

        schemas["GeneralError"] = GeneralError();
        schemas["TokenAnswer"] = TokenAnswer();
        schemas["OAuthError"] = OAuthError();
        return schemas;
    }

    private static JsonObject SchemaOf(EntityShape entity)
    {
        var description = $"{entity.Description} TR-03165 v1.1, {entity.Section}.";
        if (entity.Base is not { } parent)
        {
            var whole = ObjectOf(entity.Attributes);
            whole["description"] = description;
            return whole;
        }

        return new JsonObject
        {
            ["description"] = description,
            ["allOf"] = new JsonArray(OpenApiDocument.Ref("schemas", parent.Name), ObjectOf([.. entity.Attributes.Skip(parent.Attributes.Count)])),
        };
    }

    private static JsonObject ObjectOf(IReadOnlyList<AttributeShape> attributes)
    {
        var schema = new JsonObject { ["type"] = "object" };
        if (attributes.Where(a => a.Presence == Presence.Mandatory).Select(a => (JsonNode)a.Name).ToArray() is { Length: > 0 } required)
        {
            schema["required"] = new JsonArray(required);
        }

        schema["properties"] = new JsonObject(attributes.Select(a => KeyValuePair.Create(a.Name, (JsonNode?)SchemaOf(a))));
        return schema;
    }

    private static JsonObject SchemaOf(AttributeShape attribute)
    {
        // Nothing may stand beside a reference (OpenAPI 3.0.4, 4.7.23).
        var schema = attribute.Nested is null ? attribute.Format.Schema() : new JsonObject { ["allOf"] = new JsonArray(attribute.Format.Schema()) };
        schema["description"] = attribute.Description;
        if (attribute.Presence == Presence.Automatic || attribute is { Presence: Presence.Mandatory, Editable: Editable.No })
        {
            schema["readOnly"] = true;
        }
        else if (attribute.Presence == Presence.Optional && attribute.Nested is null)
        {
            Default(schema, attribute);
        }

        return schema;
    }

    // Generated clients send a default along, also in PUT, where it would overwrite: so only flags have theirs here, as in the published document. The descriptions name the others.
    private static void Default(JsonObject schema, AttributeShape attribute)
    {
        if (attribute.Format is BooleanFormat)
        {
            schema["default"] = attribute.DefaultNode();
        }
        else if (attribute.DefaultNode() is null)
        {
            schema["nullable"] = true;
        }
    }

    private static JsonObject GeneralError() => new()
    {
        ["type"] = "object",
        ["description"] = "Every refusal. TR-03165 v1.1, 4.1.4.19.",
        ["required"] = new JsonArray("errorCategory", "errorMessage"),
        ["properties"] = new JsonObject
        {
            ["errorCategory"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1000, ["maximum"] = 9999, ["description"] = "The category, 1000 to 1016 or 2000 (TR-03165 v1.1, 4.1.5.2)." },
            ["errorMessage"] = new JsonObject { ["type"] = "string", ["maxLength"] = RestFault.MaxMessage, ["description"] = "English: the guideline's text, and in parentheses what this TSM adds." },
        },
    };

    private static JsonObject TokenAnswer() => new()
    {
        ["type"] = "object",
        ["description"] = "A short-term token as OAuth 2.0 has it (RFC 6749, 5.1).",
        ["required"] = new JsonArray("access_token", "token_type", "expires_in"),
        ["properties"] = new JsonObject
        {
            ["access_token"] = new JsonObject { ["type"] = "string", ["description"] = "The short-term token." },
            ["token_type"] = new JsonObject { ["type"] = "string", ["description"] = "Always Bearer." },
            ["expires_in"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["description"] = "Seconds that it lives." },
        },
        [OpenApiDocument.Extension] = true,
    };

    private static JsonObject OAuthError() => new()
    {
        ["description"] = "A refusal of the OAuth 2.0 extension (RFC 6749, 5.2).",
        ["allOf"] = new JsonArray(OpenApiDocument.Ref("schemas", "GeneralError"), new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("error"),
            ["properties"] = new JsonObject
            {
                ["error"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("invalid_client", "invalid_request", "unsupported_grant_type"), ["description"] = "The error code." },
                ["error_description"] = new JsonObject { ["type"] = "string", ["description"] = "The same as errorMessage." },
            },
        }),
        [OpenApiDocument.Extension] = true,
    };
}
