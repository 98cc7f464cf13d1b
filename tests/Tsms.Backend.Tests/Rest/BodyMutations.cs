using System.Text.Json.Nodes;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Tests.Rest;

/// <summary>One thing wrong with a body: the category and the attribute's path that must be answered, and how it is done.</summary>
internal sealed record BodyMutation(ErrorCategory Category, string Path, Action Apply);

/// <summary>All single mistakes that a body can have, found by walking through it along its entity's description.</summary>
internal static class BodyMutations
{
    /// <param name="shape">The body's entity.</param>
    /// <param name="body">A valid body; the mutation that is applied changes it.</param>
    /// <param name="create">For POST; else for PUT, where the body holds every attribute with its present value.</param>
    public static List<BodyMutation> Of(EntityShape shape, JsonObject body, bool create) => [.. Walk(shape, body, create, "")];

    private static IEnumerable<BodyMutation> Walk(EntityShape shape, JsonObject body, bool create, string path)
    {
        yield return new(ErrorCategory.UnknownAttribute, $"{path}colour", () => body["colour"] = 1);
        yield return new(ErrorCategory.UnknownAttribute, $"{path}{shape.Attributes[0].Name.ToUpperInvariant()}", () => body[shape.Attributes[0].Name.ToUpperInvariant()] = null);
        foreach (var attribute in shape.Attributes)
        {
            var name = $"{path}{attribute.Name}";
            foreach (var mutation in OfAttribute(attribute, body, create, name))
            {
                yield return mutation;
            }

            if (attribute.Nested is { } nested && body[attribute.Name] is JsonObject inner)
            {
                foreach (var mutation in Walk(nested, inner, create, $"{name}."))
                {
                    yield return mutation;
                }
            }

            if (attribute.NestedInList is { } item && body[attribute.Name] is JsonArray items)
            {
                for (var i = 0; i < items.Count; i++)
                {
                    foreach (var mutation in Walk(item, (JsonObject)items[i]!, create, $"{name}[{i}]."))
                    {
                        yield return mutation;
                    }
                }
            }
        }
    }

    private static IEnumerable<BodyMutation> OfAttribute(AttributeShape attribute, JsonObject body, bool create, string name)
    {
        switch (attribute.Presence)
        {
            case Presence.Automatic when create:
                yield return new(ErrorCategory.AutomaticAttribute, name, () => body[attribute.Name] = "7e5e0001-0305-4231-8000-000000000001");
                yield return new(ErrorCategory.AutomaticAttribute, name, () => body[attribute.Name] = new JsonObject());
                break;
            case Presence.Automatic:
                yield return new(ErrorCategory.FixedAttribute, name, () => body[attribute.Name] = "7e5e0001-0305-4231-8000-00000000ffff");
                yield return new(ErrorCategory.FixedAttribute, name, () => body[attribute.Name] = new JsonArray());
                break;
            case Presence.Identifying:
                break;
            default:
                if (attribute.Presence == Presence.Mandatory)
                {
                    var missing = create ? ErrorCategory.CreateMissing : ErrorCategory.ModifyMissing;
                    yield return new(missing, name, () => body.Remove(attribute.Name));
                    yield return new(missing, name, () => body[attribute.Name] = null);
                }

                foreach (var (where, make) in Wrong(attribute.Format, body[attribute.Name]))
                {
                    yield return new(ErrorCategory.InvalidFormat, name + where, () => body[attribute.Name] = make());
                }

                break;
        }
    }

    /// <summary>Values that a format does not take, each with the path of the culprit below the attribute.</summary>
    private static IEnumerable<(string Where, Func<JsonNode> Make)> Wrong(Format format, JsonNode? present)
    {
        var schema = format.Schema();
        yield return ("", () => JsonNode.Parse((string?)schema["type"] is "integer" ? "\"1\"" : "1e3")!);
        switch (format)
        {
            case ListFormat list:
                yield return ("", () => new JsonObject());
                yield return ("[0]", () => new JsonArray((JsonNode?)null));
                foreach (var (where, make) in list.Item is ObjectFormat ? [] : Wrong(list.Item, null))
                {
                    yield return ($"[{(present as JsonArray)?.Count ?? 0}]{where}", () => new JsonArray([.. (present as JsonArray ?? []).Select(p => p?.DeepClone()), make()]));
                }

                break;
            case MapFormat or ObjectFormat:
                yield return ("", () => new JsonArray());
                if (format is MapFormat)
                {
                    var key = (present as JsonObject)?.FirstOrDefault().Key ?? "7e5e0001-0305-4231-8000-000000000001";
                    yield return ($".{key}", () => new JsonObject { [key] = null });
                }

                break;
            case BooleanFormat:
                yield return ("", () => "true");
                break;
            case IntegerFormat:
                yield return ("", () => (int)schema["maximum"]! + 1);
                yield return ("", () => (int)schema["minimum"]! - 1);
                yield return ("", () => JsonNode.Parse("1.5")!);
                break;
            case TextFormat:
                yield return ("", () => new string('x', (int)schema["maxLength"]! + 1));
                yield return ("", () => "a\0b");
                break;
            default:
                yield return ("", () => "not of this format");
                yield return ("", () => "1");
                break;
        }
    }
}
