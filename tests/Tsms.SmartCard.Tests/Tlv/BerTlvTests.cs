using CsCheck;
using Tsms.SmartCard.Tlv;

namespace Tsms.SmartCard.Tests.Tlv;

/// <summary>Tags and lengths of ISO/IEC 8825-1, 8.1, as ISO/IEC 7816-4, 6.3 takes them.</summary>
public sealed class BerTlvTests
{
    private static readonly uint[] Tags = [0x4F, 0x9F70, 0x7F8101, 0xDF828301];

    [Theory]
    [InlineData("4F00", 0x4Fu, 0)]
    [InlineData("4F0100", 0x4Fu, 1)]
    [InlineData("9F70020102", 0x9F70u, 2)]
    [InlineData("DF828301017F", 0xDF828301u, 1)]
    [InlineData("7F8101017F", 0x7F8101u, 1)]
    [InlineData("C4810100", 0xC4u, 1)]
    [InlineData("C482000100", 0xC4u, 1)]
    [InlineData("C48400000001FF", 0xC4u, 1)]
    public void Read_TagAndLength_AreReadInEveryForm(string hex, uint tag, int length)
    {
        var bytes = Convert.FromHexString(hex);
        var tlv = Assert.Single(BerTlvReader.ReadAll(bytes));

        Assert.Equal((tag, length), (tlv.Tag.Value, tlv.Value.Length));
        Assert.Equal(bytes, tlv.Encoded.ToArray());
    }

    [Theory]
    [InlineData("9F", BerStatus.Truncated)]
    [InlineData("9F80", BerStatus.Truncated)]
    [InlineData("4F", BerStatus.Truncated)]
    [InlineData("4F02AA", BerStatus.Truncated)]
    [InlineData("4F81", BerStatus.Truncated)]
    [InlineData("4F8201", BerStatus.Truncated)]
    [InlineData("4F8000", BerStatus.IndefiniteLength)]
    [InlineData("4F850000000001AA", BerStatus.LengthTooLong)]
    [InlineData("4F84FFFFFFFF", BerStatus.LengthTooLong)]
    [InlineData("4F847FFFFFFF", BerStatus.Truncated)]
    [InlineData("9F8080808001AA", BerStatus.TagTooLong)]
    public void Read_Malformed_SaysWhatAndWhere(string hex, BerStatus status)
    {
        var bytes = Convert.FromHexString("C10155" + hex);

        Assert.False(BerTlvReader.TryReadAll(bytes, out var before, out var found, out var offset));
        Assert.Equal((status, 3), (found, offset));
        Assert.Single(before);
        var error = Assert.Throws<BerTlvException>(() => BerTlvReader.ReadAll(bytes));
        Assert.Equal((status, 3), (error.Status, error.Offset));
    }

    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7F")]
    [InlineData(128, "8180")]
    [InlineData(255, "81FF")]
    [InlineData(256, "820100")]
    [InlineData(65536, "83010000")]
    [InlineData(16777216, "8401000000")]
    public void WriteLength_Value_IsAsShortAsCanBe(int length, string hex) =>
        Assert.Equal(hex, Convert.ToHexString(new BerTlvWriter().WriteLength(length).ToArray()));

    [Fact]
    public void Write_Nested_CanBeFoundAgain()
    {
        var bytes = new BerTlvWriter().Write(0xE3, inner => inner.Write(0x4F, [1, 2]).Write(0x9F70, [7])).WriteRaw([0xC1, 0]).ToArray();

        Assert.Equal("E3084F0201029F700107C100", Convert.ToHexString(bytes));
        Assert.True(new BerTag(0xE3).IsConstructed);
        var inner = BerTlvReader.Find(bytes, 0xE3)!.Value;
        Assert.Equal([7], BerTlvReader.Find(inner, 0x9F70)!.Value.ToArray());
        Assert.Null(BerTlvReader.Find(bytes, 0x4F));
        Assert.Equal("9F70", new BerTag(0x9F70).ToString());
    }

    [Fact]
    public void ReadAll_WhateverWasWritten_ComesBack() =>
        Gen.Select(Gen.Int[0, 3].Select(i => Tags[i]), Gen.Byte.Array[0, 400]).Array[0, 5].Sample(items =>
        {
            var writer = new BerTlvWriter();
            foreach (var (tag, value) in items)
            {
                writer.Write(tag, value);
            }

            var read = BerTlvReader.ReadAll(writer.ToArray());
            Assert.Equal(items.Select(item => (item.Item1, Convert.ToHexString(item.Item2))), read.Select(tlv => (tlv.Tag.Value, Convert.ToHexString(tlv.Value.Span))));
        });

    [Fact]
    public void TryReadAll_AnyBytes_NeverThrows() =>
        Gen.Byte.Array[0, 64].Sample(bytes => BerTlvReader.TryReadAll(bytes, out _, out _, out var offset) ? offset == bytes.Length : offset < bytes.Length);
}
