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
    public void WithChannel_OfEveryClass_KeepsAllButTheChannel(byte cla, int channel, byte expected) => Assert.Equal(expected, ClassByte.WithChannel(cla, channel));

    [Fact]
    public void WithChannel_BackAndForth_ReturnsTheSameClass() =>
        Assert.All(
            from proprietary in new[] { 0x00, 0x80 }
            from messaging in new[] { 0x00, 0x04 }
            from channel in Enumerable.Range(0, 20)
            select ((byte)(proprietary | messaging), channel),
            c => Assert.Equal(c.Item1, ClassByte.WithChannel(ClassByte.WithChannel(c.Item1, c.channel), 0)));
}
