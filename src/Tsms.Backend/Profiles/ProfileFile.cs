using System.Text.Json;

namespace Tsms.Backend.Profiles;

/// <summary>Checks a profile file's outer form before it is read, so that each fault is told by member and place, with what belongs there (docs/profiles.md).</summary>
internal static class ProfileFile
{
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    private static readonly Member[] Members =
    [
        new("profile", "an object with the attributes of TR-03165 4.1.4.5", [JsonValueKind.Object], Mandatory: true),
        new("matches", "a list of rules such as { \"atr\": \"3BD5…\" } by which a card of this product is known", [JsonValueKind.Array], Mandatory: true),
        new("test", "true or false", [JsonValueKind.True, JsonValueKind.False]),
        new("maxCommandData", "a whole number of bytes, 255 to 65535", [JsonValueKind.Number, JsonValueKind.Null]),
        new("card", "an object for the virtual card", [JsonValueKind.Object, JsonValueKind.Null]),
        new("retired", "a point in time such as \"2026-12-31T00:00:00Z\", or null", [JsonValueKind.String, JsonValueKind.Null]),
    ];

    private static readonly Member[] Rule =
    [
        .. new[] { "atr", "cplc", "cardData" }.Select(name => new Member(name, "a string of hexadecimal digits and question marks", [JsonValueKind.String, JsonValueKind.Null])),
    ];

    /// <summary>The file's one JSON object.</summary>
    /// <exception cref="FormatException">Which member is missing, unknown or of another kind, and what belongs there.</exception>
    public static JsonElement Read(ReadOnlySpan<byte> json)
    {
        // Editors on Windows put a byte order mark before UTF-8.
        var text = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(text.ToArray(), Options);
            root = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new FormatException($"it cannot be read as JSON{(e.LineNumber is { } line ? $", line {line + 1}, byte {e.BytePositionInLine + 1}" : "")}: {e.Message.Split(" LineNumber:")[0]}", e);
        }

        Check(root, "the file", "", Members);
        foreach (var (index, rule) in root.GetProperty("matches").EnumerateArray().Index())
        {
            Check(rule, $"matches[{index}]", $"matches[{index}].", Rule);
        }

        if (root.TryGetProperty("retired", out var date) && date.ValueKind == JsonValueKind.String && !date.TryGetDateTimeOffset(out _))
        {
            throw new FormatException($"member retired is '{date.GetString()}': {ContentOf("retired")} belongs there.");
        }

        if (root.TryGetProperty("maxCommandData", out var length) && length.ValueKind == JsonValueKind.Number
            && !(length.TryGetInt32(out var bytes) && bytes is >= byte.MaxValue and <= ushort.MaxValue))
        {
            throw new FormatException($"member maxCommandData is {length}: {ContentOf("maxCommandData")} belongs there.");
        }

        return root;
    }

    private static string ContentOf(string member) => Members.Single(m => m.Name == member).Content;

    private static void Check(JsonElement element, string what, string path, Member[] members)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"{what} holds {Word(element.ValueKind)}: a JSON object belongs there, with {string.Join(", ", members.Select(m => m.Name))}.");
        }

        foreach (var given in element.EnumerateObject())
        {
            if (Array.Find(members, m => m.Name == given.Name) is not { } member)
            {
                throw new FormatException($"member {path}{given.Name} is not known: there are {string.Join(", ", members.Select(m => path + m.Name))}.");
            }

            if (!member.Kinds.Contains(given.Value.ValueKind))
            {
                throw new FormatException($"member {path}{given.Name} is {Word(given.Value.ValueKind)}: {member.Content} belongs there.");
            }
        }

        if (Array.Find(members, m => m.Mandatory && !element.TryGetProperty(m.Name, out _)) is { } missing)
        {
            throw new FormatException($"member {path}{missing.Name} is missing: {missing.Content} belongs there.");
        }
    }

    private static string Word(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private sealed record Member(string Name, string Content, JsonValueKind[] Kinds, bool Mandatory = false);
}
