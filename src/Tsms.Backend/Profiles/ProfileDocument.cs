using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Profiles;

/// <summary>A secure component profile as its file has it: what TR-03165 4.1.4.5 shows to service providers, and what the TSM needs besides.</summary>
internal sealed record ProfileDocument
{
    /// <summary>The profile with its fixed id.</summary>
    public required JsonObject Profile { get; init; }

    /// <summary>True for virtual and other cards with well-known keys; production refuses them.</summary>
    public bool Test { get; init; }

    /// <summary>Since when no new link may be made to it; null while it is current.</summary>
    public DateTimeOffset? Retired { get; init; }

    /// <summary>Most data bytes of one command, 255 to 65,535: more than 255 where the card, and the phones it is in, take extended length. Null: 255.</summary>
    public int? MaxCommandData { get; init; }

    /// <summary>How a card of this profile is known; any rule suffices.</summary>
    public required IReadOnlyList<MatchRule> Matches { get; init; }

    /// <summary>What a virtual card that plays the product needs besides. The TSM has no use for it.</summary>
    public JsonObject? Card { get; init; }
}

/// <summary>JSON of profile files: camelCase, unknown members refused, comments allowed.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(ProfileDocument))]
internal sealed partial class ProfileJson : JsonSerializerContext;

/// <summary>A profile that this TSM serves.</summary>
internal sealed record Profile(Guid Id, SecureComponentProfile Model, bool Test, DateTimeOffset? Retired, IReadOnlyList<MatchRule> Matches)
{
    /// <summary>Most data bytes of one command.</summary>
    public int MaxCommandData { get; init; } = byte.MaxValue;

    /// <exception cref="FormatException">The file is no profile; the message says what is wrong.</exception>
    public static Profile Read(ReadOnlySpan<byte> json, string source)
    {
        try
        {
            var document = ProfileFile.Read(json).Deserialize(ProfileJson.Default.ProfileDocument)!;
            var attributes = (JsonObject)document.Profile.DeepClone();
            var id = attributes["id"] is JsonValue value && value.TryGetValue<string>(out var text) && Guid.TryParseExact(text, "D", out var guid)
                ? guid : throw new FormatException("member profile.id is missing or no UUID: give the profile one of its own, such as uuidgen makes.");
            attributes.Remove("id");
            var complete = Complete(JsonSerializer.SerializeToElement(attributes));
            var model = complete.Deserialize(AdminJson.Default.SecureComponentProfile)! with { Id = id };
            return new Profile(id, model, document.Test, document.Retired, [.. document.Matches.Select((m, index) => m.Checked($"matches[{index}]"))])
            {
                MaxCommandData = document.MaxCommandData ?? byte.MaxValue,
            };
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new FormatException($"{source} is no secure component profile: {e.Message} See docs/profiles.md.", e);
        }
    }

    // The words of the REST-API speak of requests.
    private static JsonObject Complete(JsonElement attributes)
    {
        try
        {
            return BodyCheck.Create(Shapes.SecureComponentProfile, attributes);
        }
        catch (RestFault e)
        {
            throw new FormatException($"in member profile: {e.Message.Replace("Create failed: ", "", StringComparison.Ordinal)}", e);
        }
    }
}
