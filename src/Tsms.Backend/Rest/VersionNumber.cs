using System.Globalization;

namespace Tsms.Backend.Rest;

/// <summary>A version of up to three decimal numbers; missing ones are 0. <c>default</c> is 0.0.0.</summary>
internal readonly record struct VersionNumber(int Major, int Minor, int Revision) : IComparable<VersionNumber>
{
    /// <summary>Reads what a VersionFormat accepted or an operator's profile has; text that is no number counts as 0.</summary>
    public static VersionNumber Parse(string text)
    {
        var parts = text.Split('.').Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).ToArray();
        return new(parts[0], parts.Length > 1 ? parts[1] : 0, parts.Length > 2 ? parts[2] : 0);
    }

    public int CompareTo(VersionNumber other) => (Major, Minor, Revision).CompareTo((other.Major, other.Minor, other.Revision));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Revision}");

    public static bool operator <(VersionNumber left, VersionNumber right) => left.CompareTo(right) < 0;

    public static bool operator >(VersionNumber left, VersionNumber right) => left.CompareTo(right) > 0;

    public static bool operator <=(VersionNumber left, VersionNumber right) => left.CompareTo(right) <= 0;

    public static bool operator >=(VersionNumber left, VersionNumber right) => left.CompareTo(right) >= 0;
}
