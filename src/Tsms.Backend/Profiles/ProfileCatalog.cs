using Tsms.Api.Admin;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Profiles;

/// <summary>The secure component profiles that the operator set up: the built-in ones and those of a folder. Read at start, then unchanged.</summary>
internal sealed class ProfileCatalog
{
    private readonly Dictionary<Guid, Profile> _byId = [];

    /// <exception cref="FormatException">A file is no profile, or two profiles have one id, or differ by id only.</exception>
    public ProfileCatalog(IEnumerable<(string Source, byte[] Json)> files)
    {
        var contents = new Dictionary<string, string>();
        foreach (var (source, json) in files)
        {
            var profile = Profile.Read(json, source);
            var content = System.Text.Json.JsonSerializer.Serialize(profile.Model with { Id = null }, AdminJson.Default.SecureComponentProfile);
            if (!contents.TryAdd(content, source))
            {
                throw new FormatException($"{source} describes the same secure component profile as {contents[content]}: keep one of them.");
            }

            if (!_byId.TryAdd(profile.Id, profile))
            {
                throw new FormatException($"{source} has the id {profile.Id} of another profile: give it one of its own.");
            }
        }

        All = [.. _byId.Values.OrderBy(p => p.Model.Name, StringComparer.Ordinal)];
    }

    /// <summary>All profiles, retired ones included, by name.</summary>
    public IReadOnlyList<Profile> All { get; }

    /// <summary>The built-in profiles and those of the options' folder; in production none that is marked as test.</summary>
    public static ProfileCatalog Load(TsmsBackendOptions options)
    {
        var production = options.Mode == BackendMode.Production;
        var folder = options.ProfilesDirectory is { } path ? Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal).Select(f => (f, File.ReadAllBytes(f))) : [];
        var own = folder.ToList();
        foreach (var (source, json) in own)
        {
            if (production && Profile.Read(json, source).Test)
            {
                throw new FormatException($"{source} is a test profile: production refuses it.");
            }
        }

        return new ProfileCatalog(BuiltIn().Where(f => !production || !Profile.Read(f.Json, f.Source).Test).Concat(own));
    }

    public Profile? Find(Guid id) => _byId.GetValueOrDefault(id);

    /// <summary>The profiles whose signs a card shows, the most exact rule first. Arguments as in <see cref="MatchRule.Fits"/>.</summary>
    public IReadOnlyList<Profile> Recognise(string? atr, string? cplc, string? cardData) =>
    [
        .. All.Select(p => (Profile: p, Signs: p.Matches.Where(m => m.Fits(atr, cplc, cardData)).Select(m => m.Signs).DefaultIfEmpty().Max()))
            .Where(hit => hit.Signs > 0)
            .OrderByDescending(hit => hit.Signs)
            .Select(hit => hit.Profile),
    ];

    private static IEnumerable<(string Source, byte[] Json)> BuiltIn()
    {
        var assembly = typeof(ProfileCatalog).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("Tsms.Backend.Profiles.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            yield return (name, bytes.ToArray());
        }
    }
}
