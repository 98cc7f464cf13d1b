using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tsms.Backend.Rest;

/// <summary>How an attribute comes to its value (TR-03165 v1.1, 4.1.4: column Mand.).</summary>
internal enum Presence
{
    /// <summary>M: requests carry it, never null.</summary>
    Mandatory,

    /// <summary>O: left out in POST or null, it has its default; left out in PUT, it keeps its value.</summary>
    Optional,

    /// <summary>A: the TSM assigns it.</summary>
    Automatic,

    /// <summary>Version.tag alone: POST ignores it, PUT must carry it.</summary>
    Identifying,
}

/// <summary>Whether an attribute may change after creation (TR-03165 v1.1, 4.1.4: column Ed.).</summary>
internal enum Editable
{
    No,
    Yes,

    /// <summary>Until a published Flavor depends on it.</summary>
    Conditional,
}

/// <summary>One attribute of an entity, as a row of the TR's tables.</summary>
/// <param name="Name">Name in JSON.</param>
/// <param name="Format">What values it takes.</param>
/// <param name="Presence">M, O or A.</param>
/// <param name="Editable">No, yes, conditional.</param>
/// <param name="Description">What it means, for the OpenAPI document.</param>
/// <param name="Default">JSON text of an optional attribute's default, or of what every new entity has in an automatic one; null where that differs.</param>
internal sealed record AttributeShape(string Name, Format Format, Presence Presence, Editable Editable, string Description, string Default = "null")
{
    public EntityShape? Nested => (Format as ObjectFormat)?.Shape;

    public EntityShape? NestedInList => ((Format as ListFormat)?.Item as ObjectFormat)?.Shape;

    /// <summary>A fresh node of the default; a nested entity's default has its attributes' defaults.</summary>
    public JsonNode? DefaultNode() => Nested is { } nested ? nested.Complete(default, null) : JsonNode.Parse(Default);
}

/// <summary>
/// The one description of an entity: drives body checks, completion of bodies, the OpenAPI document, and tests.
/// </summary>
/// <param name="Name">Name in the OpenAPI document.</param>
/// <param name="Section">Section of TR-03165 v1.1.</param>
/// <param name="Description">What it is, for the OpenAPI document.</param>
/// <param name="Attributes">All attributes, those of <see cref="Base"/> first.</param>
internal sealed record EntityShape(string Name, string Section, string Description, IReadOnlyList<AttributeShape> Attributes)
{
    /// <summary>The entity that this one extends; null for none.</summary>
    public EntityShape? Base { get; init; }

    /// <summary>How error messages name it: by the general name, where it is of a kind.</summary>
    public string Entity => Base?.Name ?? Name;

    public AttributeShape? Find(string name) => Attributes.FirstOrDefault(a => a.Name == name);

    /// <summary>
    /// The whole entity from a checked body: what the body leaves out comes from <paramref name="current"/>, or is the default when that is null too;
    /// null in the body sets the default. Attributes that only the TSM sets are not taken from the body.
    /// </summary>
    public JsonObject Complete(JsonElement body, JsonObject? current)
    {
        var result = new JsonObject();
        foreach (var attribute in Attributes)
        {
            result[attribute.Name] = ValueOf(attribute, body, current);
        }

        return result;
    }

    private static JsonNode? ValueOf(AttributeShape attribute, JsonElement body, JsonObject? current)
    {
        var kept = current?[attribute.Name];
        if (attribute.Presence is Presence.Automatic or Presence.Identifying || attribute.Editable == Editable.No && current is not null)
        {
            return kept?.DeepClone();
        }

        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty(attribute.Name, out var value))
        {
            return current is null ? attribute.DefaultNode() : kept?.DeepClone();
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return attribute.DefaultNode();
        }

        return attribute.Nested is { } nested ? nested.Complete(value, kept as JsonObject) : attribute.Format.Accept(value);
    }
}
