using System.Text;
using System.Text.Json;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Tests.Fuzz;

/// <summary>Changes JSON bodies: values, names, nesting, numbers of items; then the text; then its bytes.</summary>
internal sealed class BodyMutator(IReadOnlyList<string> ids)
{
    private static readonly string[] s_names =
    [
        .. new[] { Shapes.Service, Shapes.Flavor, Shapes.Version, Shapes.ApplicationConfig, Shapes.SposConfig, Shapes.InstallConfig, Shapes.ActivationConfig, Shapes.PersonalizationConfig, Shapes.FeatureConfig }
            .SelectMany(s => s.Attributes).Select(a => $"\"{a.Name}\"").Distinct(),
        "\"\"", "\"__proto__\"", "\"NAME\"", "\"n\\u0061me\"", "\"name \"", "\"\\u0000\"", "\"\\ud800\"", $"\"{new string('n', 2000)}\"", "\"$ref\"", "\"😀\"",
    ];

    private static readonly string[] s_values =
    [
        "null", "true", "false", "0", "-0", "1", "255", "256", "-1", "1.0", "1e0", "0.5", "2147483647", "2147483648", "1E400", "1e-400", "99999999999999999999999999", "4", "3",
        "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"true\"", "\"1\"", "{}", "[]", "[null]", "{\"\":null}", "[[]]", "{\"a\":{\"a\":{}}}",
        "\"F054534D530101\"", "\"f054534d5301\"", "\"F054534D5\"", "\"F054534D\"", "\"F054534D53000000000000000000000000FF\"", "\"A0000001510000\"", "\"F054534D5301\"", "\"Ｆ054534D5301\"",
        "\"1.0.0\"", "\"1.0\"", "\"01.2.3\"", "\"1.0.0\\n\"", "\"999.999.999\"", "\"1000.0.0\"", "\"١.٠.٠\"", "\"1.0.0.0\"", "\"-1.0.0\"",
        "\"https://spos.example/\"", "\"http://[::1]:99999/\"", "\"https://a@b/\"", "\"javascript:1\"", "\"https://a/#x\"", "\"https://xn--/\"", "\"//a\"", "\"https://\"", "\"file:///etc\"",
        "\"C90100\"", "\"C9\"", "\"9F\"", "\"C9FF\"", "\"C98200017F\"", "\"c900\"", "\"C900C900\"", "\"1F808080\"", "\"GlobalService\"", "\"PrivacyTrusted\"",
        "\"00000000-0000-4000-8000-00000000dead\"", "\"{00000000-0000-4000-8000-00000000dead}\"", "\"00000000000040008000000000000000\"", "\"2026-01-01T00:00:00Z\"", "\"\\u202E\"", "\"' OR 1=1 --\"",
    ];

    private static readonly string[] s_tokens =
        ["{", "}", "[", "]", ",", ":", "\"", "\\", "null", "//", "/**/", "\u0000", "\uFEFF", "\u2028", "NaN", "Infinity", "'", "+1", "01", ".5", "\t", "\\u", "\\x", "é", "{}", "[[[[[[[[[[[[[[[[[["];

    /// <summary>A changed body and what was done to it.</summary>
    public (byte[] Body, string What) Make(string json, Chance chance)
    {
        var tree = JsonTree.Parse(json);
        var what = new List<string>();
        for (var left = chance.Next(4); left > 0; left--)
        {
            tree = Change(tree, chance, what);
        }

        var text = tree.ToString();
        if (chance.OneIn(6))
        {
            text = ChangeText(text, chance, what);
        }

        return (chance.OneIn(8) ? ChangeBytes(text, chance, what) : Encoding.UTF8.GetBytes(text), string.Join(", ", what));
    }

