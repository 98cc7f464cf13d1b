using System.Text.Json;
using System.Text.Json.Nodes;
using Tsms.Backend.Errors;

namespace Tsms.Backend.Rest;

/// <summary>
/// Checks a body against its entity's shape, in the order that docs/divergences.md gives: unknown attributes (1007), automatic (1003) or fixed ones (1005),
/// missing ones (1004, 1006), formats (1008). The first finding is the answer (TR-03165 v1.1, 4.1.5.2: one error per answer).
/// </summary>
internal static class BodyCheck
{
    /// <summary>The complete new entity from the body of a POST.</summary>
    public static JsonObject Create(EntityShape shape, JsonElement body)
    {
        Check(shape, body, create: true, null);
        return shape.Complete(body, null);
    }

    /// <summary>The complete changed entity from the body of a PUT. Without a current entity all is checked that can be, and the caller answers 1009.</summary>
    public static JsonObject? Modify(EntityShape shape, JsonElement body, JsonObject? current)
    {
        Check(shape, body, create: false, current);
        return current is null ? null : shape.Complete(body, current);
    }

    /// <summary>Takes a body that is a bare list or map.</summary>
    public static JsonNode Value(Format format, string name, JsonElement body) => format.Accept(body) ?? throw WrongFormat(name, format, body);

    /// <summary>Full paths of the conditional attributes that differ between two complete entities.</summary>
    public static IEnumerable<string> ChangedConditional(EntityShape shape, JsonObject before, JsonObject after, string path = "")
    {
        foreach (var attribute in shape.Attributes.Where(a => !JsonNode.DeepEquals(before[a.Name], after[a.Name])))
        {
            if (attribute.Nested is { } nested)
            {
                foreach (var inner in ChangedConditional(nested, (JsonObject)before[attribute.Name]!, (JsonObject)after[attribute.Name]!, $"{path}{attribute.Name}."))
                {
                    yield return inner;
                }
            }
            else if (attribute.Editable == Editable.Conditional)
            {
                yield return path + attribute.Name;
            }
        }
    }

    private static void Check(EntityShape shape, JsonElement body, bool create, JsonObject? current)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Faults.InvalidFormat(body.GetRawText(), shape.Entity, "JSON object");
        }

        Unknown(shape, body, "");
        if (create)
        {
            Automatic(shape, body, "");
        }
        else if (current is not null)
        {
            Fixed(shape, body, current, "");
        }

        Missing(shape, body, create, "");
        Formats(shape, body, "");
    }

    private static void Unknown(EntityShape shape, JsonElement body, string path)
    {
        foreach (var property in body.EnumerateObject())
        {
            if (shape.Find(property.Name) is null)
            {
                throw Faults.UnknownAttribute(path + property.Name);
            }
        }

        Descend(shape, body, path, Unknown);
    }

    private static void Automatic(EntityShape shape, JsonElement body, string path)
    {
        foreach (var attribute in shape.Attributes.Where(a => a.Presence == Presence.Automatic && Given(body, a, out _)))
        {
            throw Faults.AutomaticAttribute(path + attribute.Name);
        }

        Descend(shape, body, path, Automatic);
    }

    private static void Fixed(EntityShape shape, JsonElement body, JsonObject current, string path)
    {
        foreach (var attribute in shape.Attributes)
        {
            if (!Given(body, attribute, out var value))
            {
                continue;
            }

            if (attribute.Editable == Editable.No && !JsonNode.DeepEquals(attribute.Format.Accept(value), current[attribute.Name]))
            {
                throw Faults.FixedAttribute(path + attribute.Name);
            }

            if (attribute.Nested is { } nested && value.ValueKind == JsonValueKind.Object && current[attribute.Name] is JsonObject inner)
            {
                Fixed(nested, value, inner, $"{path}{attribute.Name}.");
            }
        }
    }

    private static void Missing(EntityShape shape, JsonElement body, bool create, string path)
    {
        foreach (var attribute in shape.Attributes)
        {
            var mandatory = attribute.Presence == Presence.Mandatory || (attribute.Presence == Presence.Identifying && !create);
            if (mandatory && !Given(body, attribute, out _))
            {
                throw Faults.Missing(create, path + attribute.Name, shape.Entity);
            }
        }

        Descend(shape, body, path, (nested, value, inner) => Missing(nested, value, create, inner));
    }

    private static void Formats(EntityShape shape, JsonElement body, string path)
    {
        foreach (var attribute in shape.Attributes.Where(a => a.Presence is not (Presence.Automatic or Presence.Identifying)))
        {
            if (Given(body, attribute, out var value) && attribute.Format.Accept(value) is null)
            {
                throw WrongFormat(path + attribute.Name, attribute.Format, value);
            }
        }
    }

    private static RestFault WrongFormat(string name, Format format, JsonElement value)
    {
        var (path, culprit, blamed) = format.Blame(value);
        return Faults.InvalidFormat(culprit.ValueKind == JsonValueKind.String ? culprit.GetString()! : culprit.GetRawText(), name + path, blamed.Definition);
    }

    private static bool Given(JsonElement body, AttributeShape attribute, out JsonElement value) =>
        body.TryGetProperty(attribute.Name, out value) && value.ValueKind != JsonValueKind.Null;

    // Nested entities and lists of them; what is of another kind is left to the check of formats.
    private static void Descend(EntityShape shape, JsonElement body, string path, Action<EntityShape, JsonElement, string> check)
    {
        foreach (var attribute in shape.Attributes)
        {
            if (!body.TryGetProperty(attribute.Name, out var value))
            {
                continue;
            }

            if (attribute.Nested is { } nested && value.ValueKind == JsonValueKind.Object)
            {
                check(nested, value, $"{path}{attribute.Name}.");
            }
            else if (attribute.NestedInList is { } item && value.ValueKind == JsonValueKind.Array)
            {
                var index = 0;
                foreach (var element in value.EnumerateArray())
                {
                    if (element.ValueKind == JsonValueKind.Object)
                    {
                        check(item, element, $"{path}{attribute.Name}[{index}].");
                    }

                    index++;
                }
            }
        }
    }
}
