namespace Tsms.SmartCard.Tracing;

/// <summary>The data of INSTALL field by field (GP Card Specification 2.3.1, 11.5.2.3). Parameters and tokens are told by their length: applets get secrets there.</summary>
internal static class InstallText
{
    private static readonly string[] s_forLoad = ["load file", "security domain", "hash", "parameters", "token"];
    private static readonly string[] s_other = ["load file or security domain", "module", "application", "privileges", "parameters", "token"];

    /// <summary>The fields, or the length of the data when they are none.</summary>
    public static string Describe(CommandApdu command)
    {
        var names = (command.P1 & 0x02) != 0 ? s_forLoad : s_other;
        var data = command.Data.Span;
        var parts = new List<string>();
        var at = 0;
        foreach (var name in names)
        {
            if (!TryRead(data, ref at, out var value))
            {
                return $"<{data.Length} bytes>";
            }

            if (value.Length > 0)
            {
                parts.Add(name is "parameters" or "token" ? $"{name} <{value.Length} bytes>" : $"{name} {Convert.ToHexString(value)}");
            }
        }

        return string.Join(", ", parts); // a C-MAC may follow
    }

    private static bool TryRead(ReadOnlySpan<byte> data, ref int at, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (at == data.Length)
        {
            return false;
        }

        // 00..7F, or 81 and one byte, or 82 and two
        int length = data[at++];
        if (length is 0x81 or 0x82)
        {
            var count = length - 0x80;
            if (data.Length - at < count)
            {
                return false;
            }

            length = count == 1 ? data[at] : (data[at] << 8) | data[at + 1];
            at += count;
        }

        if (data.Length - at < length)
        {
            return false;
        }

        value = data.Slice(at, length);
        at += length;
        return true;
    }
}
