using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tsms.SmartCard.Tlv;

namespace Tsms.Backend.Rest;

/// <summary>A string that <see cref="Normal"/> accepts.</summary>
internal abstract class StringFormat : Format
{
    public sealed override JsonNode? Accept(JsonElement value) => value.ValueKind == JsonValueKind.String && Normal(value.GetString()!) is { } text ? JsonValue.Create(text) : null;

    /// <summary>The normal form of an acceptable text, else null.</summary>
    public abstract string? Normal(string text);
}

/// <summary>Any text of limited length. A character is a code point, as JSON Schema counts (Validation, 6.3.1).</summary>
internal sealed class TextFormat(int maxLength = 255) : StringFormat
{
    public override string Definition => $"string of at most {maxLength} characters without NUL";

    // A NUL character cannot be stored by every database and stands in no name that anybody meant.
    public override string? Normal(string text) => IsShort(text) && !text.Contains('\0', StringComparison.Ordinal) ? text : null;

    private bool IsShort(string text) => text.Length <= maxLength || (text.Length <= 2 * maxLength && text.EnumerateRunes().Count() <= maxLength);

    public override JsonObject Schema() => SchemaOf("string", ("maxLength", maxLength));
}

/// <summary>A UUID in its usual form of 36 characters (RFC 9562, 4).</summary>
internal sealed class UuidFormat : StringFormat
{
    public override string Definition => "uuid";

    public override string? Normal(string text) => TryRead(text, out var id) ? id.ToString() : null;

    public override JsonObject Schema() => SchemaOf("string", ("format", "uuid"));

    /// <summary>Reads the usual form alone: the framework's parser also takes spaces around it, signs and 0x inside.</summary>
    public static bool TryRead(string text, out Guid id)
    {
        id = default;
        return text.Length == 36 && text.All(c => c == '-' || char.IsAsciiHexDigit(c)) && Guid.TryParseExact(text, "D", out id);
    }
}

/// <summary>A point in time; only answers have it, so a request's value is taken as it is.</summary>
internal sealed class DateTimeFormat : StringFormat
{
    public override string Definition => "date-time (ISO 8601, UTC)";

    public override string? Normal(string text) =>
        DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var time) ? Api.Admin.UtcMillisecondsConverter.Text(time) : null;

    public override JsonObject Schema() => SchemaOf("string", ("format", "date-time"));
}

/// <summary>Bytes in hexadecimal digits with a choice of lengths.</summary>
internal sealed class HexFormat(string definition, string schemaFormat, string pattern, Func<int, bool> length) : StringFormat
{
    /// <summary>An AID (ISO/IEC 7816-4, 8.2.1.2).</summary>
    public static readonly HexFormat Aid = new(
        "aid: 5 to 16 bytes in hexadecimal digits", "aid", "^([0-9A-Fa-f]{2}){5,16}$", l => l is >= SmartCard.Aid.MinLength and <= SmartCard.Aid.MaxLength);

    /// <summary>An AID, or the SHA-1 or SHA-256 hash of an app's signing certificate, which is what a phone's access enforcer matches.</summary>
    public static readonly HexFormat DeviceApp = new(
        "aid of 5 to 16 bytes or device application id of 20 or 32 bytes in hexadecimal digits", "aid", "^([0-9A-Fa-f]{2}){5,16}$|^([0-9A-Fa-f]{2}){20}$|^([0-9A-Fa-f]{2}){32}$",
        l => l is >= SmartCard.Aid.MinLength and <= SmartCard.Aid.MaxLength or 20 or 32);

    public override string Definition => definition;

    public override string? Normal(string text) =>
        text.Length % 2 == 0 && length(text.Length / 2) && text.All(char.IsAsciiHexDigit) ? text.ToUpperInvariant() : null;

    public override JsonObject Schema() => SchemaOf("string", ("format", schemaFormat), ("pattern", pattern), ("example", "F054534D530101"));
}

/// <summary>A sequence of BER-TLV data objects in hexadecimal digits; may be empty. At most 255 digits, so 127 bytes (TR-03165 4.1.4.13).</summary>
internal sealed class TlvFormat : StringFormat
{
    private const int MaxDigits = 255;

    public override string Definition => "tlv: BER-TLV structures in hexadecimal digits, at most 127 bytes";

    public override string? Normal(string text) =>
        text.Length <= MaxDigits && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) && BerTlvReader.TryReadAll(Convert.FromHexString(text), out _, out _, out _) ? text.ToUpperInvariant() : null;

    public override JsonObject Schema() => SchemaOf("string", ("format", "tlv"), ("pattern", "^([0-9A-Fa-f]{2})*$"), ("maxLength", MaxDigits), ("example", "C9020102"));
}

/// <summary>A version of two or three decimal numbers of up to three ASCII digits.</summary>
internal sealed partial class VersionFormat(int parts) : StringFormat
{
    public override string Definition => parts == 3 ? @"\A[0-9]{1,3}(\.[0-9]{1,3}){2}\z" : @"\A[0-9]{1,3}\.[0-9]{1,3}\z";

    public override string? Normal(string text) => (parts == 3 ? Three() : Two()).IsMatch(text) ? text : null;

    public override JsonObject Schema() => SchemaOf(
        "string", ("format", "version"), ("pattern", parts == 3 ? @"^[0-9]{1,3}(\.[0-9]{1,3}){2}$" : @"^[0-9]{1,3}\.[0-9]{1,3}$"),
        ("minLength", (2 * parts) - 1), ("maxLength", (4 * parts) - 1), ("example", parts == 3 ? "1.0.0" : "1.0"));

    [GeneratedRegex(@"\A[0-9]{1,3}(\.[0-9]{1,3}){2}\z")]
    private static partial Regex Three();

    [GeneratedRegex(@"\A[0-9]{1,3}\.[0-9]{1,3}\z")]
    private static partial Regex Two();
}

/// <summary>An absolute http or https URL (RFC 3986) without user name, password and fragment, which mean nothing in a request of the TSM.</summary>
internal sealed class UrlFormat(int maxLength) : StringFormat
{
    public override string Definition => $"uri: absolute https or http URL of at most {maxLength} characters, without user information and fragment";

    public override string? Normal(string text) =>
        text.Length <= maxLength && text.All(c => c is > ' ' and <= '~') && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
            && uri.Host.Length > 0 && uri.UserInfo.Length == 0 && !text.Contains('#', StringComparison.Ordinal)
            ? text : null;

    public override JsonObject Schema() => SchemaOf("string", ("format", "uri"), ("maxLength", maxLength), ("example", "https://spos.example/tsm"));
}

/// <summary>One of some words.</summary>
internal sealed class ChoiceFormat(params string[] words) : StringFormat
{
    public override string Definition => $"one of {string.Join(", ", words)}";

    public override string? Normal(string text) => words.Contains(text, StringComparer.Ordinal) ? text : null;

    public override JsonObject Schema() => SchemaOf("string", ("enum", new JsonArray([.. words.Select(w => JsonValue.Create(w))])));
}
