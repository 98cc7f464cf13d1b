using System.Globalization;

namespace Tsms.Backend.Catalog;

/// <summary>A Version's tag, major.minor.revision, 0 to 999 each (TR-03165 4.1.4.3). <c>default</c> is 0.0.0.</summary>
internal readonly record struct ServiceVersionTag(int Major, int Minor, int Revision) : IComparable<ServiceVersionTag>
{
    /// <summary>Reads a tag; false for anything but three groups of one to three ASCII digits.</summary>
    public static bool TryParse(string? text, out ServiceVersionTag tag)
    {
        var ok = VersionPattern.TryParse(text, out var pattern) && pattern.IsFixed;
        tag = ok ? new ServiceVersionTag(pattern.Major!.Value, pattern.Minor!.Value, pattern.Revision!.Value) : default;
        return ok;
    }

    /// <inheritdoc/>
    public int CompareTo(ServiceVersionTag other) => (Major, Minor, Revision).CompareTo((other.Major, other.Minor, other.Revision));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Revision}");
}

/// <summary>What a check asks for: a.b.c, a.b.x, a.x.x or x.x.x (TR-03165 4.2.5.7); null stands for x.</summary>
internal readonly record struct VersionPattern(int? Major, int? Minor, int? Revision)
{
    public bool IsFixed => Revision is not null;

    /// <summary>Three groups of one to three ASCII digits or x or X. False also for supported groups in an unsupported order; see <see cref="IsUnsupported"/>.</summary>
    public static bool TryParse(string? text, out VersionPattern pattern)
    {
        pattern = default;
        if (Groups(text) is not { } groups || (groups[0] is null && groups[1] is not null) || (groups[1] is null && groups[2] is not null))
        {
            return false;
        }

        pattern = new VersionPattern(groups[0], groups[1], groups[2]);
        return true;
    }

    /// <summary>True for three good groups with an x before a number, which the TR tells apart as an unsupported filter pattern.</summary>
    public static bool IsUnsupported(string? text) => Groups(text) is not null && !TryParse(text, out _);

    public bool Matches(ServiceVersionTag tag) =>
        (Major ?? tag.Major) == tag.Major && (Minor ?? tag.Minor) == tag.Minor && (Revision ?? tag.Revision) == tag.Revision;

    private static int?[]? Groups(string? text)
    {
        var parts = text?.Split('.') ?? [];
        if (parts.Length != 3)
        {
            return null;
        }

        var groups = new int?[3];
        for (var i = 0; i < 3; i++)
        {
            if (parts[i] is "x" or "X")
            {
                continue;
            }

            if (parts[i].Length is < 1 or > 3 || !parts[i].All(char.IsAsciiDigit))
            {
                return null;
            }

            groups[i] = int.Parse(parts[i], CultureInfo.InvariantCulture);
        }

        return groups;
    }
}
