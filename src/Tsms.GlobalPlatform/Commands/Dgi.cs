using System.Buffers.Binary;

namespace Tsms.GlobalPlatform.Commands;

/// <summary>
/// Data groups with a two-byte identifier (GP Card Specification 2.3.1, 11.11.2.3, after the Systems Scripting Language): number, length, value. The
/// length is one
/// byte up to 254, else FF and two bytes.
/// </summary>
/// <param name="Number">The data group identifier.</param>
/// <param name="Value">Its value.</param>
public sealed record Dgi(ushort Number, ReadOnlyMemory<byte> Value)
{
    /// <summary>The bytes of one data group.</summary>
    /// <exception cref="ArgumentException">The value has more than 65,535 bytes.</exception>
    public static byte[] Encode(ushort number, ReadOnlySpan<byte> value)
    {
        if (value.Length > ushort.MaxValue)
        {
            throw new ArgumentException($"DGI {number:X4} has {value.Length} bytes; at most 65,535 are possible.", nameof(value));
        }

        return value.Length < 0xFF
            ? [(byte)(number >> 8), (byte)number, (byte)value.Length, .. value]
            : [(byte)(number >> 8), (byte)number, 0xFF, (byte)(value.Length >> 8), (byte)value.Length, .. value];
    }

    /// <summary>Reads all data groups.</summary>
    /// <exception cref="FormatException">They end inside one; the message names its byte offset.</exception>
    public static IReadOnlyList<Dgi> ReadAll(ReadOnlyMemory<byte> bytes)
    {
        var groups = new List<Dgi>();
        for (var at = 0; at < bytes.Length;)
        {
            var b = bytes.Span[at..];
            var head = b.Length > 2 && b[2] == 0xFF ? 5 : 3;
            if (b.Length < head)
            {
                throw new FormatException($"The DGI at byte offset {at} ends inside its number or length.");
            }

            var length = head == 5 ? BinaryPrimitives.ReadUInt16BigEndian(b[3..]) : b[2];
            if (b.Length - head < length)
            {
                throw new FormatException($"The DGI at byte offset {at} says {length} bytes, but {b.Length - head} follow.");
            }

            groups.Add(new(BinaryPrimitives.ReadUInt16BigEndian(b), bytes.Slice(at + head, length)));
            at += head + length;
        }

        return groups;
    }
}
