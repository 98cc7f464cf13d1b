using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tsms.Backend.Tests.Documents;

/// <summary>An operation of the published description; [] behind a schema is a list of it, "map:" before one a map from strings.</summary>
public sealed record PublishedOperation(
    string Id, string Section, string Method, string Path, string? Request, int Status, string? Answer, int[] Categories, string Security);

/// <summary>An entity of the published description.</summary>
public sealed record PublishedSchema(string[] Required, string? Extends, IReadOnlyDictionary<string, PublishedProperty> Properties);

/// <summary>An attribute of the published description.</summary>
public sealed record PublishedProperty(
    string Type, string? Format, int? MinLength, int? MaxLength, int? Minimum, int? Maximum, bool ReadOnly, JsonElement? Default,
    [property: JsonPropertyName("item_format")] string? ItemFormat,
    [property: JsonPropertyName("item_maxLength")] int? ItemMaxLength,
    [property: JsonPropertyName("value_maxLength")] int? ValueMaxLength);

/// <summary>TR-03165 4.1 as published in machine-readable form for version 1.0.4, as facts (published-1.0.4.json), and what version 1.1 changed.</summary>
internal sealed record PublishedData(PublishedOperation[] Operations, IReadOnlyDictionary<string, PublishedSchema> Schemas)
{
    public static PublishedData V104 { get; } = JsonSerializer.Deserialize<PublishedData>(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Documents", "published-1.0.4.json")), JsonSerializerOptions.Web)!;

    /// <summary>Required attributes of v1.1 where they differ: fileName is mandatory, tag is assigned.</summary>
    public static IReadOnlyDictionary<string, string[]> RequiredInV11 { get; } = new Dictionary<string, string[]>
    {
        ["Version"] = ["allowedDeployments"],
        ["ExecutableLoadFile"] = ["fileName"],
        ["PersonalizationScript"] = ["fileName"],
        ["Certificate"] = ["fileName"],
    };

    /// <summary>What else is not as it was, and why.</summary>
    public static IReadOnlyDictionary<string, string> Changed { get; } = new Dictionary<string, string>
    {
        ["Version.tag readOnly"] = "v1.1: PUT must carry it",
        ["Flavor.published default"] = "it is automatic; a generated client would send the default along, which is 1005 in PUT once it is published",
        ["FeatureConfig.genericOptions default"] = "a generated client would send the empty map along, and PUT would clear the options",
        ["CAP.technicalRequirements readOnly"] = "it is read from the CAP",
        ["GeneralError.errorCategory readOnly"] = "it is in answers only",
        ["GeneralError.errorMessage readOnly"] = "it is in answers only",
    };

    /// <summary>The path in v1.1.</summary>
    public static string PathInV11(PublishedOperation operation) => operation.Path == "/serviceproviders/current" ? "/service-providers/current" : operation.Path;
}
