using System.Globalization;
using System.Text.RegularExpressions;

namespace Tsms.TsmApi;

/// <summary>What a text is when it should be a version or a pattern of versions.</summary>
public enum VersionPatternStatus
{
    /// <summary>A version or one of the patterns.</summary>
    Ok = 0,

    /// <summary>Neither numbers nor x with points between them.</summary>
    InvalidFormat,

    /// <summary>A pattern that TR-03165 4.2.5.7 does not have, for instance <c>x.1.x</c> or <c>1.x</c>.</summary>
    UnsupportedPattern,
}

/// <summary>
/// A version or a pattern of versions: <c>a.b.c</c>, <c>a.b.x</c>, <c>a.x.x</c>, <c>x.x.x</c>, with x or X (TR-03165 4.2.5.7).
/// A null part takes any number; the <c>default</c> value <c>x.x.x</c> takes every version.
/// </summary>
/// <param name="Major">The number, or null for any.</param>
/// <param name="Minor">The number, or null for any; null when <paramref name="Major"/> is.</param>
/// <param name="Revision">The number, or null for any; null when <paramref name="Minor"/> is.</param>
public readonly partial record struct ServiceVersionPattern(int? Major, int? Minor, int? Revision)
{
    /// <summary>Reads a version or a pattern.</summary>
    public static VersionPatternStatus TryParse(string? text, out ServiceVersionPattern pattern)
    {
        pattern = default;
        if (text is null || !Parts().IsMatch(text))
        {
            return VersionPatternStatus.InvalidFormat;
        }

        var parts = text.Split('.');
        var hasPlaceholder = text.Contains('x', StringComparison.OrdinalIgnoreCase);
        if (parts.Length != 3)
        {
            return hasPlaceholder ? VersionPatternStatus.UnsupportedPattern : VersionPatternStatus.InvalidFormat;
        }

        int?[] numbers = [Number(parts[0]), Number(parts[1]), Number(parts[2])];
        if ((numbers[0] is null && numbers[1] is not null) || (numbers[1] is null && numbers[2] is not null))
        {
            return VersionPatternStatus.UnsupportedPattern;
        }

        pattern = new ServiceVersionPattern(numbers[0], numbers[1], numbers[2]);
        return VersionPatternStatus.Ok;
    }

    /// <summary>True when the version fits.</summary>
    public bool Matches(ServiceVersion version) =>
        (Major ?? version.Major) == version.Major && (Minor ?? version.Minor) == version.Minor && (Revision ?? version.Revision) == version.Revision;

    /// <summary>The pattern with a small x for any number.</summary>
    public override string ToString() => $"{Text(Major)}.{Text(Minor)}.{Text(Revision)}";

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "x";

    private static int? Number(string part) => part is "x" or "X" ? null : int.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A([0-9]{1,3}|[xX])(\.([0-9]{1,3}|[xX]))*\z")]
    private static partial Regex Parts();
}
