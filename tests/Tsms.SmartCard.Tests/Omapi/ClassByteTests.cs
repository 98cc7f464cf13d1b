using Tsms.SmartCard.Omapi;

namespace Tsms.SmartCard.Tests.Omapi;

public sealed class ClassByteTests
{
    // GP Card Specification 2.3.1, 11.1.4: first interindustry class bytes for channels 0 to 3, further ones for 4 to 19
    [Theory]
    [InlineData(0x00, 0, 0x00)]
    [InlineData(0x80, 1, 0x81)]
    [InlineData(0x83, 1, 0x81)]
    [InlineData(0x84, 3, 0x87)]
    [InlineData(0x94, 2, 0x96)]
    [InlineData(0x00, 4, 0x40)]
    [InlineData(0x80, 4, 0xC0)]
    [InlineData(0x84, 4, 0xE0)]
    [InlineData(0x84, 19, 0xEF)]
    [InlineData(0x8C, 5, 0xE1)]
    [InlineData(0xE0, 1, 0x85)]
    [InlineData(0xC3, 2, 0x82)]
    [InlineData(0xA0, 2, 0xA2)]
    [InlineData(0xB3, 1, 0xB1)]
    public void WithChannel_OfEveryClass_KeepsAllButTheChannel(byte cla, int channel, byte expected) => Assert.Equal(expected, ClassByte.WithChannel(cla, channel));

    [Fact]
    public void WithChannel_BackAndForth_ReturnsTheSameClass() =>
        Assert.All(
            from proprietary in new[] { 0x00, 0x80 }
            from messaging in new[] { 0x00, 0x04 }
            from channel in Enumerable.Range(0, 20)
            select ((byte)(proprietary | messaging), channel),
            c => Assert.Equal(c.Item1, ClassByte.WithChannel(ClassByte.WithChannel(c.Item1, c.channel), 0)));

    [Theory]
    [InlineData(0x20, 0)]
    [InlineData(0x3F, 4)]
    [InlineData(0xFF, 1)]
    [InlineData(0xA0, 4)]
    [InlineData(0xBF, 19)]
    [InlineData(0x94, 19)]
    public void WithChannel_OfAClassThatHasNoFormThere_IsRefused(byte cla, int channel)
    {
        Assert.Contains($"CLA {cla:X2}", ClassByte.Fault(cla, channel), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ClassByte.WithChannel(cla, channel));
    }

    [Fact]
    public void WithChannel_OfEveryClassThatHasAForm_KeepsBaseAndMeaning() =>
        Assert.All(
            from cla in Enumerable.Range(0, 256).Select(c => (byte)c)
            from channel in Enumerable.Range(0, 20)
            where ClassByte.Fault(cla, channel) is null
            select (cla, channel),
            c =>
            {
                var moved = ClassByte.WithChannel(c.cla, c.channel);
                Assert.Null(ClassByte.Fault(moved, c.channel));
                Assert.Equal(ClassByte.IsInterindustry(c.cla), ClassByte.IsInterindustry(moved));
                Assert.Equal(c.channel, (moved & 0x40) != 0 ? (moved & 0x0F) + 4 : moved & 0x03);
            });
}
