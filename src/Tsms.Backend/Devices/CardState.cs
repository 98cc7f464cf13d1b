using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tsms.Backend.Planning;
using Tsms.SmartCard;

namespace Tsms.Backend.Devices;

/// <summary>What the TSM knows of one card: a process's working copy, written before an order leaves and after its report was verified.</summary>
/// <param name="Id">The card by its hint.</param>
/// <param name="Issuer">Name of its issuer in the configuration.</param>
/// <param name="IssuerCardId">The issuer's proven name; null before.</param>
/// <param name="Journal">What of ours is on it.</param>
/// <param name="KeySets">Key sets that the TSM's domain may hold; one when nothing is in doubt.</param>
/// <param name="FingerprintKey">32 bytes that key the hashes over install parameters.</param>
internal sealed record CardState(
    string Id, string Issuer, string? IssuerCardId, RecordedCard Journal, ImmutableList<DomainKeySet> KeySets, byte[] FingerprintKey);

/// <summary>Names a key set of a security domain in the key store; never the keys.</summary>
internal sealed record DomainKeySet(string Name, byte Version);

/// <summary>What the engine keeps in text columns, as JSON.</summary>
internal static class EngineText
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new AidJsonConverter() } };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <exception cref="JsonException">The text is no such value: the database was changed by hand or by a newer program.</exception>
    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException($"A {typeof(T).Name} is expected, not null.");
}

/// <summary>AIDs as upper-case hexadecimal digits.</summary>
internal sealed class AidJsonConverter : JsonConverter<Aid>
{
    /// <inheritdoc/>
    public override Aid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Aid.TryParse(reader.GetString(), out var aid) ? aid : throw new JsonException("An AID of 10 to 32 hexadecimal digits is expected.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Aid value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
