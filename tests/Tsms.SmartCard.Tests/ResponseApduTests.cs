namespace Tsms.SmartCard.Tests;

public sealed class ResponseApduTests
{
    [Fact]
    public void Parse_DataAndStatus_AreApart()
    {
        var response = ResponseApdu.Parse(Convert.FromHexString("AABB6A82"));

        Assert.Equal([0xAA, 0xBB], response.Data.ToArray());
        Assert.Equal(StatusWord.NotFound, response.Sw);
        Assert.Equal("AABB6A82", Convert.ToHexString(response.ToBytes()));
        Assert.Equal("2 bytes, 6A82", response.ToString());
        Assert.Equal(response, ResponseApdu.Parse(response.ToBytes()));
        Assert.NotEqual(response, new ResponseApdu(StatusWord.NotFound));
    }

    [Theory]
    [InlineData("")]
    [InlineData("90")]
    public void TryParse_LessThanAStatusWord_IsRefused(string hex)
    {
        Assert.False(ResponseApdu.TryParse(Convert.FromHexString(hex), out _));
        Assert.Throws<FormatException>(() => ResponseApdu.Parse(Convert.FromHexString(hex)));
    }

    [Theory]
    [InlineData(0x9000, true, false)]
    [InlineData(0x6283, false, true)]
    [InlineData(0x63C2, false, true)]
    [InlineData(0x6A80, false, false)]
    [InlineData(0x0000, false, false)]
    public void StatusWord_Value_IsSuccessWarningOrError(int value, bool success, bool warning)
    {
        var sw = new StatusWord((ushort)value);
        Assert.Equal((success, warning), (sw.IsSuccess, sw.IsWarning));
    }
}
