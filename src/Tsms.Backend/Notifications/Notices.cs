using System.Text.Json;
using System.Text.Json.Serialization;
using Tsms.Api.Admin;
using Tsms.Backend.Data;
using Tsms.Backend.Profiles;

namespace Tsms.Backend.Notifications;

/// <summary>Body of every notice; members that a kind adds follow.</summary>
internal sealed record NoticeBody(Guid Id, string Kind, string Date, Guid SpId, RetiredProfile SecureComponentProfile);

/// <summary>secureComponentProfileRetired: no new links from then on; what is linked stays.</summary>
internal sealed record RetiredProfile(Guid Id, string Name, string RetirementDate, IReadOnlyList<RetiredFlavor> Flavors, int Instances);

/// <summary>A Flavor that is deployed to a retired profile.</summary>
internal sealed record RetiredFlavor(Guid ServiceId, Guid FlavorId, IReadOnlyList<string> Versions, int Instances);

/// <summary>JSON of notices.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(NoticeBody))]
internal sealed partial class NoticeJson : JsonSerializerContext;

/// <summary>Writes notices for the outbox.</summary>
internal static class Notices
{
    public const string ProfileRetiredKind = "secureComponentProfileRetired";

    public static NoticeRow ProfileRetired(CatalogDb db, ProviderImpact provider, ProfileImpact impact, DateTimeOffset date)
    {
        var profile = new RetiredProfile(
            impact.Profile.Id, impact.Profile.Name, UtcMillisecondsConverter.Text(date),
            [.. provider.Flavors.Select(f => new RetiredFlavor(f.ServiceId, f.FlavorId, f.Versions, f.Instances))], provider.Instances);
        var row = new NoticeRow { Id = Guid.CreateVersion7(db.Now), ProviderId = provider.ProviderId, Kind = ProfileRetiredKind, CreationDate = db.Now, NextAttempt = db.Now };
        row.Payload = JsonSerializer.Serialize(new NoticeBody(row.Id, row.Kind, UtcMillisecondsConverter.Text(db.Now), provider.ProviderId, profile), NoticeJson.Default.NoticeBody);
        return row;
    }
}
