using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tsms.Backend.Rest;

/// <summary>true or false.</summary>
internal sealed class BooleanFormat : Format
{
    public override string Definition => "boolean";

    public override JsonNode? Accept(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? JsonValue.Create(value.GetBoolean()) : null;

    public override JsonObject Schema() => SchemaOf("boolean");
}

/// <summary>An integer in a range.</summary>
internal sealed class IntegerFormat(int min, int max) : Format
{
    public override string Definition => $"integer from {min} to {max}";

    public override JsonNode? Accept(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max ? JsonValue.Create(number) : null;

    public override JsonObject Schema() => SchemaOf("integer", ("minimum", min), ("maximum", max));
}

/// <summary>A list without nulls, of limited length: work on it may grow with the square.</summary>
internal sealed class ListFormat(Format item, bool distinct = false) : Format
{
    /// <summary>Most items of a list, and most entries of a map.</summary>
    public const int MaxItems = 1000;

    public Format Item => item;

    public override string Definition => $"list of at most {MaxItems} values{(distinct ? ", each once" : "")}: {item.Definition}";

    public override JsonNode? Accept(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MaxItems)
        {
            return null;
        }

        var list = new JsonArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in value.EnumerateArray())
        {
            if (item.Accept(element) is not { } node || (distinct && !seen.Add(node.ToJsonString())))
            {
                return null;
            }

            list.Add(node);
        }

        return list;
    }

    public override JsonObject Schema() => SchemaOf("array", ("items", item.Schema()), ("maxItems", MaxItems));

    public override (string Path, JsonElement Value, Format Format) Blame(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= MaxItems)
        {
            var index = 0;
            foreach (var element in value.EnumerateArray())
            {
                if (item.Accept(element) is null)
                {
                    var (path, part, format) = item.Blame(element);
                    return ($"[{index}]{path}", part, format);
                }

                index++;
            }
        }

        return ("", value, this);
    }
}

/// <summary>A map from strings of some format to values of another, without nulls, of limited size.</summary>
internal sealed class MapFormat(StringFormat key, Format item) : Format
{
    public override string Definition => $"map of at most {ListFormat.MaxItems} entries: {key.Definition} to {item.Definition}";

    public override JsonNode? Accept(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() > ListFormat.MaxItems)
        {
            return null;
        }

        var map = new JsonObject();
        foreach (var property in value.EnumerateObject())
        {
            // Two spellings of one key are one key twice.
            if (key.Normal(property.Name) is not { } name || item.Accept(property.Value) is not { } node || !map.TryAdd(name, node))
            {
                return null;
            }
        }

        return map;
    }

    public override JsonObject Schema() => SchemaOf("object", ("additionalProperties", item.Schema()), ("maxProperties", ListFormat.MaxItems));

    public override (string Path, JsonElement Value, Format Format) Blame(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() <= ListFormat.MaxItems)
        {
            foreach (var property in value.EnumerateObject())
            {
                if (key.Normal(property.Name) is null)
                {
                    return ("", JsonSerializer.SerializeToElement(property.Name), key);
                }

                if (item.Accept(property.Value) is null)
                {
                    var (path, part, format) = item.Blame(property.Value);
                    return ($".{property.Name}{path}", part, format);
                }
            }
        }

        return ("", value, this);
    }
}

/// <summary>A nested entity. Its attributes are described and checked like those of the entity around it.</summary>
internal sealed class ObjectFormat(EntityShape shape) : Format
{
    public EntityShape Shape => shape;

    public override string Definition => $"JSON object {shape.Name}";

    public override JsonNode? Accept(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return shape.Attributes.All(a => !value.TryGetProperty(a.Name, out var part) || part.ValueKind == JsonValueKind.Null || a.Format.Accept(part) is not null)
            ? shape.Complete(value, null)
            : null;
    }

    public override JsonObject Schema() => new() { ["$ref"] = $"#/components/schemas/{shape.Name}" };

    public override (string Path, JsonElement Value, Format Format) Blame(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var attribute in shape.Attributes)
            {
                if (value.TryGetProperty(attribute.Name, out var part) && part.ValueKind != JsonValueKind.Null && attribute.Format.Accept(part) is null)
                {
                    var (path, culprit, format) = attribute.Format.Blame(part);
                    return ($".{attribute.Name}{path}", culprit, format);
                }
            }
        }

        return ("", value, this);
    }
}
