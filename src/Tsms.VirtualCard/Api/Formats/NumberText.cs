using System.Globalization;

namespace Tsms.VirtualCard.Api.Formats;

/// <summary>Numbers as StringUtil writes and reads them: <c>-</c> before it, decimal, or hexadecimal behind <c>0x</c>, <c>0X</c> or <c>#</c>.</summary>
internal static class NumberText
{
    /// <summary>Reads a number between the limits; false when the text is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, long least, long greatest, out long value)
    {
        value = 0;
        var isNegative = !text.IsEmpty && text[0] == '-';
        var digits = isNegative ? text[1..] : text;
        var isHex = digits.StartsWith("0x"u8) || digits.StartsWith("0X"u8) || digits.StartsWith("#"u8);
        if (isHex)
        {
            digits = digits[(digits[0] == '#' ? 1 : 2)..];
        }

        if (digits.IsEmpty || (!isHex && digits.Length > 1 && digits[0] == '0'))
        {
            return false; // the grammar of a decimal numeral has no leading zero
        }

        Int128 number = 0;
        foreach (var b in digits)
        {
            var digit = b switch
            {
                >= (byte)'0' and <= (byte)'9' => b - '0',
                >= (byte)'a' and <= (byte)'f' when isHex => b - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' when isHex => b - 'A' + 10,
                _ => -1,
            };
            number = (number * (isHex ? 16 : 10)) + digit;
            if (digit < 0 || number > (Int128)greatest + 1)
            {
                return false;
            }
        }

        number = isNegative ? -number : number;
        if (number < least || number > greatest)
        {
            return false;
        }

        value = (long)number;
        return true;
    }

    /// <summary>The decimal digits of a number.</summary>
    public static byte[] Write(long value) => System.Text.Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture));
}