    private JsonTree Change(JsonTree tree, Chance chance, List<string> what)
    {
        var places = JsonTree.Places(tree).ToList();
        if (places.Count == 0)
        {
            return tree;
        }

        if (chance.OneIn(40))
        {
            what.Add("whole body");
            return Value(chance);
        }

        var (siblings, index) = chance.Pick(places);
        var (name, old) = siblings[index];
        switch (chance.Next(10))
        {
            case 0:
                siblings.RemoveAt(index);
                what.Add($"{name} gone");
                break;
            case 1:
                siblings[index] = KeyValuePair.Create<string?, JsonTree>(chance.Pick(s_names), old);
                what.Add($"{name} renamed");
                break;
            case 2:
                siblings.Insert(chance.Next(siblings.Count + 1), KeyValuePair.Create<string?, JsonTree>(chance.Pick(s_names), Value(chance)));
                what.Add("one more");
                break;
            case 3:
                siblings.Insert(chance.Next(siblings.Count + 1), siblings[index]);
                what.Add($"{name} twice");
                break;
            case 4 when chance.OneIn(3):
                siblings[index] = KeyValuePair.Create<string?, JsonTree>(name, Deep(old, 1 + chance.Next(chance.OneIn(4) ? 3000 : 20), chance.OneIn(2)));
                what.Add($"{name} deep");
                break;
            case 5 when chance.OneIn(3):
                siblings[index] = KeyValuePair.Create<string?, JsonTree>(name, Many(1 + chance.Next(chance.OneIn(2) ? 1500 : 40), chance));
                what.Add($"{name} many");
                break;
            case 6 when chance.OneIn(3):
                siblings[index] = KeyValuePair.Create<string?, JsonTree>(name, new JsonTree.Leaf($"\"{new string(chance.Pick<char>(['a', '0', 'ü', '\u4E2D']), chance.OneIn(4) ? 20_000 : 253 + chance.Next(5))}\""));
                what.Add($"{name} long");
                break;
            case 7:
                // As text: a value that was put into itself would have no end.
                var (others, other) = chance.Pick(places);
                siblings[index] = KeyValuePair.Create<string?, JsonTree>(name, new JsonTree.Leaf(others[other].Value.ToString()));
                what.Add($"{name} of another");
                break;
            default:
                siblings[index] = KeyValuePair.Create<string?, JsonTree>(name, Value(chance));
                what.Add($"{name} changed");
                break;
        }

        return Fresh(tree);
    }

    /// <summary>The same text as a tree, so that what was put in can be changed too; a leaf when it is no JSON any more, or too deep.</summary>
    private static JsonTree Fresh(JsonTree tree)
    {
        var text = tree.ToString();
        try
        {
            return JsonTree.Parse(text);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new JsonTree.Leaf(text);
        }
    }

    private JsonTree.Leaf Value(Chance chance) => new JsonTree.Leaf(chance.OneIn(3) ? $"\"{chance.Pick(ids)}\"" : chance.Pick(s_values));

    private static JsonTree.Leaf Deep(JsonTree inner, int depth, bool asObject)
    {
        var text = new StringBuilder();
        for (var i = 0; i < depth; i++)
        {
            text.Append(asObject ? "{\"a\":" : "[");
        }

        inner.Write(text);
        return new JsonTree.Leaf(text.Append(asObject ? '}' : ']', depth).ToString());
    }

    private JsonTree.Leaf Many(int count, Chance chance)
    {
        var named = chance.OneIn(2);
        var value = Value(chance).ToString();
        return new JsonTree.Leaf(named
            ? $"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i}\":{value}"))}}}"
            : $"[{string.Join(',', Enumerable.Repeat(value, count))}]");
    }

    private static string ChangeText(string text, Chance chance, List<string> what)
    {
        var at = chance.Next(text.Length + 1);
        what.Add($"text at {at}");
        return chance.Next(3) switch
        {
            0 => text[..at],
            1 => text.Remove(at, Math.Min(1 + chance.Next(8), text.Length - at)),
            _ => text.Insert(at, chance.Pick(s_tokens)),
        };
    }

    private static byte[] ChangeBytes(string text, Chance chance, List<string> what)
    {
        what.Add("bytes");
        switch (chance.Next(5))
        {
            case 0:
                return Encoding.Unicode.GetBytes(text);
            case 1:
                return [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)];
            case 2:
                return Encoding.Latin1.GetBytes(text);
            default:
                var bytes = Encoding.UTF8.GetBytes(text).ToList();
                for (var left = 1 + chance.Next(3); left > 0; left--)
                {
                    bytes.Insert(chance.Next(bytes.Count + 1), chance.Pick<byte>([0x00, 0x80, 0xC0, 0xC3, 0xE2, 0xED, 0xF5, 0xFF, 0x1F, 0x7F]));
                }

                return [.. bytes];
        }
    }
}
