namespace Tsms.JavaCard.Components;

/// <summary>Version of a package or of a format: major and minor, 0 to 255 each (JCVM 4.5). <c>default</c> is 0.0.</summary>
/// <param name="Major">A change breaks importers.</param>
/// <param name="Minor">A change adds to what is exported.</param>
public readonly record struct PackageVersion(byte Major, byte Minor) : IComparable<PackageVersion>
{
    /// <summary>Orders by major, then by minor.</summary>
    public int CompareTo(PackageVersion other) => ((Major << 8) | Minor).CompareTo((other.Major << 8) | other.Minor);

    /// <summary>
    /// True when a package of this version can stand for one of version <paramref name="wanted"/>: same major, minor not lower (JCVM 4.5.2).
    /// </summary>
    public bool Satisfies(PackageVersion wanted) => Major == wanted.Major && Minor >= wanted.Minor;

    /// <summary>As in <c>1.6</c>.</summary>
    public override string ToString() => $"{Major}.{Minor}";

    /// <summary>Orders by major, then by minor.</summary>
    public static bool operator <(PackageVersion left, PackageVersion right) => left.CompareTo(right) < 0;

    /// <summary>Orders by major, then by minor.</summary>
    public static bool operator <=(PackageVersion left, PackageVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by major, then by minor.</summary>
    public static bool operator >(PackageVersion left, PackageVersion right) => left.CompareTo(right) > 0;

    /// <summary>Orders by major, then by minor.</summary>
    public static bool operator >=(PackageVersion left, PackageVersion right) => left.CompareTo(right) >= 0;
}
