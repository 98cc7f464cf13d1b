using System.Globalization;
using System.Text.RegularExpressions;

namespace Tsms.TsmApi;

/// <summary>A version of a Service, <c>a.b.c</c>, each number 0 to 999. The <c>default</c> value is 0.0.0.</summary>
/// <param name="Major">0 to 999.</param>
/// <param name="Minor">0 to 999.</param>
/// <param name="Revision">0 to 999.</param>
public readonly partial record struct ServiceVersion(int Major, int Minor, int Revision) : IComparable<ServiceVersion>
{
    /// <summary>Reads <c>a.b.c</c>; false for anything else.</summary>
    public static bool TryParse(string? text, out ServiceVersion version)
    {
        version = default;
        if (text is null || !Form().IsMatch(text))
        {
            return false;
        }

        var parts = text.Split('.');
        version = new ServiceVersion(Number(parts[0]), Number(parts[1]), Number(parts[2]));
        return true;
    }

    /// <summary>Orders by major, minor, revision.</summary>
    public int CompareTo(ServiceVersion other) => (Major, Minor, Revision).CompareTo((other.Major, other.Minor, other.Revision));

    /// <summary><c>a.b.c</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Revision}");

    /// <summary>Orders by major, minor, revision.</summary>
    public static bool operator <(ServiceVersion left, ServiceVersion right) => left.CompareTo(right) < 0;

    /// <summary>Orders by major, minor, revision.</summary>
    public static bool operator <=(ServiceVersion left, ServiceVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by major, minor, revision.</summary>
    public static bool operator >(ServiceVersion left, ServiceVersion right) => left.CompareTo(right) > 0;

    /// <summary>Orders by major, minor, revision.</summary>
    public static bool operator >=(ServiceVersion left, ServiceVersion right) => left.CompareTo(right) >= 0;

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[0-9]{1,3}(\.[0-9]{1,3}){2}\z")]
    private static partial Regex Form();
}
