using Tsms.Cli.Output;
using Tsms.SmartCard;

namespace Tsms.Cli.Commands;

/// <summary><c>--params AID=HEX</c>.</summary>
internal static class InstallParameterOption
{
    /// <summary>Most bytes that fit: REST takes 255 digits, of which C9 and its length are four.</summary>
    private const int MaxBytes = 125;

    /// <summary>Reads the values.</summary>
    /// <exception cref="UsageException">A value is malformed, too long or given twice.</exception>
    public static Dictionary<Aid, byte[]> Parse(IEnumerable<string> values)
    {
        var byAid = new Dictionary<Aid, byte[]>();
        foreach (var value in values)
        {
            var at = value.IndexOf('=', StringComparison.Ordinal);
            if (at < 0 || !Aid.TryParse(value[..at], out var aid))
            {
                throw new UsageException($"--params '{value}' is not AID=HEX with an AID of 5 to 16 bytes, for instance A0000000010101=0102.");
            }

            if (!byAid.TryAdd(aid, BytesOf(value, value[(at + 1)..])))
            {
                throw new UsageException($"--params names {aid} twice.");
            }
        }

        return byAid;
    }

    private static byte[] BytesOf(string whole, string hex)
    {
        if (hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit))
        {
            throw new UsageException($"--params '{whole}': what follows '=' must be bytes in hexadecimal.");
        }

        return hex.Length <= 2 * MaxBytes
            ? Convert.FromHexString(hex)
            : throw new UsageException($"--params '{whole}' has {hex.Length / 2} bytes; the TSM takes at most {MaxBytes} (TR-03165 4.1.4.13).");
    }
}
