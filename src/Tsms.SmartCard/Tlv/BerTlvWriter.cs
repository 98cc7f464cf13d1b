using System.Buffers;

namespace Tsms.SmartCard.Tlv;

/// <summary>Writes BER-TLVs with the shortest lengths (ISO/IEC 8825-1, 10.1).</summary>
public sealed class BerTlvWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Number of bytes written so far.</summary>
    public int Length => _buffer.WrittenCount;

    /// <summary>Writes a TLV.</summary>
    public BerTlvWriter Write(BerTag tag, ReadOnlySpan<byte> value)
    {
        WriteTagAndLength(tag, value.Length);
        _buffer.Write(value);
        return this;
    }

    /// <summary>Writes a TLV whose value is what <paramref name="content"/> writes.</summary>
    public BerTlvWriter Write(BerTag tag, Action<BerTlvWriter> content)
    {
        var inner = new BerTlvWriter();
        content(inner);
        return Write(tag, inner._buffer.WrittenSpan);
    }

    /// <summary>Writes bytes as they are, for instance a TLV that is encoded already.</summary>
    public BerTlvWriter WriteRaw(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        return this;
    }

    /// <summary>Writes a length as BER does: one byte up to 127, else 81 to 84 and as many bytes.</summary>
    public BerTlvWriter WriteLength(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var bytes = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : length < 0x1000000 ? 3 : 4;
        var span = _buffer.GetSpan(5);
        span[0] = bytes == 0 ? (byte)length : (byte)(0x80 | bytes);
        for (var i = 0; i < bytes; i++)
        {
            span[1 + i] = (byte)(length >> (8 * (bytes - 1 - i)));
        }

        _buffer.Advance(1 + bytes);
        return this;
    }

    /// <summary>A copy of all that was written.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <summary>The bytes of one TLV.</summary>
    public static byte[] Encode(BerTag tag, ReadOnlySpan<byte> value) => new BerTlvWriter().Write(tag, value).ToArray();

    private void WriteTagAndLength(BerTag tag, int length)
    {
        var span = _buffer.GetSpan(4);
        for (var i = 0; i < tag.Length; i++)
        {
            span[i] = (byte)(tag.Value >> (8 * (tag.Length - 1 - i)));
        }

        _buffer.Advance(tag.Length);
        WriteLength(length);
    }
}
