using System.Buffers;
using System.Buffers.Binary;
using Tsms.SmartCard;

namespace Tsms.VirtualCard.Images;

/// <summary>Writes the values that an image is made of: big-endian numbers, and byte strings with their length in front.</summary>
internal sealed class ImageWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Writes a byte.</summary>
    public ImageWriter Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
        return this;
    }

    /// <summary>Writes a number of four bytes.</summary>
    public ImageWriter Int(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
        return this;
    }

    /// <summary>Writes a length and bytes.</summary>
    public ImageWriter Bytes(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        _buffer.Write(value);
        return this;
    }

    /// <summary>Writes an AID; <c>default</c> too.</summary>
    public ImageWriter Aid(Aid value) => Bytes(value.Span);

    /// <summary>Writes a count and items.</summary>
    public ImageWriter List<T>(IReadOnlyCollection<T> items, Action<ImageWriter, T> write)
    {
        Int(items.Count);
        foreach (var item in items)
        {
            write(this, item);
        }

        return this;
    }

    /// <summary>All that was written; a copy.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <summary>Zeroes what was written: images hold keys.</summary>
    public void Clear() => _buffer.Clear();
}
