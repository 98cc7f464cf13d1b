using System.Globalization;

namespace Tsms.Cli.Output;

/// <summary>Sizes and times for people.</summary>
internal static class Amount
{
    private static readonly string[] s_units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>A number of bytes, such as 1.5 MiB.</summary>
    public static string Bytes(long bytes)
    {
        var unit = 0;
        double value = bytes;
        for (; value >= 1024 && unit < s_units.Length - 1; unit++)
        {
            value /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {s_units[unit]}");
    }

    /// <summary>A number of bytes as people write it: 1048576, 512K, 20MiB, 1G.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static long ParseBytes(string option, string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var unit = text[digits..].Trim().ToUpperInvariant() switch
        {
            "" or "B" => 0,
            "K" or "KB" or "KIB" => 1,
            "M" or "MB" or "MIB" => 2,
            "G" or "GB" or "GIB" => 3,
            "T" or "TB" or "TIB" => 4,
            _ => -1,
        };
        return unit >= 0 && long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= long.MaxValue >> (10 * unit)
            ? value << (10 * unit)
            : throw new UsageException($"{option} '{text}' is no number of bytes, such as 1048576, 512K, 20M or 1G.");
    }

    /// <summary>A moment in UTC, to the second.</summary>
    public static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A day in UTC.</summary>
    public static string Day(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
