using Tsms.JavaCard.Tests.Building;

namespace Tsms.JavaCard.Tests;

/// <summary>Components in a JAR, beside whatever else a JAR holds.</summary>
public sealed class JarTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a/")]
    [InlineData("deep/er/than/most/")]
    public void Read_AnyDepthAnyCaseAmongOtherFiles_FindsThePackage(string folder)
    {
        var builder = new CapBuilder();
        var files = builder.Order().Select(tag => ($"{folder}JavaCard/{CapBuilder.FileName(tag).ToUpperInvariant()}", builder.Component(tag)));
        var cap = CapFile.Read(CapBuilder.Jar(files
            .Prepend(("META-INF/MANIFEST.MF", "Manifest-Version: 1.0"u8.ToArray()))
            .Append(("APPLET-INF/classes/A.class", [0xCA, 0xFE]))
            .Append(("src/javacard/Header.java", "class"u8.ToArray()))
            .Append(($"{folder}javacard/other.exp", [0, 0xFA]))
            .Append(($"{folder}javacard/readme.cap", "text"u8.ToArray()))));

        Assert.Equal(CapBuilder.Aid, cap.Aid.ToString());
    }

    [Fact]
    public void Read_TwoPackages_IsRefusedButReadAllGivesThemInOrder()
    {
        var library = new CapBuilder().With(Components.ComponentTag.Header, "DECAFFED 0102 04 0001 06F0000000AA02");
        var user = new CapBuilder().With(Components.ComponentTag.Import, "02 0001 07A0000000620101 0001 06F0000000AA02");
        var jar = CapBuilder.Jar(Files("a", user).Concat(Files("b", library)));

        Assert.Equal(CapRule.Duplicate, Assert.Throws<CapFormatException>(() => CapFile.Read(jar)).Rule);
        Assert.Equal(["F0000000AA02", "F0000000AA01"], CapFile.ReadAll(jar).Select(cap => cap.Aid.ToString()));
    }

    [Fact]
    public void Read_NoHeader_SaysSo()
    {
        Assert.Equal(CapRule.MissingComponent, Assert.Throws<CapFormatException>(() => CapFile.Read(CapBuilder.Jar([("a.txt", [1])]))).Rule);
        Assert.Equal(CapRule.MissingComponent, Assert.Throws<CapFormatException>(() => CapFile.Read(CapBuilder.Jar([("javacard/Class.cap", [6, 0, 0])]))).Rule);
    }

    [Fact]
    public void Read_ComponentTwice_IsRefused()
    {
        var builder = new CapBuilder();
        var jar = CapBuilder.Jar(Files("a", builder).Append(("a/javacard/HEADER.CAP", builder.Component(Components.ComponentTag.Header))));

        var error = Assert.Throws<CapFormatException>(() => CapFile.Read(jar));
        Assert.Equal((CapRule.Duplicate, "Header"), (error.Rule, error.Component));
    }

    [Fact]
    public void Read_WrongSizeOrTagInAFile_IsRefused()
    {
        static CapFormatException Error(byte[] header) => Assert.Throws<CapFormatException>(() => CapFile.Read(CapBuilder.Jar([("javacard/Header.cap", header)])));
        Assert.Equal((CapRule.WrongSize, 1), Error([1, 0, 5, 0]) is var size ? (size.Rule, size.Offset) : default);
        Assert.Equal((CapRule.WrongTag, 0), Error([2, 0, 0]) is var tag ? (tag.Rule, tag.Offset) : default);
        Assert.Equal((CapRule.Truncated, 0), Error([]) is var empty ? (empty.Rule, empty.Offset) : default);
        Assert.Equal((CapRule.Truncated, 2), Error([1, 0]) is var cut ? (cut.Rule, cut.Offset) : default);
    }

    [Fact]
    public void Read_ComponentThatInflatesWithoutEnd_IsRefused()
    {
        var jar = CapBuilder.Jar([("javacard/Method.cap", new byte[5 << 20])]);

        Assert.True(jar.Length < 100_000);
        Assert.Equal(CapRule.TooLarge, Assert.Throws<CapFormatException>(() => CapFile.Read(jar)).Rule);
        var three = CapBuilder.Jar(Enumerable.Range(0, 3).Select(i => ($"{i}/javacard/Method.cap", new byte[3 << 20])));
        Assert.Equal(CapRule.TooLarge, Assert.Throws<CapFormatException>(() => CapFile.Read(three)).Rule);
    }

    [Fact]
    public void Read_StoredComponentWithAFlippedBit_IsRefusedByItsChecksum()
    {
        var builder = new CapBuilder();
        var jar = CapBuilder.Jar(Files("a", builder), System.IO.Compression.CompressionLevel.NoCompression);
        var method = builder.Component(Components.ComponentTag.Method);
        var at = jar.AsSpan().IndexOf(method);
        jar[at + method.Length - 1] ^= 0x01;

        var error = Assert.Throws<CapFormatException>(() => CapFile.Read(jar));
        Assert.Equal((CapRule.DamagedJar, "Method"), (error.Rule, error.Component));
        Assert.Contains("CRC-32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DeflatedComponentDamaged_NamesIt()
    {
        var builder = new CapBuilder().With(Components.ComponentTag.Debug, DebugTests.Info);
        var jar = CapBuilder.Jar(Files("a", builder));
        var name = jar.AsSpan().IndexOf("a/javacard/Method.cap"u8);
        jar.AsSpan(name + "a/javacard/Method.cap".Length, 3).Fill(0xFF);

        var error = Assert.Throws<CapFormatException>(() => CapFile.Read(jar));
        Assert.Equal((CapRule.DamagedJar, "Method"), (error.Rule, error.Component));
    }

    [Fact]
    public void Read_JarCutOff_TellsWhereTheBytesEnd()
    {
        var jar = CapBuilder.Jar(Files("a", new CapBuilder()));

        var error = Assert.Throws<CapFormatException>(() => CapFile.Read(jar.AsMemory(0, jar.Length - 5)));
        Assert.Equal((CapRule.DamagedJar, "CAP", jar.Length - 5), (error.Rule, error.Component, error.Offset));
    }

    [Fact]
    public void Read_BeyondOtherLimits_IsRefused()
    {
        var many = CapBuilder.Jar(Enumerable.Range(0, 11).Select(i => ($"{i}.txt", new byte[1])));
        Assert.Equal(CapRule.TooLarge, Assert.Throws<CapFormatException>(() => CapFile.Read(many, new CapLimits(MaxEntries: 10))).Rule);
        Assert.Equal(CapRule.TooLarge, Assert.Throws<CapFormatException>(() => CapFile.Read(SampleCap.CarKey, new CapLimits(MaxFileBytes: 100))).Rule);
    }

    private static IEnumerable<(string, byte[])> Files(string folder, CapBuilder builder) =>
        builder.Order().Select(tag => ($"{folder}/javacard/{CapBuilder.FileName(tag)}", builder.Component(tag)));
}
