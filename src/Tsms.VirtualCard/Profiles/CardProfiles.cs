using System.Collections.Immutable;

namespace Tsms.VirtualCard.Profiles;

/// <summary>The products of <c>profiles/</c> that a virtual card can play.</summary>
public static class CardProfiles
{
    private const string Prefix = "profiles/";

    /// <summary>Name of the reference profile.</summary>
    public const string Reference = "virtual-ese";

    /// <summary>All profiles, the reference first, then by name.</summary>
    public static ImmutableArray<CardProfile> All { get; } = Read();

    /// <summary>The profile of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static CardProfile Find(string name) => All.FirstOrDefault(p => p.Name == name)
        ?? throw new ArgumentException($"There is no card profile '{name}'; there are: {string.Join(", ", All.Select(p => p.Name))}.", nameof(name));

    private static ImmutableArray<CardProfile> Read()
    {
        var assembly = typeof(CardProfiles).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(n =>
                {
                    using var stream = assembly.GetManifestResourceStream(n)!;
                    using var bytes = new MemoryStream();
                    stream.CopyTo(bytes);
                    return ProductFile.Read(Path.GetFileNameWithoutExtension(n), bytes.ToArray());
                })
                .OfType<CardProfile>()
                .OrderBy(p => p.Name != Reference).ThenBy(p => p.Name, StringComparer.Ordinal),
        ];
    }
}
