using Tsms.Api.Admin;
using Tsms.Backend.Data;

namespace Tsms.Backend.Versions;

/// <summary>A Version of a Service (TR-03165 4.1.4.3).</summary>
internal sealed class VersionRow : Row
{
    public Guid ServiceId { get; set; }

    /// <summary>major.minor.revision, unique in the Service.</summary>
    public string Tag { get; set; } = "";

    /// <summary>The linked Flavors, ordered by <see cref="VersionFlavorRow.Position"/>.</summary>
    public List<VersionFlavorRow> Flavors { get; set; } = [];

    /// <summary>Which profile gets which Flavor, ordered by <see cref="VersionProfileRow.Position"/>.</summary>
    public List<VersionProfileRow> Profiles { get; set; } = [];

    public ServiceVersion ToModel() => new() { Tag = Tag, ServiceId = ServiceId, AllowedDeployments = AllowedDeployments() };

    /// <summary>Flavor id to profile ids, as TR-03165 has it.</summary>
    public Dictionary<Guid, IReadOnlyList<Guid>> AllowedDeployments() => Flavors.OrderBy(f => f.Position).ToDictionary(
        f => f.FlavorId,
        IReadOnlyList<Guid> (f) => [.. Profiles.Where(p => p.FlavorId == f.FlavorId).OrderBy(p => p.Position).Select(p => p.ProfileId)]);

    /// <summary>Makes the deployments exactly these; rows that stay are kept.</summary>
    public void Deploy(IReadOnlyDictionary<Guid, IReadOnlyList<Guid>> deployments)
    {
        Flavors.RemoveAll(f => !deployments.ContainsKey(f.FlavorId));
        Profiles.RemoveAll(p => !deployments.Values.Any(ids => ids.Contains(p.ProfileId)));
        var flavorPosition = 0;
        var profilePosition = 0;
        foreach (var (flavorId, profileIds) in deployments)
        {
            var flavor = Flavors.Find(f => f.FlavorId == flavorId);
            if (flavor is null)
            {
                Flavors.Add(flavor = new VersionFlavorRow { VersionId = Id, FlavorId = flavorId });
            }

            flavor.Position = flavorPosition++;
            foreach (var profileId in profileIds)
            {
                var profile = Profiles.Find(p => p.ProfileId == profileId);
                if (profile is null)
                {
                    Profiles.Add(profile = new VersionProfileRow { VersionId = Id, ProfileId = profileId });
                }

                profile.FlavorId = flavorId;
                profile.Position = profilePosition++;
            }
        }
    }
}

/// <summary>A Flavor of a Version.</summary>
internal sealed class VersionFlavorRow
{
    public Guid VersionId { get; set; }

    public Guid FlavorId { get; set; }

    public int Position { get; set; }
}

/// <summary>A profile of a Version; the key says that it stands there once.</summary>
internal sealed class VersionProfileRow
{
    public Guid VersionId { get; set; }

    public Guid ProfileId { get; set; }

    public Guid FlavorId { get; set; }

    public int Position { get; set; }
}
