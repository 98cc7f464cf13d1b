namespace Tsms.SmartCard.Tlv;

/// <summary>One BER-TLV: a tag and the bytes of its value, which belong to whoever owns the buffer that was read.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Value">The value, without tag and length.</param>
/// <param name="Encoded">The whole TLV: tag, length and value.</param>
public readonly record struct BerTlv(BerTag Tag, ReadOnlyMemory<byte> Value, ReadOnlyMemory<byte> Encoded);

/// <summary>Why bytes are no BER-TLV.</summary>
public enum BerStatus
{
    /// <summary>A TLV was read.</summary>
    Ok = 0,

    /// <summary>The bytes are at their end; there is no further TLV.</summary>
    End,

    /// <summary>The bytes end inside a tag, a length or a value.</summary>
    Truncated,

    /// <summary>A tag has more than four bytes.</summary>
    TagTooLong,

    /// <summary>The length is indefinite (80), which cards do not use.</summary>
    IndefiniteLength,

    /// <summary>The length has more than four bytes or exceeds 2,147,483,647.</summary>
    LengthTooLong,
}

/// <summary>Bytes are no BER-TLV; the message says what is wrong at which offset.</summary>
/// <param name="status">What is wrong.</param>
/// <param name="offset">Byte offset, from 0, of the TLV at fault.</param>
public sealed class BerTlvException(BerStatus status, int offset) : FormatException($"No BER-TLV at byte offset {offset}: {status}.")
{
    /// <summary>What is wrong.</summary>
    public BerStatus Status { get; } = status;

    /// <summary>Byte offset, from 0, of the TLV at fault.</summary>
    public int Offset { get; } = offset;
}

/// <summary>
/// Reads BER-TLVs one after another (ISO/IEC 7816-4, 6.3; ISO/IEC 8825-1, 8.1). Tags have up to four bytes, lengths up to four after the first;
/// indefinite lengths are refused. Nothing is copied and nothing is allocated for what a length promises.
/// </summary>
/// <param name="bytes">What is read; the values returned point into it.</param>
public sealed class BerTlvReader(ReadOnlyMemory<byte> bytes)
{
    /// <summary>Byte offset, from 0, of the next TLV.</summary>
    public int Offset { get; private set; }

    /// <summary>True when all is read.</summary>
    public bool AtEnd => Offset == bytes.Length;

    /// <summary>Reads the next TLV and moves past it; on any status but <see cref="BerStatus.Ok"/> nothing moves.</summary>
    public BerStatus TryRead(out BerTlv tlv)
    {
        tlv = default;
        var b = bytes.Span[Offset..];
        if (b.IsEmpty)
        {
            return BerStatus.End;
        }

        // tag: one byte, or xxx11111 and further bytes, all but the last with bit 8
        var at = 1;
        uint tag = b[0];
        if ((b[0] & 0x1F) == 0x1F)
        {
            do
            {
                if (at == b.Length)
                {
                    return BerStatus.Truncated;
                }

                if (at == 4)
                {
                    return BerStatus.TagTooLong;
                }

                tag = (tag << 8) | b[at];
            }
            while ((b[at++] & 0x80) != 0);
        }

        // length: 00..7F, or 81..84 and as many bytes
        if (at == b.Length)
        {
            return BerStatus.Truncated;
        }

        long length = b[at++];
        if (length >= 0x80)
        {
            var count = (int)length - 0x80;
            if (count == 0)
            {
                return BerStatus.IndefiniteLength;
            }

            if (count > 4)
            {
                return BerStatus.LengthTooLong;
            }

            if (b.Length - at < count)
            {
                return BerStatus.Truncated;
            }

            length = 0;
            for (; count > 0; count--)
            {
                length = (length << 8) | b[at++];
            }

            if (length > int.MaxValue)
            {
                return BerStatus.LengthTooLong;
            }
        }

        if (b.Length - at < length)
        {
            return BerStatus.Truncated;
        }

        var whole = bytes.Slice(Offset, at + (int)length);
        tlv = new BerTlv(tag, whole[at..], whole);
        Offset += whole.Length;
        return BerStatus.Ok;
    }

    /// <summary>Reads the next TLV.</summary>
    /// <exception cref="BerTlvException">There is none, or it is malformed.</exception>
    public BerTlv Read()
    {
        var status = TryRead(out var tlv);
        return status == BerStatus.Ok ? tlv : throw new BerTlvException(status, Offset);
    }

    /// <summary>Reads all TLVs of <paramref name="bytes"/>; false with the status and offset of the first that is malformed.</summary>
    public static bool TryReadAll(ReadOnlyMemory<byte> bytes, out IReadOnlyList<BerTlv> tlvs, out BerStatus status, out int offset)
    {
        var reader = new BerTlvReader(bytes);
        var list = new List<BerTlv>();
        while ((status = reader.TryRead(out var tlv)) == BerStatus.Ok)
        {
            list.Add(tlv);
        }

        tlvs = list;
        offset = reader.Offset;
        return status == BerStatus.End;
    }

    /// <summary>Reads all TLVs of <paramref name="bytes"/>.</summary>
    /// <exception cref="BerTlvException">One of them is malformed.</exception>
    public static IReadOnlyList<BerTlv> ReadAll(ReadOnlyMemory<byte> bytes) =>
        TryReadAll(bytes, out var tlvs, out var status, out var offset) ? tlvs : throw new BerTlvException(status, offset);

    /// <summary>The value of the first TLV with this tag at the top level, or null.</summary>
    /// <exception cref="BerTlvException">A TLV before it is malformed.</exception>
    public static ReadOnlyMemory<byte>? Find(ReadOnlyMemory<byte> bytes, BerTag tag)
    {
        var reader = new BerTlvReader(bytes);
        while (!reader.AtEnd)
        {
            var tlv = reader.Read();
            if (tlv.Tag == tag)
            {
                return tlv.Value;
            }
        }

        return null;
    }
}
