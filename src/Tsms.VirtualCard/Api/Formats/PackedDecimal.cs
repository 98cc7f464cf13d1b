using System.Globalization;
using System.Numerics;

namespace Tsms.VirtualCard.Api.Formats;

/// <summary>Packed decimal numbers (BCD), two digits a byte, as javacardx.framework.math reads and writes them.</summary>
internal static class PackedDecimal
{
    // To read a number takes time with the square of its digits, and no applet can keep one as long.
    private const int Longest = 128;

    /// <summary>True when every half byte is a decimal digit.</summary>
    public static bool IsPacked(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (b >> 4 > 9 || (b & 0x0F) > 9)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads a number; false when a half byte is no digit. One of more than 256 digits is cut to 256 of them, which is still more than 64 bytes hold.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out BigInteger value)
    {
        value = BigInteger.Zero;
        if (!IsPacked(bytes))
        {
            return false;
        }

        bytes = bytes.TrimStart((byte)0);
        bytes = bytes[..Math.Min(bytes.Length, Longest)];
        if (bytes.IsEmpty)
        {
            return true;
        }

        value = BigInteger.Parse(Convert.ToHexString(bytes), NumberStyles.None, CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>Writes a number that is not negative in as few bytes as it takes; zero takes one.</summary>
    public static byte[] Write(BigInteger value)
    {
        var digits = value.ToString(CultureInfo.InvariantCulture);
        return Convert.FromHexString(digits.Length % 2 == 0 ? digits : "0" + digits);
    }

    /// <summary>A number that is not negative, high byte first, in as few bytes as it takes; zero takes one.</summary>
    public static byte[] ToBinary(BigInteger value) => value.ToByteArray(isUnsigned: true, isBigEndian: true);
}
