using System.Text;
using System.Text.Json;

namespace Tsms.Backend.Tests.Fuzz;

/// <summary>JSON that need not be right: names may stand twice, and a leaf is any text.</summary>
internal abstract class JsonTree
{
    public abstract void Write(StringBuilder to);

    public sealed override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    public static JsonTree Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    /// <summary>The places of all values below, the children's after the parent's.</summary>
    public static IEnumerable<(IList<KeyValuePair<string?, JsonTree>> Parent, int Index)> Places(JsonTree tree)
    {
        if (tree is Branch branch)
        {
            for (var i = 0; i < branch.Children.Count; i++)
            {
                yield return (branch.Children, i);
                foreach (var place in Places(branch.Children[i].Value))
                {
                    yield return place;
                }
            }
        }
    }

    private static JsonTree Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new Branch([.. element.EnumerateObject().Select(p => KeyValuePair.Create<string?, JsonTree>(JsonSerializer.Serialize(p.Name), Of(p.Value)))], true),
        JsonValueKind.Array => new Branch([.. element.EnumerateArray().Select(e => KeyValuePair.Create<string?, JsonTree>(null, Of(e)))], false),
        _ => new Leaf(element.GetRawText()),
    };

    /// <summary>An object or an array. Names are JSON texts, quotes included; in arrays they are null.</summary>
    public sealed class Branch(List<KeyValuePair<string?, JsonTree>> children, bool isObject) : JsonTree
    {
        public List<KeyValuePair<string?, JsonTree>> Children => children;

        public bool IsObject => isObject;

        public override void Write(StringBuilder to)
        {
            to.Append(isObject ? '{' : '[');
            for (var i = 0; i < children.Count; i++)
            {
                to.Append(i == 0 ? "" : ",");
                if (isObject)
                {
                    to.Append(children[i].Key ?? "\"added\"").Append(':');
                }

                children[i].Value.Write(to);
            }

            to.Append(isObject ? '}' : ']');
        }
    }

    /// <summary>Any text.</summary>
    public sealed class Leaf(string text) : JsonTree
    {
        public override void Write(StringBuilder to) => to.Append(text);
    }
}
