using CsCheck;
using Tsms.SmartCard.Tlv;

namespace Tsms.SmartCard.Tests.Tlv;

/// <summary>Trees of TLVs in every form that ISO/IEC 8825-1, 8.1 gives tags and lengths, and the same with one byte changed or some cut off.</summary>
public sealed class BerTlvProperties
{
    // First bytes with bits 1 to 5 set are followed by others, all but the last with bit 8 set; those after 1F begin with 1F up (8.1.2.4).
    private static readonly Gen<uint> Tags = Gen.OneOf(
        Gen.UInt[1, 0xFF].Where(t => (t & 0x1F) != 0x1F),
        Gen.Select(Gen.UInt[0, 7], Gen.UInt[0x1F, 0x7F], (a, b) => (((a << 5) | 0x1F) << 8) | b),
        Gen.Select(Gen.UInt[0, 7], Gen.UInt[0x81, 0xFF], Gen.UInt[0, 0x7F], (a, b, c) => (((a << 5) | 0x1F) << 16) | (b << 8) | c),
        Gen.Select(Gen.UInt[0, 7], Gen.UInt[0x81, 0xFF], Gen.UInt[0x80, 0xFF], Gen.UInt[0, 0x7F], (a, b, c, d) => (((a << 5) | 0x1F) << 24) | (b << 16) | (c << 8) | d));

    // A node: its tag, how many bytes its length has more than it needs, and its value or what is in it.
    private static readonly Gen<Node> Leaves = Gen.Select(Tags, Gen.Int[0, 4], Gen.Byte.Array[0, 300], (tag, spare, value) => new Node(tag, spare, value, []));
    private static readonly Gen<Node> Trees = Level(3);

    [Fact]
    public void Read_AnyTree_ComesBackAsItIs() => Trees.Array[0, 4].Sample(nodes => AssertSame(nodes, (byte[])[.. nodes.SelectMany(n => n.Encode())]));

    [Fact]
    public void Write_AnyTree_IsReadBackAndNoLongerThanNeeded() => Trees.Array[0, 4].Sample(nodes =>
    {
        var writer = new BerTlvWriter();
        Write(writer, nodes);
        var bytes = writer.ToArray();
        AssertSame(nodes, bytes);
        Assert.Equal(nodes.Sum(n => (n with { Spare = 0 }).Shortest()), bytes.Length);
    });

    /// <summary>Cut anywhere: what lies whole before the cut is read, and the offset is that of the TLV that is not whole.</summary>
    [Fact]
    public void TryReadAll_CutAnywhere_TellsWhereTheBrokenOneBegins() => Gen.Select(Leaves.Array[1, 5], Gen.Int[0, 100_000]).Sample((nodes, at) =>
    {
        var parts = nodes.Select(n => n.Encode()).ToList();
        byte[] whole = [.. parts.SelectMany(p => p)];
        var cut = at % whole.Length;
        var (complete, begin) = (0, 0);
        while (begin + parts[complete].Length <= cut)
        {
            begin += parts[complete++].Length;
        }

        var read = BerTlvReader.TryReadAll(whole.AsMemory(0, cut), out var tlvs, out var status, out var offset);
        Assert.Equal((begin == cut, complete, begin), (read, tlvs.Count, offset));
        Assert.Equal(begin == cut ? BerStatus.End : BerStatus.Truncated, status);
    });

    /// <summary>One byte changed: it is read and says again what it is, or the status has a place inside.</summary>
    [Fact]
    public void TryReadAll_AnyByteChanged_IsReadOrToldWithItsPlace() => Gen.Select(Trees.Array[1, 3], Gen.Int[0, 100_000], Gen.Byte).Sample((nodes, at, value) =>
    {
        byte[] bytes = [.. nodes.SelectMany(n => n.Encode())];
        bytes[at % bytes.Length] = value;
        var read = BerTlvReader.TryReadAll(bytes, out var tlvs, out var status, out var offset);
        Assert.Equal(offset, tlvs.Sum(t => t.Encoded.Length));
        Assert.Equal(bytes.AsSpan(0, offset).ToArray(), tlvs.SelectMany(t => t.Encoded.ToArray()));
        if (read)
        {
            Assert.Equal((bytes.Length, BerStatus.End), (offset, status));
            var again = new BerTlvWriter();
            tlvs.ToList().ForEach(t => again.Write(t.Tag, t.Value.Span));
            Assert.Equal(tlvs.Select(t => (t.Tag, Convert.ToHexString(t.Value.Span))), BerTlvReader.ReadAll(again.ToArray()).Select(t => (t.Tag, Convert.ToHexString(t.Value.Span))));
        }
        else
        {
            Assert.InRange(offset, 0, bytes.Length - 1);
            Assert.True(status is not (BerStatus.Ok or BerStatus.End));
            var error = Assert.Throws<BerTlvException>(() => BerTlvReader.ReadAll(bytes));
            Assert.Equal((status, offset), (error.Status, error.Offset));
        }
    });

    private static Gen<Node> Level(int depth) => depth == 0
        ? Leaves
        : Gen.Frequency((2, Leaves), (1, Gen.Select(Tags, Gen.Int[0, 4], Level(depth - 1).Array[0, 4], (tag, spare, children) => new Node(Constructed(tag), spare, [], children))));

    private static uint Constructed(uint tag) => tag | (0x20u << (8 * (new BerTag(tag).Length - 1)));

    private static void Write(BerTlvWriter writer, IEnumerable<Node> nodes)
    {
        foreach (var node in nodes)
        {
            _ = node.Children.Length > 0 ? writer.Write(node.Tag, inner => Write(inner, node.Children)) : writer.Write(node.Tag, node.Value);
        }
    }

    private static void AssertSame(IReadOnlyList<Node> nodes, ReadOnlyMemory<byte> bytes)
    {
        var read = BerTlvReader.ReadAll(bytes);
        Assert.Equal(nodes.Select(n => n.Tag), read.Select(t => t.Tag.Value));
        foreach (var (node, tlv) in nodes.Zip(read))
        {
            if (node.Children.Length > 0)
            {
                Assert.True(tlv.Tag.IsConstructed);
                AssertSame(node.Children, tlv.Value);
            }
            else
            {
                Assert.Equal(node.Value, tlv.Value.ToArray());
            }
        }
    }

    private sealed record Node(uint Tag, int Spare, byte[] Value, Node[] Children)
    {
        /// <summary>With a length of as many bytes more than needed as 84 and four bytes allow.</summary>
        public byte[] Encode()
        {
            byte[] content = Children.Length > 0 ? [.. Children.SelectMany(c => c.Encode())] : Value;
            return [.. TagBytes(), .. LengthBytes(content.Length, Spare), .. content];
        }

        public int Shortest()
        {
            var content = Children.Length > 0 ? Children.Sum(c => c.Shortest()) : Value.Length;
            return TagBytes().Length + LengthBytes(content, 0).Length + content;
        }

        private byte[] TagBytes() => [.. Enumerable.Range(0, new BerTag(Tag).Length).Reverse().Select(i => (byte)(Tag >> (8 * i)))];

        private static byte[] LengthBytes(int length, int spare)
        {
            var needed = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            var count = Math.Min(4, needed + spare);
            return count == 0 ? [(byte)length] : [(byte)(0x80 | count), .. Enumerable.Range(0, count).Reverse().Select(i => (byte)(length >> (8 * i)))];
        }
    }
}
