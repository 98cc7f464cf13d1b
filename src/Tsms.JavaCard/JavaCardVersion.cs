namespace Tsms.JavaCard;

/// <summary>A version of the Java Card platform, as 2.1, 2.2.1 or 3.0.5.</summary>
/// <param name="Major">First number.</param>
/// <param name="Minor">Second number.</param>
/// <param name="Patch">Third number, 0 when there is none.</param>
public readonly record struct JavaCardVersion(byte Major, byte Minor, byte Patch) : IComparable<JavaCardVersion>
{
    private int Number => (Major << 16) | (Minor << 8) | Patch;

    /// <summary>Orders by number.</summary>
    public int CompareTo(JavaCardVersion other) => Number.CompareTo(other.Number);

    /// <summary>As <c>3.0.5</c>; a third number of 0 is left out.</summary>
    public override string ToString() => Patch == 0 ? $"{Major}.{Minor}" : $"{Major}.{Minor}.{Patch}";

    /// <summary>Orders by number.</summary>
    public static bool operator <(JavaCardVersion left, JavaCardVersion right) => left.Number < right.Number;

    /// <summary>Orders by number.</summary>
    public static bool operator <=(JavaCardVersion left, JavaCardVersion right) => left.Number <= right.Number;

    /// <summary>Orders by number.</summary>
    public static bool operator >(JavaCardVersion left, JavaCardVersion right) => left.Number > right.Number;

    /// <summary>Orders by number.</summary>
    public static bool operator >=(JavaCardVersion left, JavaCardVersion right) => left.Number >= right.Number;
}
