namespace Tsms.SmartCard.Tests;

public sealed class AidTests
{
    [Theory]
    [InlineData("A000000151", true)]
    [InlineData("A0000001510000000000000000000000", true)]
    [InlineData("A0000001", false)]
    [InlineData("A000000151000000000000000000000000", false)]
    [InlineData("A00000015G", false)]
    [InlineData("A0000001510", false)]
    public void TryParse_OfHexText_TakesFiveToSixteenBytes(string hex, bool expected) => Assert.Equal(expected, Aid.TryParse(hex, out _));

    [Fact]
    public void Default_NamesNothing()
    {
        Assert.True(default(Aid).IsEmpty);
        Assert.Equal(0, default(Aid).Length);
        Assert.Equal("", default(Aid).ToString());
    }
}
