using System.Buffers.Binary;
using System.Collections.Immutable;
using Tsms.SmartCard;

namespace Tsms.VirtualCard.Images;

/// <summary>Reads what <see cref="ImageWriter"/> wrote.</summary>
/// <param name="bytes">The bytes; what is returned points into them.</param>
internal sealed class ImageReader(ReadOnlyMemory<byte> bytes)
{
    private int _at;

    /// <summary>True when all is read.</summary>
    public bool AtEnd => _at == bytes.Length;

    /// <summary>Reads a byte.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public byte Byte() => Take(1).Span[0];

    /// <summary>Reads a number of four bytes.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public int Int() => BinaryPrimitives.ReadInt32BigEndian(Take(4).Span);

    /// <summary>Reads a byte string.</summary>
    /// <exception cref="FormatException">It is cut short.</exception>
    public ReadOnlyMemory<byte> Bytes() => Take(Int());

    /// <summary>Reads an AID; <c>default</c> when it is empty.</summary>
    /// <exception cref="FormatException">It has 1 to 4 or more than 16 bytes.</exception>
    public Aid Aid()
    {
        var value = Bytes();
        return value.IsEmpty ? default
            : SmartCard.Aid.TryFrom(value.Span, out var aid) ? aid
            : throw new FormatException($"The image is damaged: at offset {_at} an AID has {value.Length} bytes.");
    }

    /// <summary>Reads a list.</summary>
    /// <exception cref="FormatException">It is cut short.</exception>
    public ImmutableArray<T> List<T>(Func<ImageReader, T> read)
    {
        var count = Int();
        if (count < 0 || count > bytes.Length - _at)
        {
            throw new FormatException($"The image is damaged: a list at offset {_at} has {count} items.");
        }

        var items = ImmutableArray.CreateBuilder<T>(count);
        for (var i = 0; i < count; i++)
        {
            items.Add(read(this));
        }

        return items.MoveToImmutable();
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count < 0 || count > bytes.Length - _at)
        {
            throw new FormatException($"The image is damaged: {count} bytes are due at offset {_at} of {bytes.Length}.");
        }

        var value = bytes.Slice(_at, count);
        _at += count;
        return value;
    }
}
