using System.Buffers.Binary;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;

namespace Tsms.GlobalPlatform.Registry;

/// <summary>What is left of the card's memory, tag FF21 (ETSI TS 102 226, 8.2.1.7.2).</summary>
/// <param name="Applications">81: number of installed applications.</param>
/// <param name="FreeNonVolatile">82: free non-volatile memory in bytes.</param>
/// <param name="FreeVolatile">83: free volatile memory in bytes.</param>
public sealed record ExtendedCardResources(long Applications, long FreeNonVolatile, long FreeVolatile)
{
    /// <summary>Reads the answer to GET DATA FF21, with or without its tag.</summary>
    /// <exception cref="FormatException">A value is missing or too long.</exception>
    public static ExtendedCardResources Read(ReadOnlyMemory<byte> answer)
    {
        var value = BerTlvReader.Find(answer, GpTag.ExtendedCardResources) ?? answer;
        return new(Number(value, 0x81), Number(value, 0x82), Number(value, 0x83));
    }

    private static long Number(ReadOnlyMemory<byte> value, BerTag tag)
    {
        if (BerTlvReader.Find(value, tag) is not { Length: >= 1 and <= 7 } bytes)
        {
            throw new FormatException($"The extended card resources have no usable tag {tag}.");
        }

        Span<byte> wide = stackalloc byte[8];
        wide.Clear();
        bytes.Span.CopyTo(wide[(8 - bytes.Length)..]);
        return BinaryPrimitives.ReadInt64BigEndian(wide);
    }
}

/// <summary>Simple data objects of GET DATA.</summary>
public static class CardObjects
{
    /// <summary>
    /// The value of an answer that is one TLV with this tag, for instance 42, 45, 67 or 9F7F; cards that leave the tag out give the value itself.
    /// </summary>
    /// <exception cref="FormatException">The answer is empty.</exception>
    public static ReadOnlyMemory<byte> Value(ReadOnlyMemory<byte> answer, BerTag tag)
    {
        if (answer.IsEmpty)
        {
            throw new FormatException($"The answer to GET DATA {tag} is empty.");
        }

        var reader = new BerTlvReader(answer);
        return reader.TryRead(out var tlv) == BerStatus.Ok && tlv.Tag == tag && reader.AtEnd ? tlv.Value : answer;
    }

    /// <summary>The sequence counter, tag C1: 2 or 3 bytes (GP Card Specification 2.3.1, 11.3; GP Amendment D 1.1.1, 6.2.2.1).</summary>
    /// <exception cref="FormatException">It has another length.</exception>
    public static int SequenceCounter(ReadOnlyMemory<byte> answer)
    {
        var value = Value(answer, GpTag.SequenceCounter).Span;
        if (value.Length is not (2 or 3))
        {
            throw new FormatException($"A sequence counter has 2 or 3 bytes, not {value.Length}.");
        }

        var counter = 0;
        foreach (var b in value)
        {
            counter = (counter << 8) | b;
        }

        return counter;
    }
}
