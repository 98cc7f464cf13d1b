using Tsms.JavaCard.Components;
using Tsms.JavaCard.Exports;
using Tsms.SmartCard;

namespace Tsms.JavaCard.Tests;

public sealed class ExportFileTests
{
    // Constant pool: 0 "p", 1 package p 1.2, 2 "p/C", 3 class p/C, 4 "x", 5 "S", 6 "ConstantValue", 7 integer 5, 8 "<init>", 9 "()V"
    private const string Pool =
        "000A 01000170 0D010000 0201 06F0000000AA01 010003702F43 070002 01000178 01000153 01000D436F6E7374616E7456616C7565 0300000005 0100063C696E69743E 010003282956";

    // class p/C with field x (a constant), methods <init> and x
    private const string Class =
        "00 0001 0003 0001 0003 00 0001 FF 0019 0004 0005 0001 0006 00000002 0007 0002 00 0001 0008 0009 03 0001 0004 0009";

    [Theory]
    [InlineData("00FACADE 0102", "", "")]
    [InlineData("00FACADE 0202", "", "")]
    [InlineData("00FACADE 0302", "00", "07")]
    public void Read_HandMade_GivesNamesAndTokens(string start, string references, string end)
    {
        var export = ExportFile.Read(Hex(start + Pool + "0001" + references + "01" + Class + end));

        Assert.Equal(new PackageInfo(Aid.Parse("F0000000AA01"), new PackageVersion(1, 2), "p"), export.Package);
        Assert.True(export.IsLibrary);
        Assert.Empty(export.References);
        var type = Assert.Single(export.Classes);
        Assert.Equal((0, "p/C", false, end.Length > 0 ? (byte)7 : null), (type.Token, type.Name, type.IsInterface, type.Cap22InheritableMethodCount));
        Assert.Equal(["p/C"], type.SuperClasses);
        Assert.Equal(new ExportedField(0xFF, 0x19, "x", "S", 5), Assert.Single(type.Fields));
        Assert.Equal([new ExportedMethod(0, 1, "<init>", "()V"), new ExportedMethod(3, 1, "x", "()V")], type.Methods);
        Assert.Equal([true, false], type.Methods.Select(method => method.HasStaticToken));
    }

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        var file = Hex("00FACADE 0102" + Pool + "0001" + "01" + Class);
        for (var length = 0; length < file.Length; length++)
        {
            Assert.Equal("Export file", Assert.Throws<CapFormatException>(() => ExportFile.Read(file.AsMemory(0, length))).Component);
        }
    }

    [Theory]
    [InlineData("00FACADF 0102", "0001", CapRule.WrongMagic, 0)]
    [InlineData("00FACADE 0402", "0001", CapRule.UnknownFormat, 4)]
    [InlineData("00FACADE 0102", "0002", CapRule.WrongIndex, 78)]
    [InlineData("00FACADE 0102", "000A", CapRule.WrongIndex, 78)]
    public void Read_Damaged_NamesRuleAndOffset(string start, string package, CapRule rule, int offset)
    {
        var error = Assert.Throws<CapFormatException>(() => ExportFile.Read(Hex(start + Pool + package + "01" + Class)));
        Assert.Equal((rule, offset), (error.Rule, error.Offset));
    }

    private static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
