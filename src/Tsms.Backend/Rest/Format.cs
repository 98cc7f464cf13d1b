using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tsms.Backend.Rest;

/// <summary>The format of one attribute: what it accepts, and how an accepted value is written down.</summary>
internal abstract class Format
{
    /// <summary>The format in words or as an expression, for category 1008 (TR-03165 4.1.5.2).</summary>
    public abstract string Definition { get; }

    /// <summary>
    /// Takes a value that is not null. The node is its one normal form (AIDs in upper case, UUIDs in lower case), so that equal values are equal nodes;
    /// null says that the format is not met.
    /// </summary>
    public abstract JsonNode? Accept(JsonElement value);

    /// <summary>The JSON Schema of the format (OpenAPI 3.0).</summary>
    public abstract JsonObject Schema();

    /// <summary>Where an unacceptable value goes wrong: path below the attribute, value and format. Formats with parts say which part.</summary>
    public virtual (string Path, JsonElement Value, Format Format) Blame(JsonElement value) => ("", value, this);

    private protected static JsonObject SchemaOf(string type, params (string Name, JsonNode? Value)[] more)
    {
        var schema = new JsonObject { ["type"] = type };
        foreach (var (name, value) in more)
        {
            schema[name] = value;
        }

        return schema;
    }
}
