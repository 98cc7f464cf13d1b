using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Tsms.Backend.Data;
using Tsms.Backend.Providers;

namespace Tsms.Backend.Audit;

/// <summary>A changed row as the trail has it: all attributes of an added or deleted one, the changed ones of a modified one.</summary>
internal sealed record AuditChange(
    [property: JsonPropertyName("entity")] string Entity,
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("change")] string Change,
    [property: JsonPropertyName("before")] JsonObject? Before,
    [property: JsonPropertyName("after")] JsonObject? After)
{
    /// <summary>The service provider that the row names; null when it names none.</summary>
    [JsonIgnore]
    public Guid? ProviderId { get; init; }
}

/// <summary>Reads what a context is about to save.</summary>
internal static class ChangeReader
{
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly ConcurrentDictionary<MemberInfo, bool> s_unaudited = new();

    public static List<AuditChange> Read(ChangeTracker tracker)
    {
        tracker.DetectChanges();
        return
        [
            .. tracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && !IsUnaudited(e.Entity.GetType()))
                .Select(Read).OfType<AuditChange>(),
        ];
    }

    private static AuditChange? Read(EntityEntry entry)
    {
        var added = entry.State == EntityState.Added;
        var deleted = entry.State == EntityState.Deleted;
        var properties = entry.Properties
            .Where(p => p.Metadata.Name != nameof(Row.Revision) && !p.Metadata.IsPrimaryKey() && (added || deleted || p.IsModified)).ToList();
        if (properties.Count == 0 && !added && !deleted)
        {
            return null;
        }

        var before = added ? null : new JsonObject(properties.Select(p => Attribute(p.Metadata, p.OriginalValue)));
        var after = deleted ? null : new JsonObject(properties.Select(p => Attribute(p.Metadata, p.CurrentValue)));
        var id = string.Join('/', entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.Property(p).CurrentValue));
        var name = entry.Metadata.ClrType.Name;
        return new AuditChange(
            name.EndsWith("Row", StringComparison.Ordinal) ? name[..^3] : name, id, added ? "added" : deleted ? "deleted" : "modified", before, after)
        {
            ProviderId = entry.Entity is ProviderRow provider ? provider.Id
                : entry.Metadata.FindProperty("ProviderId") is { } property ? entry.Property(property).CurrentValue as Guid? : null,
        };
    }

    private static KeyValuePair<string, JsonNode?> Attribute(IProperty property, object? value) =>
        new(JsonNamingPolicy.CamelCase.ConvertName(property.Name), Value(property, value));

    // Bytes are content or keys: a hash tells of content that it is another, and keys are kept out by their attribute.
    private static JsonNode? Value(IProperty property, object? value) => value switch
    {
        null => null,
        _ when property.PropertyInfo is { } member && IsUnaudited(member) => JsonValue.Create("(not in the trail)"),
        byte[] bytes => JsonValue.Create($"sha256:{Convert.ToHexString(SHA256.HashData(bytes))}"),
        DateTimeOffset time => JsonValue.Create(Api.Admin.UtcMillisecondsConverter.Text(time)),
        _ => JsonSerializer.SerializeToNode(value, property.ClrType, Json),
    };

    private static bool IsUnaudited(MemberInfo member) => s_unaudited.GetOrAdd(member, m => m.IsDefined(typeof(UnauditedAttribute)));
}
