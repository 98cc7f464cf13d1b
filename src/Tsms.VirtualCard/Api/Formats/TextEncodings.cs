using System.Text;

namespace Tsms.VirtualCard.Api.Formats;

/// <summary>The character encodings of StringUtil. The alphabet of GSM is not offered.</summary>
internal static class TextEncodings
{
    private const byte Utf8 = 1;
    private const byte Utf16 = 2;
    private const byte Utf16Little = 3;
    private const byte Utf16Big = 4;
    private const byte Ucs2 = 5;
    private const byte Latin1 = 7;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding StrictLittle = new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding StrictBig = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>True for an encoding that is there.</summary>
    public static bool IsKnown(byte encoding) => encoding is >= Utf8 and <= Ucs2 or Latin1;

    /// <summary>UTF-8 to an encoding; null when a sequence is not well-formed or the encoding lacks a character.</summary>
    public static byte[]? FromUtf8(ReadOnlySpan<byte> text, byte encoding)
    {
        try
        {
            var characters = StrictUtf8.GetString(text);
            return encoding switch
            {
                Utf8 => text.ToArray(),
                Utf16 => [0xFE, 0xFF, .. StrictBig.GetBytes(characters)],
                Utf16Little => StrictLittle.GetBytes(characters),
                Ucs2 when characters.Any(char.IsSurrogate) => null,
                Latin1 when characters.Any(c => c > 0xFF) => null,
                Latin1 => Encoding.Latin1.GetBytes(characters),
                _ => StrictBig.GetBytes(characters),
            };
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>An encoding to UTF-8; null when a sequence is not well-formed.</summary>
    public static byte[]? ToUtf8(ReadOnlySpan<byte> text, byte encoding)
    {
        try
        {
            var characters = encoding switch
            {
                Utf8 => StrictUtf8.GetString(text),
                Utf16 when text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) => StrictBig.GetString(text[2..]),
                Utf16 when text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) => StrictLittle.GetString(text[2..]),
                Utf16Little => StrictLittle.GetString(text),
                Latin1 => Encoding.Latin1.GetString(text),
                _ => StrictBig.GetString(text),
            };
            return encoding == Ucs2 && characters.Any(char.IsSurrogate) ? null : StrictUtf8.GetBytes(characters);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
