using Tsms.JavaCard.Components;
using Tsms.JavaCard.Tests.Building;

namespace Tsms.JavaCard.Tests;

public sealed class DebugTests
{
    /// <summary>Strings <c>p</c>, <c>C</c>, <c>()V</c>; package p with class C that has a field, and a method with a variable and a line.</summary>
    public const string Info =
        "0003 0001 70 0001 43 0003 282956"
        + "0000 0001"
        + "0001 0001 0002 0001 0001 00 0001 0001"
        + "0001 0002 0000 00000000"
        + "0001 0002 0009 0001 02 0002 0001 0001  00 0001 0002 0000 0002  0000 0001 0007";

    [Fact]
    public void Read_Debug_GivesNamesAndLines()
    {
        var debug = CapFile.Read(new CapBuilder(2).With(ComponentTag.Debug, Info).Jar()).Debug!;

        Assert.Equal(["p", "C", "()V"], debug.Strings);
        var package = Assert.Single(debug.Packages);
        Assert.Equal("p", package.Name);
        var type = Assert.Single(package.Classes);
        Assert.Equal(("C", 2), (type.Name, type.Location));
        Assert.Equal(("C", "()V"), (Assert.Single(type.Fields).Name, type.Fields[0].Descriptor));
        var method = Assert.Single(type.Methods);
        Assert.Equal((new MethodLocation(0, 1), 2, 2), (method.Location, method.HeaderSize, method.BodySize));
        Assert.Equal(new LineDebug(0, 1, 7), Assert.Single(method.Lines));
        Assert.Equal("C", Assert.Single(method.Variables).Name);
    }

    [Fact]
    public void Read_StringIndexOutOfTable_IsRefused()
    {
        var info = Info.Replace("282956" + "0000", "282956" + "0003", StringComparison.Ordinal);
        var error = Assert.Throws<CapFormatException>(() => CapFile.Read(new CapBuilder(2).With(ComponentTag.Debug, info).Jar()));
        Assert.Equal((CapRule.WrongIndex, "Debug", 16), (error.Rule, error.Component, error.Offset));
    }

    [Fact]
    public void Read_DebugFileOfFormat21_IsACustomComponent()
    {
        // The directory of format 2.1 lists no Debug component; public files have a custom one of this name.
        var builder = new CapBuilder();
        var files = builder.Order().Select(tag => ($"p/javacard/{CapBuilder.FileName(tag)}", builder.Component(tag))).Append(("p/javacard/Debug.cap", [0xDB, 0, 1, 7]));
        var cap = CapFile.Read(CapBuilder.Jar(files));

        Assert.Null(cap.Debug);
        Assert.Equal("Custom DB", cap.RawComponents[^1].Name);
    }

    [Theory]
    [InlineData(0xFFFF, true)]
    [InlineData(70_000 & 0xFFFF, true)]
    [InlineData((70_000 & 0xFFFF) + 1, false)]
    public void Read_LongDebug_MayStateTheLowHalfOfItsSize(int stated, bool isRead)
    {
        // 6.2.1 asks for FFFF; older converters let the size overflow.
        byte[] debug = [(byte)ComponentTag.Debug, (byte)(stated >> 8), (byte)stated, .. new byte[70_000]];
        Assert.Equal(isRead, IsTaken(debug));
    }

    private static bool IsTaken(byte[] debug)
    {
        try
        {
            return Reading.ComponentSplitter.Single(debug, ComponentTag.Debug, extended: false).Info.Length == debug.Length - 3;
        }
        catch (CapFormatException e)
        {
            Assert.Equal((CapRule.WrongSize, "Debug"), (e.Rule, e.Component));
            return false;
        }
    }
}
