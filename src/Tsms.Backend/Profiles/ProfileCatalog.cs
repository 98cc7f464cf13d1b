using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tsms.Api.Admin;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Profiles;

/// <summary>The secure component profiles that the operator set up: the built-in ones, those of a folder, those that were added. Unchangeable; see <see cref="ProfileStore"/>.</summary>
internal sealed class ProfileCatalog
{
    private readonly Dictionary<Guid, Profile> _byId = [];

    /// <exception cref="FormatException">A file is no profile, or two profiles have one id, or differ by id only.</exception>
    public ProfileCatalog(IEnumerable<(string Source, byte[] Json)> files)
        : this(files.Select(f => (f.Source, Profile.Read(f.Json, f.Source))))
    {
    }

    private ProfileCatalog(IEnumerable<(string Source, Profile Profile)> profiles)
    {
        var contents = new Dictionary<string, (string Source, Guid Id)>();
        var sources = new Dictionary<Guid, string>();
        foreach (var (source, profile) in profiles)
        {
            if (!_byId.TryAdd(profile.Id, profile))
            {
                throw new FormatException($"{source} has the id {profile.Id} of another profile ({sources[profile.Id]}): give it one of its own.");
            }

            if (!contents.TryAdd(ContentOf(profile), (source, profile.Id)))
            {
                var (first, id) = contents[ContentOf(profile)];
                throw new FormatException($"{source} describes the same secure component profile as {first} ({id}) and differs by its id only: keep one of them.");
            }

            sources[profile.Id] = source;
        }

        All = [.. _byId.Values.OrderBy(p => p.Model.Name, StringComparer.Ordinal)];
    }

    /// <summary>All profiles, retired ones included, by name.</summary>
    public IReadOnlyList<Profile> All { get; }

    /// <summary>The built-in profiles, those of the options' folder and those that were added; in production none that is marked as test.</summary>
    /// <exception cref="FormatException">A file is no profile, two profiles have one id or differ by id only, or production would serve a test profile.</exception>
    public static ProfileCatalog Load(TsmsBackendOptions options, IReadOnlyList<ProfileRow>? rows = null)
    {
        rows ??= [];
        var production = options.Mode == BackendMode.Production;
        var files = options.ProfilesDirectory is { } path ? Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        var added = rows.Where(r => r.Document is not null).Select(r => (Source: $"added profile {r.Name}", Json: Encoding.UTF8.GetBytes(r.Document!)));
        var own = files.Select(f => (Source: f, Json: File.ReadAllBytes(f))).Concat(added).ToList();
        foreach (var (source, json) in own)
        {
            if (production && Profile.Read(json, source).Test)
            {
                throw new FormatException($"{source} is a test profile: production refuses it.");
            }
        }

        var retired = rows.Where(r => r.RetirementDate is not null).ToDictionary(r => r.Id, r => r.RetirementDate);
        return new ProfileCatalog(BuiltIn().Concat(own).Select(f => (f.Source, Profile: Profile.Read(f.Json, f.Source))).Where(p => !production || !p.Profile.Test)
            .Select(p => (p.Source, retired.TryGetValue(p.Profile.Id, out var date) ? p.Profile with { Retired = date } : p.Profile)));
    }

    public Profile? Find(Guid id) => _byId.GetValueOrDefault(id);

    /// <summary>The profiles whose signs a card shows, the most exact rule first; test profiles first among equals, since only development has them. Arguments as in <see cref="MatchRule.Fits"/>.</summary>
    public IReadOnlyList<Profile> Recognise(string? atr, string? cplc, string? cardData) =>
    [
        .. All.Select(p => (Profile: p, Signs: p.Matches.Where(m => m.Fits(atr, cplc, cardData)).Select(m => m.Signs).DefaultIfEmpty().Max()))
            .Where(hit => hit.Signs > 0)
            .OrderByDescending(hit => hit.Signs)
            .ThenByDescending(hit => hit.Profile.Test)
            .Select(hit => hit.Profile),
    ];

    // All but the id, with maps and sets in one order: what differs in the order of its members only is the same.
    private static string ContentOf(Profile profile) =>
        InOrder(JsonSerializer.SerializeToNode(profile.Model with { Id = null }, AdminJson.Default.SecureComponentProfile))!.ToJsonString();

    private static JsonNode? InOrder(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, InOrder(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(InOrder).OrderBy(i => i?.ToJsonString(), StringComparer.Ordinal)]),
        _ => node?.DeepClone(),
    };

    private static IEnumerable<(string Source, byte[] Json)> BuiltIn()
    {
        var assembly = typeof(ProfileCatalog).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("profiles/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            yield return (name, bytes.ToArray());
        }
    }
}
