using System.Text;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>javacardx.framework.string.StringUtil.</summary>
public sealed class StringNativesTests
{
    private const string Util = "javacardx/framework/string/StringUtil";
    private const string Exception = "javacardx/framework/string/StringException";
    private const string IndexOutOfBounds = "java/lang/IndexOutOfBoundsException";
    private const string Text = "aé€😀z"; // one to four bytes each
    private readonly ApiMachine _card = new();

    [Fact]
    public void CodePoints_AreCountedFoundAndMoved()
    {
        var (text, length) = Of(Text);
        Assert.Equal(11, length);
        Assert.Equal(5, _card.Static(Util, "codePointCount([BSS)S", text, 0, length));
        Assert.Equal("€", Result("codePointAt([BSSS[BS)S", text, 0, length, 3));
        Assert.Equal("é", Result("codePointBefore([BSSS[BS)S", text, 0, length, 3));
        Assert.Equal(6, _card.Static(Util, "offsetByCodePoints([BSSSS)S", text, 0, length, 1, 2));
        Assert.Equal(1, _card.Static(Util, "offsetByCodePoints([BSSSS)S", text, 0, length, 10, -3));
        Assert.Equal("é€", Result("substring([BSSSS[BS)S", text, 0, length, 1, 3));
        Assert.Equal("😀z", Result("substring([BSSSS[BS)S", text, 0, length, 3, -1));
        ApiMachine.Throws(IndexOutOfBounds, () => Result("codePointAt([BSSS[BS)S", text, 0, length, length));
        ApiMachine.Throws(IndexOutOfBounds, () => Result("codePointBefore([BSSS[BS)S", text, 0, length, 0));
        ApiMachine.Throws(IndexOutOfBounds, () => _card.Static(Util, "offsetByCodePoints([BSSSS)S", text, 0, length, 1, 5));
        ApiMachine.Throws(IndexOutOfBounds, () => _card.Static(Util, "offsetByCodePoints([BSSSS)S", text, 0, length, 1, -2));
    }

    [Fact]
    public void IllFormed_CountsAsOneCodePoint()
    {
        var text = _card.Hex("41E282FF42");
        Assert.Equal(4, _card.Static(Util, "codePointCount([BSS)S", text, 0, 5));
        Assert.Equal(0, _card.Static(Util, "check([BSS)Z", text, 0, 5));
        Assert.Equal(1, _card.Static(Util, "check([BSS)Z", text, 0, 1));
        Assert.Equal("AB", Result("toUpperCase([BSS[BS)S", text, 0, 5));
    }

    [Fact]
    public void Comparing_FindingReplacingTrimming()
    {
        Assert.Equal(0, Compare(true, "HeLLo", "hEllO"));
        Assert.Equal('H' - 'h', Compare(false, "Hello", "hello"));
        Assert.Equal(2, Compare(false, "hello", "hel"));
        Assert.Equal(3, Two("indexOf([BSS[BSS)S", "banana", "an") + 2);
        Assert.Equal(-1, Two("indexOf([BSS[BSS)S", "banana", "x"));
        Assert.Equal("b<>n<>n<>", Result("replace([BSS[BSS[BSS[BS)S", Words("banana", "a", "<>")));
        Assert.Equal("héllo", Result("toLowerCase([BSS[BS)S", Words("HéLLO")));
        Assert.Equal("a b", Result("trim([BSS[BS)S", Words(" \ta b\r\n")));
        Assert.Equal("", Result("trim([BSS[BS)S", Words("   ")));
        Assert.Equal(1, Two("startsWith([BSS[BSSS)Z", "élan", "éxx", 1));
        Assert.Equal(0, Two("startsWith([BSS[BSSS)Z", "élan", "éxx", -1));
        Assert.Equal(1, Two("endsWith([BSS[BSSS)Z", "élan", "an", -1));
        Assert.Equal(0, Two("endsWith([BSS[BSSS)Z", "élan", "la", -1));
    }

