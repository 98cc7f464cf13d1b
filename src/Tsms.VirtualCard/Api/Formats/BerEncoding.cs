namespace Tsms.VirtualCard.Api.Formats;

/// <summary>Why bytes are no BER-TLV object.</summary>
internal enum BerStatus
{
    /// <summary>They are one.</summary>
    Ok,

    /// <summary>The bytes end before the object does.</summary>
    Short,

    /// <summary>The tag is no BER tag: its second byte is 80.</summary>
    MalformedTag,

    /// <summary>The length is of the indefinite form or the parts do not fill the whole.</summary>
    Malformed,

    /// <summary>The tag takes more than <see cref="BerEncoding.MaxTagBytes"/> bytes.</summary>
    LongTag,

    /// <summary>The length is above 32,767.</summary>
    LongValue,
}

/// <summary>Where the parts of a BER-TLV object stand.</summary>
/// <param name="TagBytes">Bytes of the tag.</param>
/// <param name="ValueOffset">Bytes of tag and length.</param>
/// <param name="ValueLength">Bytes of the value, 0 to 32,767.</param>
/// <param name="IsConstructed">Bit 6 of the tag.</param>
internal readonly record struct BerHeader(int TagBytes, int ValueOffset, int ValueLength, bool IsConstructed)
{
    /// <summary>Bytes of the whole.</summary>
    public int Size => ValueOffset + ValueLength;
}

/// <summary>
/// BER-TLV as javacardx.framework.tlv has it (ISO/IEC 8825-1, definite lengths only). Lengths may be longer than needed; a tag number below 31 may stand in the
/// long form, as EMV writes it.
/// </summary>
internal static class BerEncoding
{
    /// <summary>Greatest size of a tag: numbers up to 1F FF FF.</summary>
    public const int MaxTagBytes = 4;

    /// <summary>How deep objects may be nested.</summary>
    public const int MaxDepth = 64;

    /// <summary>Measures the tag at the start.</summary>
    public static BerStatus TryReadTag(ReadOnlySpan<byte> bytes, out int size)
    {
        size = 0;
        if (bytes.IsEmpty)
        {
            return BerStatus.Short;
        }

        size = 1;
        if ((bytes[0] & 0x1F) != 0x1F)
        {
            return BerStatus.Ok;
        }

        for (; size < bytes.Length; size++)
        {
            if (size == 1 && bytes[1] == 0x80)
            {
                return BerStatus.MalformedTag;
            }

            if ((bytes[size] & 0x80) == 0)
            {
                size++;
                return size <= MaxTagBytes ? BerStatus.Ok : BerStatus.LongTag;
            }
        }

        return size >= MaxTagBytes ? BerStatus.LongTag : BerStatus.Short;
    }

    /// <summary>Reads tag and length at the start; the value need not be there.</summary>
    public static BerStatus TryReadHeader(ReadOnlySpan<byte> bytes, out BerHeader header)
    {
        header = default;
        var status = TryReadTag(bytes, out var tag);
        if (status != BerStatus.Ok)
        {
            return status;
        }

        if (tag == bytes.Length)
        {
            return BerStatus.Short;
        }

        var isConstructed = (bytes[0] & 0x20) != 0;
        int first = bytes[tag];
        if (first < 0x80)
        {
            header = new BerHeader(tag, tag + 1, first, isConstructed);
            return BerStatus.Ok;
        }

        var count = first & 0x7F;
        if (count is 0 or 0x7F)
        {
            return BerStatus.Malformed;
        }

        if (tag + 1 + count > bytes.Length)
        {
            return BerStatus.Short;
        }

        var length = 0;
        foreach (var b in bytes.Slice(tag + 1, count))
        {
            length = (length << 8) | b;
            if (length > short.MaxValue)
            {
                return BerStatus.LongValue;
            }
        }

        header = new BerHeader(tag, tag + 1 + count, length, isConstructed);
        return BerStatus.Ok;
    }

    /// <summary>Reads one object at the start and everything inside of it.</summary>
    public static BerStatus TryRead(ReadOnlySpan<byte> bytes, out BerHeader header, int depth = 0)
    {
        var status = TryReadHeader(bytes, out header);
        if (status != BerStatus.Ok)
        {
            return status;
        }

        if (header.Size > bytes.Length)
        {
            return BerStatus.Short;
        }

        return header.IsConstructed ? TryReadAll(bytes[header.ValueOffset..header.Size], depth + 1) : BerStatus.Ok;
    }

    /// <summary>Reads objects one after the other to the end.</summary>
    public static BerStatus TryReadAll(ReadOnlySpan<byte> bytes, int depth = 0)
    {
        if (depth > MaxDepth)
        {
            return BerStatus.LongValue;
        }

        while (!bytes.IsEmpty)
        {
            var status = TryRead(bytes, out var header, depth);
            if (status != BerStatus.Ok)
            {
                return status == BerStatus.Short ? BerStatus.Malformed : status;
            }

            bytes = bytes[header.Size..];
        }

        return BerStatus.Ok;
    }

    /// <summary>The number of a well-formed tag; it may be above 32,767.</summary>
    public static int TagNumber(ReadOnlySpan<byte> tag)
    {
        if (tag.Length == 1)
        {
            return tag[0] & 0x1F;
        }

        var number = 0;
        foreach (var b in tag[1..])
        {
            number = (number << 7) | (b & 0x7F);
        }

        return number;
    }

    /// <summary>A tag from its class (0 to 3), its type and its number (0 to 32,767).</summary>
    public static byte[] Tag(int tagClass, bool isConstructed, int number)
    {
        var first = (byte)((tagClass << 6) | (isConstructed ? 0x20 : 0));
        return number switch
        {
            < 31 => [(byte)(first | number)],
            < 1 << 7 => [(byte)(first | 0x1F), (byte)number],
            < 1 << 14 => [(byte)(first | 0x1F), (byte)(0x80 | (number >> 7)), (byte)(number & 0x7F)],
            _ => [(byte)(first | 0x1F), (byte)(0x80 | (number >> 14)), (byte)(0x80 | ((number >> 7) & 0x7F)), (byte)(number & 0x7F)],
        };
    }

    /// <summary>Tag and length in the shortest form.</summary>
    public static byte[] Header(ReadOnlySpan<byte> tag, int length) => length switch
    {
        < 0x80 => [.. tag, (byte)length],
        < 0x100 => [.. tag, 0x81, (byte)length],
        _ => [.. tag, 0x82, (byte)(length >> 8), (byte)length],
    };
}
