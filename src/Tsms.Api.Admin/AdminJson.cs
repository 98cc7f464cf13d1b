using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tsms.Api.Admin;

/// <summary>JSON of requests: camelCase, attributes that are not given stay out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(UtcMillisecondsConverter)])]
[JsonSerializable(typeof(ServiceProvider))]
[JsonSerializable(typeof(Service))]
[JsonSerializable(typeof(List<Service>))]
[JsonSerializable(typeof(ServiceVersion))]
[JsonSerializable(typeof(List<ServiceVersion>))]
[JsonSerializable(typeof(Flavor))]
[JsonSerializable(typeof(List<Flavor>))]
[JsonSerializable(typeof(ExecutableLoadFile))]
[JsonSerializable(typeof(List<ExecutableLoadFile>))]
[JsonSerializable(typeof(ExecutableModule))]
[JsonSerializable(typeof(List<ExecutableModule>))]
[JsonSerializable(typeof(SecureComponentProfile))]
[JsonSerializable(typeof(List<SecureComponentProfile>))]
[JsonSerializable(typeof(ApplicationConfig))]
[JsonSerializable(typeof(List<ApplicationConfig>))]
[JsonSerializable(typeof(PersonalizationScript))]
[JsonSerializable(typeof(List<PersonalizationScript>))]
[JsonSerializable(typeof(Certificate))]
[JsonSerializable(typeof(List<Certificate>))]
[JsonSerializable(typeof(SposConfig))]
[JsonSerializable(typeof(List<SposConfig>))]
[JsonSerializable(typeof(GeneralError))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(OAuthError))]
[JsonSerializable(typeof(List<Guid>))]
[JsonSerializable(typeof(Dictionary<Guid, Guid>))]
[JsonSerializable(typeof(Dictionary<Guid, IReadOnlyList<Guid>>))]
[JsonSerializable(typeof(string))]
public sealed partial class AdminJson : JsonSerializerContext
{
    /// <summary>
    /// JSON of answers: the same with every attribute present, null where that is the value (TR-03165 4.1.4, table 1). Only what JSON asks for is escaped, so that people can
    /// read messages; nothing of it is ever put into a page.
    /// </summary>
    public static AdminJson Answers => Lazily.Answers;

    // Apart, so that it is made after Default, wherever the compiler puts the static fields of this partial class.
    private static class Lazily
    {
        internal static readonly AdminJson Answers =
            new(new JsonSerializerOptions(Default.Options!)
            {
                DefaultIgnoreCondition = JsonIgnoreCondition.Never,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                TypeInfoResolver = null,
            });
    }
}

/// <summary>UTC with milliseconds and Z, as TR-03165 4.1.4 asks.</summary>
public sealed class UtcMillisecondsConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Text(value));

    /// <summary>The text of a point in time.</summary>
    public static string Text(DateTimeOffset value) => value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