    [Fact]
    public void Numbers_AreWrittenAndRead()
    {
        Assert.Equal("true", Result("valueOf(Z[BS)S", true));
        Assert.Equal("-32768", Result("valueOf(S[BS)S", -32768));
        Assert.Equal(1, Parse("parseBoolean([BSS)Z", "TrUe"));
        Assert.Equal(0, Parse("parseBoolean([BSS)Z", "yes"));
        Assert.Equal(0, _card.Static(Util, "parseBoolean([BSS)Z", null, 0, 0));
        Assert.Equal(-0x7F, Parse("parseShortInteger([BSS)S", "-0x7f"));
        Assert.Equal(32767, Parse("parseShortInteger([BSS)S", "32767"));
        Assert.Equal(255, Parse("parseShortInteger([BSS)S", "#FF"));
        foreach (var wrong in (string[])["", "-", "0x", "32768", "010", "1 ", "+1", "0xG"])
        {
            Assert.Equal(2, ApiMachine.Throws(Exception, () => Parse("parseShortInteger([BSS)S", wrong)));
        }

        var words = _card.Vm.NewArray(ObjectKind.ShortArray, 4);
        var (text, length) = Of("-1234567890123");
        Assert.Equal(4, _card.Static(Util, "parseLongInteger([BSS[SS)S", text, 0, length, words, 0));
        Assert.Equal("-1234567890123", Result("valueOf([S[BS)S", words));
        (text, length) = Of("65536");
        Assert.Equal(2, _card.Static(Util, "parseLongInteger([BSS[SS)S", text, 0, length, words, 2));
        Assert.Equal(new short[] { 1, 0 }, words.Words[2..]);
        ApiMachine.Throws("java/lang/ArrayIndexOutOfBoundsException", () => _card.Static(Util, "parseLongInteger([BSS[SS)S", text, 0, length, words, 3));
    }

    [Theory]
    [InlineData(1, "C3A9")]
    [InlineData(2, "FEFF00E9")]
    [InlineData(3, "E900")]
    [InlineData(4, "00E9")]
    [InlineData(5, "00E9")]
    [InlineData(7, "E9")]
    public void Encodings_GoBothWays(int encoding, string expected)
    {
        var target = _card.Bytes(new byte[8]);
        var length = _card.Static(Util, "convertTo([BSS[BSB)S", _card.Hex("C3A9"), 0, 2, target, 0, encoding);
        Assert.Equal(expected, Convert.ToHexString(target.Bytes.AsSpan(0, length)));
        length = _card.Static(Util, "convertFrom([BSS[BSB)S", _card.Hex(expected), 0, expected.Length / 2, target, 0, encoding);
        Assert.Equal("C3A9", Convert.ToHexString(target.Bytes.AsSpan(0, length)));
    }

    [Theory]
    [InlineData("41", 6, 1)]
    [InlineData("41", 64, 1)]
    [InlineData("FF", 4, 3)]
    [InlineData("F09F9880", 5, 3)]
    [InlineData("E282AC", 7, 3)]
    public void Encodings_NotThereOrNotEnough_AreRefused(string hex, int encoding, int reason) =>
        Assert.Equal(reason, ApiMachine.Throws(
            Exception, () => _card.Static(Util, "convertTo([BSS[BSB)S", _card.Hex(hex), 0, hex.Length / 2, _card.Bytes(new byte[8]), 0, encoding)));

    private (HeapObject Bytes, int Length) Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return (_card.Bytes(bytes), bytes.Length);
    }

    private object?[] Words(params string[] texts) => [.. texts.SelectMany(t => (object?[])[Of(t).Bytes, 0, Of(t).Length])];

    private string Result(string signature, params object?[] arguments)
    {
        var target = _card.Bytes(new byte[64]);
        return Encoding.UTF8.GetString(target.Bytes, 0, _card.Static(Util, signature, [.. arguments, target, 0]));
    }

    private int Compare(bool ignoreCase, string left, string right) => _card.Static(Util, "compare(Z[BSS[BSS)S", [ignoreCase, .. Words(left, right)]);

    private int Two(string signature, string left, string right, params object?[] more) => _card.Static(Util, signature, [.. Words(left, right), .. more]);

    private int Parse(string signature, string text) => _card.Static(Util, signature, Words(text));
}
