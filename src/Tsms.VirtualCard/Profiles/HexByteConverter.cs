using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tsms.VirtualCard.Profiles;

/// <summary>A byte as two hexadecimal digits: people compare profiles with standards, which write 70 and mean hexadecimal.</summary>
internal sealed class HexByteConverter : JsonConverter<byte>
{
    /// <inheritdoc/>
    public override byte Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return text?.Length == 2 && byte.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new JsonException("A byte is a string of two hexadecimal digits.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, byte value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("X2", CultureInfo.InvariantCulture));
}
