using System.Collections.Immutable;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Reading;

/// <summary>Method component (JCVM 6.10) and reference locations (6.12).</summary>
internal static class MethodReader
{
    public static MethodLocation Location(ComponentReader r, bool extended, string what)
    {
        var block = extended ? r.U1($"block index of the {what}") : (byte)0;
        return new MethodLocation(block, r.U2($"offset of the {what}"));
    }

    public static MethodComponent Read(RawComponent raw, HeaderComponent header)
    {
        // compact: one block. extended: block_count u1, block offsets u4[], blocks[]
        if (!header.IsExtended)
        {
            return new MethodComponent([Block(raw, raw.Info, raw.InfoOffset)]);
        }

        var r = new ComponentReader(raw);
        var at = r.Position;
        var count = r.U1("block count");
        if (count is 0 or > 127)
        {
            throw r.Fail(CapRule.WrongValue, $"{count} method blocks; there can be 1 to 127", at);
        }

        at = r.Position;
        var offsets = r.Many(count, 4, "block offsets", x => (long)x.U4("block offset"));
        var first = r.InfoPosition;
        var blocks = ImmutableArray.CreateBuilder<MethodBlock>(count);
        for (var i = 0; i < count; i++)
        {
            var begin = offsets[i];
            var end = i + 1 < count ? offsets[i + 1] : raw.Info.Length;
            if (begin != (i == 0 ? first : begin) || begin >= end || end > raw.Info.Length || end - begin > ushort.MaxValue)
            {
                throw r.Fail(CapRule.WrongOffset, $"method block {i} is at {begin} to {end} of {raw.Info.Length} bytes", at + (4 * i));
            }

            blocks.Add(Block(raw, raw.Info[(int)begin..(int)end], raw.InfoOffset + (int)begin));
        }

        return new MethodComponent(blocks.MoveToImmutable());
    }

    public static ReferenceLocationComponent References(RawComponent raw, HeaderComponent header)
    {
        // byte_index_count u2, jumps u1[], byte2_index_count u2, jumps u1[]; extended: block_count u1 before
        var r = new ComponentReader(raw);
        var blocks = r.Many(header.IsExtended ? r.U1("block count") : 1, 4, "reference location blocks", x => new ReferenceLocations(Jumps(x), Jumps(x)));
        r.End();
        return new ReferenceLocationComponent(blocks);
    }

    private static MethodBlock Block(RawComponent raw, ReadOnlyMemory<byte> bytes, int fileOffset)
    {
        // handler_count u1, { start u2, stop(1) length(15), handler u2, catch type u2 }[], method_info[]
        var r = new ComponentReader(raw.Bytes[..(fileOffset + bytes.Length)], raw.Name, fileOffset);
        var handlers = r.Many(r.U1("handler count"), 8, "exception handlers", Handler);
        return new MethodBlock(bytes, handlers, r.InfoPosition, fileOffset);
    }

    private static ExceptionHandler Handler(ComponentReader r)
    {
        var start = r.U2("start offset");
        var range = r.U2("active length");
        return new ExceptionHandler(start, (ushort)(range & 0x7FFF), (range & 0x8000) != 0, r.U2("handler offset"), r.U2("catch type index"));
    }

    private static ImmutableArray<int> Jumps(ComponentReader r)
    {
        var offsets = ImmutableArray.CreateBuilder<int>();
        var offset = 0;
        foreach (var jump in r.Take(r.U2("reference location count"), "reference locations").Span)
        {
            // 255 is a part of a longer distance; what ends it is added (JCVM 6.12.1)
            offset += jump;
            if (jump != 255)
            {
                offsets.Add(offset);
            }
        }

        return offsets.ToImmutable();
    }
}
