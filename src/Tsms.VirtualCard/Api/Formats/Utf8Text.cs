using System.Text;

namespace Tsms.VirtualCard.Api.Formats;

/// <summary>Character strings in UTF-8 as javacardx.framework.string handles them. A sequence that is not well-formed counts as one code point.</summary>
internal static class Utf8Text
{
    /// <summary>Bytes of the code point at the start; the text is not empty.</summary>
    public static int FirstLength(ReadOnlySpan<byte> text)
    {
        _ = Rune.DecodeFromUtf8(text, out _, out var consumed);
        return consumed;
    }

    /// <summary>Bytes of the code point at the end; the text is not empty.</summary>
    public static int LastLength(ReadOnlySpan<byte> text)
    {
        _ = Rune.DecodeLastFromUtf8(text, out _, out var consumed);
        return consumed;
    }

    /// <summary>Number of code points.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        var count = 0;
        for (; !text.IsEmpty; text = text[FirstLength(text)..])
        {
            count++;
        }

        return count;
    }

    /// <summary>True when every sequence is well-formed.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> text) => System.Text.Unicode.Utf8.IsValid(text);

    /// <summary>Moves an index by a number of code points, back when it is negative; false when the text ends before.</summary>
    public static bool TryMove(ReadOnlySpan<byte> text, ref int index, int codePoints)
    {
        for (; codePoints > 0; codePoints--)
        {
            if (index == text.Length)
            {
                return false;
            }

            index += FirstLength(text[index..]);
        }

        for (; codePoints < 0; codePoints++)
        {
            if (index == 0)
            {
                return false;
            }

            index -= LastLength(text[..index]);
        }

        return true;
    }

    /// <summary>The difference of the first bytes that differ, else that of the lengths.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var at = left.CommonPrefixLength(right);
        return at < left.Length && at < right.Length ? left[at] - right[at] : left.Length - right.Length;
    }

    /// <summary>The text with the case of its letters changed, in the block Basic Latin only; sequences that are not well-formed are left out.</summary>
    public static byte[] ToCase(ReadOnlySpan<byte> text, bool upper)
    {
        var changed = new List<byte>(text.Length);
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(text, out _, out var consumed);
            if (status == System.Buffers.OperationStatus.Done)
            {
                foreach (var b in text[..consumed])
                {
                    changed.Add(upper ? Upper(b) : Lower(b));
                }
            }

            text = text[consumed..];
        }

        return [.. changed];
    }

    /// <summary>The text without white space and control characters at its ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        var start = text.IndexOfAnyExceptInRange((byte)0, (byte)0x20);
        return start < 0 ? [] : text[start..(text.LastIndexOfAnyExceptInRange((byte)0, (byte)0x20) + 1)];
    }

    /// <summary>The text with each occurrence of a part replaced; an empty part occurs nowhere. Null when it takes more than <paramref name="room"/> bytes.</summary>
    public static byte[]? Replace(ReadOnlySpan<byte> text, ReadOnlySpan<byte> old, ReadOnlySpan<byte> with, int room)
    {
        var made = new List<byte>(text.Length);
        while (!old.IsEmpty && text.IndexOf(old) is >= 0 and var at)
        {
            if (made.Count + at + with.Length > room)
            {
                return null;
            }

            made.AddRange(text[..at]);
            made.AddRange(with);
            text = text[(at + old.Length)..];
        }

        made.AddRange(text);
        return [.. made];
    }

    private static byte Upper(byte b) => b is >= (byte)'a' and <= (byte)'z' ? (byte)(b - 0x20) : b;

    private static byte Lower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b + 0x20) : b;
}
