using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>javacardx.framework.math.</summary>
public sealed class MathNativesTests
{
    private const string BigNumber = "javacardx/framework/math/BigNumber";
    private const string Bcd = "javacardx/framework/math/BCDUtil";
    private const string Arithmetic = "java/lang/ArithmeticException";
    private const int FormatBcd = 1;
    private const int FormatHex = 2;
    private readonly ApiMachine _card = new();

    [Fact]
    public void BigNumber_AddsSubtractsMultipliesInBothFormats()
    {
        var number = _card.New(BigNumber, "(S)V", 8);
        Assert.Equal(64, _card.Static(BigNumber, "getMaxBytesSupported()S"));
        Do(number, "init", "001000", FormatBcd);
        Do(number, "add", "0234", FormatBcd);
        Do(number, "multiply", "0A", FormatHex);
        Do(number, "subtract", "01", FormatHex);
        Assert.Equal("012339", Text(number, FormatBcd, 3));
        Assert.Equal("3033", Text(number, FormatHex, 2));
        Assert.Equal(3, _card.Call(number, "getByteLength(B)S", FormatBcd));
        Assert.Equal(2, _card.Call(number, "getByteLength(B)S", FormatHex));
        Assert.Equal(-1, Do(number, "compareTo", "3034", FormatHex, "B"));
        Assert.Equal(0, Do(number, "compareTo", "12339".PadLeft(6, '0'), FormatBcd, "B"));
        Assert.Equal(1, Do(number, "compareTo", "3032", FormatHex, "B"));
        var other = _card.New(BigNumber, "(S)V", 1);
        Assert.Equal(1, _card.Call(number, "compareTo(Ljavacardx/framework/math/BigNumber;)B", other));
        _card.Call(number, "reset()V");
        Assert.Equal(0, _card.Call(number, "compareTo(Ljavacardx/framework/math/BigNumber;)B", other));
        Assert.Equal("00", Text(number, FormatHex, 1));
    }

    [Fact]
    public void BigNumber_BeyondItsBounds_StaysAsItWas()
    {
        var number = _card.New(BigNumber, "(S)V", 1);
        Do(number, "init", "FE", FormatHex);
        ApiMachine.Throws(Arithmetic, () => Do(number, "add", "02", FormatHex));
        ApiMachine.Throws(Arithmetic, () => Do(number, "subtract", "FF", FormatHex));
        ApiMachine.Throws(Arithmetic, () => Do(number, "multiply", "02", FormatHex));
        ApiMachine.Throws(Arithmetic, () => Do(number, "setMaximum", "FD", FormatHex));
        ApiMachine.Throws(Arithmetic, () => Do(number, "setMaximum", "0100", FormatHex));
        ApiMachine.Throws(Arithmetic, () => Do(number, "add", "0A", FormatBcd));
        ApiMachine.Throws(Arithmetic, () => Do(number, "add", "", FormatHex));
        ApiMachine.Throws(Arithmetic, () => Do(number, "add", "01", 3));
        ApiMachine.Throws(Arithmetic, () => _card.Call(number, "getByteLength(B)S", 0));
        ApiMachine.Throws(Arithmetic, () => Text(number, FormatBcd, 1));
        Do(number, "setMaximum", "FE", FormatHex);
        ApiMachine.Throws(Arithmetic, () => Do(number, "add", "01", FormatHex));
        Assert.Equal("FE", Text(number, FormatHex, 1));
        ApiMachine.Throws(Arithmetic, () => _card.New(BigNumber, "(S)V", 0));
        ApiMachine.Throws(Arithmetic, () => _card.New(BigNumber, "(S)V", 65));
    }

    [Theory]
    [InlineData("0255", "FF")]
    [InlineData("65536000", "03E80000")]
    [InlineData("00", "00")]
    public void BcdUtil_ConvertsBothWays(string packed, string binary)
    {
        Assert.Equal(64, _card.Static(Bcd, "getMaxBytesSupported()S"));
        var target = _card.Bytes(new byte[8]);
        var length = _card.Static(Bcd, "convertToHex([BSS[BS)S", _card.Hex(packed), 0, packed.Length / 2, target, 1);
        Assert.Equal(binary, Convert.ToHexString(target.Bytes.AsSpan(1, length)));
        length = _card.Static(Bcd, "convertToBCD([BSS[BS)S", _card.Hex(binary), 0, binary.Length / 2, target, 0);
        Assert.Equal(packed, Convert.ToHexString(target.Bytes.AsSpan(0, length)));
    }

    [Fact]
    public void BcdUtil_KnowsDigits()
    {
        Assert.Equal(1, _card.Static(Bcd, "isBCDFormat([BSS)Z", _card.Hex("0199"), 0, 2));
        Assert.Equal(0, _card.Static(Bcd, "isBCDFormat([BSS)Z", _card.Hex("019A"), 0, 2));
        ApiMachine.Throws(Arithmetic, () => _card.Static(Bcd, "isBCDFormat([BSS)Z", _card.Hex("01"), 0, 0));
        ApiMachine.Throws(Arithmetic, () => _card.Static(Bcd, "convertToHex([BSS[BS)S", _card.Hex("0A"), 0, 1, _card.Hex("00"), 0));
        _card.New(Bcd, "()V");
    }

    [Theory]
    [InlineData(false, "010204FE")]
    [InlineData(true, "000305FF")]
    public void ParityBit_SetsTheLowestBit(bool even, string expected)
    {
        var bytes = _card.Hex("000305FF");
        _card.New("javacardx/framework/math/ParityBit", "()V");
        _card.Static("javacardx/framework/math/ParityBit", "set([BSSZ)V", bytes, 0, 4, even);
        Assert.Equal(expected, Convert.ToHexString(bytes.Bytes));
    }

    private short Do(HeapObject number, string method, string hex, int format, string result = "V") =>
        _card.Call(number, $"{method}([BSSB){result}", _card.Hex(hex), 0, hex.Length / 2, format);

    private string Text(HeapObject number, int format, int length)
    {
        var target = _card.Bytes(new byte[length]);
        _card.Call(number, "toBytes([BSSB)V", target, 0, length, format);
        return Convert.ToHexString(target.Bytes);
    }
}
