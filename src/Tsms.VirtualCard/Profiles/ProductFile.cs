using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tsms.VirtualCard.Profiles;

/// <summary>
/// The file of a product, <c>profiles/NAME.json</c>. Under <c>profile</c> and <c>matches</c> stands what a TSM tells of it and knows it by; under <c>card</c>, if a virtual
/// card can play it, what such a card needs besides. What both need is said once, and not under <c>card</c>.
/// </summary>
internal static class ProductFile
{
    /// <summary>The card of a product; null when its file has none.</summary>
    /// <param name="name">Name of the file without its ending; the card's too.</param>
    /// <param name="json">The file.</param>
    /// <exception cref="FormatException">Something is missing, said twice, or out of range; the message names it.</exception>
    public static CardProfile? Read(string name, ReadOnlySpan<byte> json)
    {
        try
        {
            var file = JsonNode.Parse(json)!;
            if (file["card"] is not JsonObject card)
            {
                return null;
            }

            var profile = file["profile"]!;
            var features = profile["javaCardFeatures"]!.AsObject();
            Say("name", name);
            Say("kind", KindOf(profile["scType"]!.GetValue<int>()));
            Say("atr", file["matches"]!.AsArray().Select(m => m!["atr"]?.GetValue<string>()).First(a => a is not null)!);
            Say("javaCardVersion", profile["javaCardVersion"]!.GetValue<string>());
            if (profile["gpSpecVersions"]!["card"]?.GetValue<string>() is { } version)
            {
                Say("globalPlatformVersion", version);
            }

            if (file["maxCommandData"] is JsonValue length)
            {
                Say("maxCommandData", length.GetValue<int>());
            }

            Say("withoutAlgorithms", new JsonArray([.. AlgorithmNames.Without(features).Select(a => JsonValue.Create(a))]));
            return CardProfile.Parse(Encoding.UTF8.GetBytes(card.ToJsonString()));

            void Say(string member, JsonNode value)
            {
                if (!card.TryAdd(member, value))
                {
                    throw new FormatException($"Product '{name}': 'card' says '{member}', which the rest of the file says already: take it out.");
                }
            }
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException)
        {
            throw new FormatException($"Product '{name}': the file is no product's, or lacks something that a card needs: {e.Message}", e);
        }
    }

    // TR-03165 4.1.4.5, scType
    private static string KindOf(int type) => type switch
    {
        1 => "ese",
        2 or 3 => "euicc",
        4 => "uicc",
        _ => throw new InvalidOperationException($"scType {type} is none of 1 to 4."),
    };
}
