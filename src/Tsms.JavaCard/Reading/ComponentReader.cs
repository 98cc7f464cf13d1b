using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Tsms.JavaCard.Components;
using Tsms.SmartCard;

namespace Tsms.JavaCard.Reading;

/// <summary>Walks through a component (or an export file) from left to right. Whatever does not fit is an error that names the place.</summary>
internal sealed class ComponentReader(ReadOnlyMemory<byte> bytes, string component, int infoOffset)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private int _read;

    public ComponentReader(RawComponent raw)
        : this(raw.Bytes, raw.Name, raw.InfoOffset)
    {
    }

    /// <summary>Offset from the tag byte.</summary>
    public int Position => infoOffset + _read;

    /// <summary>Offset into the info item.</summary>
    public int InfoPosition => _read;

    public int Remaining => bytes.Length - Position;

    public byte U1(string what)
    {
        Need(1, what);
        return bytes.Span[infoOffset + _read++];
    }

    public ushort U2(string what)
    {
        Need(2, what);
        _read += 2;
        return BinaryPrimitives.ReadUInt16BigEndian(bytes.Span[(Position - 2)..]);
    }

    public uint U4(string what)
    {
        Need(4, what);
        _read += 4;
        return BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[(Position - 4)..]);
    }

    public ReadOnlyMemory<byte> Take(long count, string what)
    {
        Need(count, what);
        _read += (int)count;
        return bytes.Slice(Position - (int)count, (int)count);
    }

    /// <summary>Reads a table. Its count is held against the bytes that are left before anything is allocated.</summary>
    public ImmutableArray<T> Many<T>(int count, int bytesEach, string what, Func<ComponentReader, T> read)
    {
        Need((long)count * bytesEach, what);
        var items = ImmutableArray.CreateBuilder<T>(count);
        for (var i = 0; i < count; i++)
        {
            items.Add(read(this));
        }

        return items.MoveToImmutable();
    }

    public Aid ReadAid(string what)
    {
        var at = Position;
        var length = U1($"length of {what}");
        return Aid.TryFrom(LengthOfAid(length) ? Take(length, what).Span : default, out var aid)
            ? aid
            : throw Fail(CapRule.WrongAid, $"{what} has {length} bytes, not 5 to 16", at);
    }

    public string Text(int length, string what)
    {
        var at = Position;
        try
        {
            return StrictUtf8.GetString(Take(length, what).Span);
        }
        catch (DecoderFallbackException e)
        {
            throw new CapFormatException(CapRule.WrongText, component, at, $"{what} is not UTF-8", e);
        }
    }

    public void End()
    {
        if (Remaining > 0)
        {
            throw Fail(CapRule.TrailingBytes, $"{Remaining} bytes are left over behind the last item");
        }
    }

    public CapFormatException Fail(CapRule rule, string reason, int? at = null) => new(rule, component, at ?? Position, reason);

    private static bool LengthOfAid(int length) => length is >= Aid.MinLength and <= Aid.MaxLength;

    private void Need(long count, string what)
    {
        if (count > Remaining)
        {
            throw Fail(CapRule.Truncated, $"{what} needs {count} bytes, {Remaining} are left");
        }
    }
}
