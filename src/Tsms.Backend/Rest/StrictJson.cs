using System.Text.Json;
using System.Text.Unicode;
using Tsms.Backend.Errors;

namespace Tsms.Backend.Rest;

/// <summary>JSON as RFC 8259 has it, without the liberties it allows: no duplicate names, no lone surrogates, limited depth.</summary>
internal static class StrictJson
{
    /// <summary>Deepest nesting of a body; the deepest entity has 4 levels.</summary>
    public const int MaxDepth = 16;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>The value; it stays valid without the document.</summary>
    /// <exception cref="RestFault">1002, with what is wrong and where.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            throw Faults.InvalidRequest("request body missing");
        }

        if (!Utf8.IsValid(utf8.Span))
        {
            throw Faults.InvalidRequest("request body is not valid UTF-8");
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, Options);
            var value = document.RootElement.Clone();
            ReadTexts(value);
            return value;
        }
        catch (JsonException e)
        {
            throw Faults.InvalidRequest("request body is not well-formed JSON", e.Message);
        }
        catch (InvalidOperationException)
        {
            throw Faults.InvalidRequest("request body is not well-formed JSON", "a string holds half of a surrogate pair");
        }
    }

    // Strings are unescaped when they are asked for; asking here finds broken escapes before anything else works with them.
    private static void ReadTexts(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _ = value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    ReadTexts(element);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    _ = property.Name;
                    ReadTexts(property.Value);
                }

                break;
            default:
                break;
        }
    }
}
