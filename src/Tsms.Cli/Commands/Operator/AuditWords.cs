using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tsms.Cli.Commands.Operator;

/// <summary>The changes of an audit entry in words.</summary>
internal static class AuditWords
{
    private const int MaxValue = 100;

    /// <summary>The list of changes; text that is none (somebody changed it) as it is.</summary>
    public static JsonNode? Parse(string changes)
    {
        try
        {
            return JsonNode.Parse(changes);
        }
        catch (JsonException)
        {
            return JsonValue.Create(changes);
        }
    }

    /// <summary>A line for each changed thing and attribute.</summary>
    public static IEnumerable<string> Lines(JsonNode? changes)
    {
        if (changes is not JsonArray list)
        {
            return [Short(changes)];
        }

        return list.OfType<JsonObject>().SelectMany(change =>
            Attributes(change["before"] as JsonObject, change["after"] as JsonObject).Prepend($"{Short(change["change"])} {Short(change["entity"])} {Short(change["id"])}"));
    }

    private static IEnumerable<string> Attributes(JsonObject? before, JsonObject? after)
    {
        foreach (var name in (before ?? []).Select(p => p.Key).Union((after ?? []).Select(p => p.Key)))
        {
            var (old, now) = (before?[name], after?[name]);
            yield return before is null ? $"  {name}: {Short(now)}" : after is null ? $"  {name}: was {Short(old)}" : $"  {name}: {Short(old)} -> {Short(now)}";
        }
    }

    private static string Short(JsonNode? value)
    {
        var text = value is null ? "none" : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return text.Length <= MaxValue ? text : text[..MaxValue] + "...";
    }
}
