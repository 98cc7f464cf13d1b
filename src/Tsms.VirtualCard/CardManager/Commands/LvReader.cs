using Tsms.SmartCard;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>Reads the length-value fields of INSTALL; anything malformed is 6A80.</summary>
/// <param name="data">The data field.</param>
internal sealed class LvReader(ReadOnlyMemory<byte> data)
{
    private int _at;

    /// <summary>A field with a length of one byte.</summary>
    public ReadOnlyMemory<byte> Read(string name)
    {
        Need(_at < data.Length, name);
        return Take(data.Span[_at++], name);
    }

    /// <summary>A field with a length as BER codes it, except that 128 may also be one byte 80 (GP Card Specification 2.3.1, 11.5.2.3.1).</summary>
    public ReadOnlyMemory<byte> ReadLong(string name)
    {
        Need(_at < data.Length, name);
        int length = data.Span[_at++];
        var more = length switch { 0x81 => 1, 0x82 => 2, _ => 0 };
        Need(length <= 0x82 && data.Length - _at >= more, name);
        if (more > 0)
        {
            length = 0;
            for (; more > 0; more--)
            {
                length = (length << 8) | data.Span[_at++];
            }
        }

        return Take(length, name);
    }

    /// <summary>An AID, or <c>default</c> where the field is empty.</summary>
    public Aid ReadAid(string name)
    {
        var value = Read(name);
        if (value.IsEmpty)
        {
            return default;
        }

        Need(Aid.TryFrom(value.Span, out var aid), name);
        return aid;
    }

    /// <summary>An AID that must be there.</summary>
    public Aid ReadNeededAid(string name)
    {
        var aid = ReadAid(name);
        Need(!aid.IsEmpty, name);
        return aid;
    }

    /// <summary>A field that must be empty.</summary>
    public void ReadEmpty(string name) => Need(Read(name).IsEmpty, name);

    /// <summary>The token at the end, empty where there is none, and what it signs: all fields before it.</summary>
    public (ReadOnlyMemory<byte> Token, ReadOnlyMemory<byte> Before) ReadToken()
    {
        var before = data[.._at];
        return (ReadLong("token"), before);
    }

    /// <summary>Refuses bytes after the last field.</summary>
    public void End() => Need(_at == data.Length, "end");

    private ReadOnlyMemory<byte> Take(int length, string name)
    {
        Need(data.Length - _at >= length, name);
        var value = data.Slice(_at, length);
        _at += length;
        return value;
    }

    private void Need(bool ok, string name)
    {
        if (!ok)
        {
            throw new CardFault(StatusWord.WrongData, $"the field '{name}' is malformed at offset {_at}");
        }
    }
}
