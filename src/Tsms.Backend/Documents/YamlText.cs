using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tsms.Backend.Documents;

/// <summary>
/// JSON as YAML 1.2 in block style. A text stands bare when it cannot be taken for anything else, else in double quotes with JSON's escapes, which YAML has too
/// (YAML 1.2.2, 5.7 and 7.3.1).
/// </summary>
internal static partial class YamlText
{
    private static readonly JsonSerializerOptions s_quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] s_words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

    /// <summary>The value as a document that ends with a line feed.</summary>
    public static string Write(JsonNode value)
    {
        var text = new StringBuilder();
        Write(text, value, 0, inList: false);
        return text.ToString().TrimStart('\n');
    }

    // Begins where the line stands: behind a key, a dash, or at its start.
    private static void Write(StringBuilder text, JsonNode? value, int indent, bool inList)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map:
                var first = inList;
                foreach (var (key, item) in map)
                {
                    NewLine(text, indent, first).Append(Scalar(key)).Append(':');
                    Write(text, item, indent + 2, inList: false);
                    first = false;
                }

                break;
            case JsonArray { Count: > 0 } list:
                foreach (var item in list)
                {
                    NewLine(text, indent, false).Append('-');
                    Write(text, item, indent + 2, inList: true);
                }

                break;
            default:
                text.Append(' ').Append(value switch
                {
                    null => "null",
                    JsonObject => "{}",
                    JsonArray => "[]",
                    _ => value.GetValueKind() == JsonValueKind.String ? Text(value.GetValue<string>(), indent) : value.ToJsonString(),
                });
                break;
        }

        if (indent == 0)
        {
            text.Append('\n');
        }
    }

    private static StringBuilder NewLine(StringBuilder text, int indent, bool behindDash) => behindDash ? text.Append(' ') : text.Append('\n').Append(' ', indent);

    // Lines stand as they are (YAML 1.2.2, 8.1.2), if none begins or ends with a space, and none ends the text with a line feed.
    private static string Text(string text, int indent)
    {
        var lines = text.Split('\n');
        return lines.Length > 1 && lines.All(l => l == l.Trim() && !l.Any(char.IsControl)) && lines[0].Length > 0 && lines[^1].Length > 0
            ? string.Concat(lines.Select(l => l.Length == 0 ? "\n" : $"\n{new string(' ', indent)}{l}").Prepend("|-"))
            : Scalar(text);
    }

    private static string Scalar(string text) =>
        Bare().IsMatch(text) && !s_words.Contains(text, StringComparer.OrdinalIgnoreCase) ? text : JsonSerializer.Serialize(text, s_quoted);

    [GeneratedRegex(@"\A[A-Za-z/][A-Za-z0-9/_.{}$,;()+=*'-]*( [A-Za-z0-9/_.{}$,;()+=*'-]+)*\z")]
    private static partial Regex Bare();
}
