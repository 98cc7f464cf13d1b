using CsCheck;
using Tsms.JavaCard.Components;
using Tsms.JavaCard.Tests.Building;

namespace Tsms.JavaCard.Tests;

/// <summary>Damaged files end in an error that names rule, component and byte; never in anything else.</summary>
public sealed class DamageTests
{
    private const ComponentTag H = ComponentTag.Header;

    public static TheoryData<ComponentTag, string, CapRule, string, int> Damages => new()
    {
        { H, "DECAFFEE 0102 04 0001 06F0000000AA01", CapRule.WrongMagic, "Header", 3 },
        { H, "DECAFFED 0002 04 0001 06F0000000AA01", CapRule.UnknownFormat, "Header", 7 },
        { H, "DECAFFED 0103 04 0001 06F0000000AA01", CapRule.UnknownFormat, "Header", 7 },
        { H, "DECAFFED 0102 0C 0001 06F0000000AA01", CapRule.WrongFlags, "Header", 9 },
        { H, "DECAFFED 0102 00 0001 06F0000000AA01", CapRule.WrongFlags, "Header", 9 },
        { H, "DECAFFED 0102 06 0001 06F0000000AA01", CapRule.WrongFlags, "Header", 9 },
        { H, "DECAFFED 0102 04 0001 04F0000000", CapRule.WrongAid, "Header", 12 },
        { H, "DECAFFED 0102 04 0001 11F0000000000000000000000000000000AA", CapRule.WrongAid, "Header", 12 },
        { H, "DECAFFED 0102 04 0001 06F0000000AA", CapRule.Truncated, "Header", 13 },
        { H, "DECAFFED 0102 04 0001 06F0000000AA0100", CapRule.TrailingBytes, "Header", 19 },
        { H, "DECAFFED 0202 04 0001 06F0000000AA01 01 FF", CapRule.WrongText, "Header", 20 },
        { ComponentTag.Directory, "0013 001F 000B", CapRule.Truncated, "Directory", 9 },
        { ComponentTag.Directory, "0014 001F 000B 0015 001A 000D 0008 0015 0004 0000 0000 0009 0001 0002 02 01 00", CapRule.WrongDirectory, "Directory", 3 },
        { ComponentTag.Directory, "0010 001F 000B 0015 001A 000D 0008 0012 0004 0000 0000 0009 0001 0002 02 01 00", CapRule.WrongDirectory, "Directory", 13 },
        { ComponentTag.Directory, "0010 001F 000B 0015 001A 000C 0008 0012 0004 0000 0000 0009 0001 0002 03 01 00", CapRule.WrongDirectory, "Directory", 31 },
        { ComponentTag.Applet, "00", CapRule.WrongValue, "Applet", 3 },
        { ComponentTag.Applet, "02 07F0000000AA0101 0001", CapRule.Truncated, "Applet", 4 },
        { ComponentTag.Applet, "01 07F0000000AA0101 0000", CapRule.WrongOffset, "Applet", 12 },
        { ComponentTag.Applet, "01 07F0000000AA0101 0007", CapRule.WrongOffset, "Applet", 12 },
        { ComponentTag.Import, "81 0001 07A0000000620101", CapRule.WrongValue, "Import", 3 },
        { ComponentTag.Import, "01 0001 03A0000000620101", CapRule.WrongAid, "Import", 6 },
        { ComponentTag.ConstantPool, "FFFF 01 0000 00", CapRule.Truncated, "ConstantPool", 5 },
        { ComponentTag.ConstantPool, "0001 07 0000 00", CapRule.WrongValue, "ConstantPool", 5 },
        { ComponentTag.ConstantPool, "0001 01 0001 00", CapRule.WrongOffset, "ConstantPool", 5 },
        { ComponentTag.ConstantPool, "0002 01 0000 00 01 8200 00", CapRule.WrongIndex, "ConstantPool", 9 },
        { ComponentTag.ConstantPool, "0001 05 00 0009", CapRule.WrongOffset, "ConstantPool", 5 },
        { ComponentTag.ConstantPool, "0001 05 82 0009", CapRule.WrongIndex, "ConstantPool", 5 },
        { ComponentTag.ConstantPool, "0001 06 00 0000", CapRule.WrongOffset, "ConstantPool", 5 },
        { ComponentTag.Class, "10 8003 02 00 01 07 01 00 00 0005", CapRule.WrongFlags, "Class", 3 },
        { ComponentTag.Class, "00 8003 02 00 01 07 02 00 00 0005", CapRule.Truncated, "Class", 13 },
        { ComponentTag.Class, "00 8203 02 00 01 07 01 00 00 0005", CapRule.WrongIndex, "Class", 4 },
        { ComponentTag.Class, "00 0000 02 00 01 07 01 00 00 0005", CapRule.WrongOffset, "Class", 4 },
        { ComponentTag.Class, "00 8003 02 00 01 07 01 00 00 0007", CapRule.WrongOffset, "Class", 3 },
        { ComponentTag.Class, "01 8003 02 00 01 07 01 00 00 0005 0000 00", CapRule.WrongIndex, "Class", 3 },
        { ComponentTag.Method, "02 000B 8001", CapRule.Truncated, "Method", 4 },
        { ComponentTag.Method, "", CapRule.Truncated, "Method", 3 },
        { ComponentTag.Method, "01 0009 8009 0009 0000 0030 7A 0020 7A", CapRule.WrongOffset, "Method", 4 },
        { ComponentTag.Method, "01 0009 8001 0009 0009 0030 7A 0020 7A", CapRule.WrongIndex, "Method", 10 },
        { ComponentTag.StaticField, "0009 0002 FFFF 03", CapRule.Truncated, "StaticField", 9 },
        { ComponentTag.StaticField, "0008 0002 0001 03 0002 CAFE 0002 0003 010203", CapRule.WrongValue, "StaticField", 3 },
        { ComponentTag.StaticField, "0005 0000 0001 03 0002 CAFE 0002 0003 010203", CapRule.WrongValue, "StaticField", 7 },
        { ComponentTag.StaticField, "0009 0002 0001 06 0002 CAFE 0002 0003 010203", CapRule.WrongValue, "StaticField", 9 },
        { ComponentTag.StaticField, "0009 0002 0001 05 0002 CAFE 0002 0003 010203", CapRule.WrongValue, "StaticField", 10 },
        { ComponentTag.ReferenceLocation, "0005 01 0000", CapRule.Truncated, "ReferenceLocation", 5 },
        { ComponentTag.ReferenceLocation, "0001 08 0000", CapRule.WrongOffset, "ReferenceLocation", 3 },
        { ComponentTag.ReferenceLocation, "0001 06 0000", CapRule.WrongIndex, "ReferenceLocation", 3 },
        { ComponentTag.ReferenceLocation, "0000 0001 07", CapRule.WrongOffset, "ReferenceLocation", 3 },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Read_DamagedComponent_NamesRuleComponentAndOffset(ComponentTag tag, string info, CapRule rule, string component, int offset)
    {
        var error = Assert.Throws<CapFormatException>(() => CapFile.Read(new CapBuilder().With(tag, info).LoadFile()));

        Assert.Equal((rule, component, offset), (error.Rule, error.Component, error.Offset));
        Assert.Contains($"{component} at byte {offset}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("01 0000 00 02 0001 0007", CapRule.WrongOffset, 10)]
    [InlineData("01 0000 02 00 0004 0009", CapRule.WrongOffset, 10)]
    [InlineData("02 0000 00 00 0001 00 00", CapRule.WrongOffset, 8)]
    [InlineData("02 0000 00 00", CapRule.Truncated, 4)]
    public void Read_ExportThatPointsNowhere_IsRefused(string info, CapRule rule, int offset)
    {
        var builder = new CapBuilder().With(H, "DECAFFED 0102 06 0001 06F0000000AA01").With(ComponentTag.Export, info);
        var error = Assert.Throws<CapFormatException>(() => CapFile.Read(builder.LoadFile()));
        Assert.Equal((rule, "Export", offset), (error.Rule, error.Component, error.Offset));
    }

    [Theory]
    [InlineData(ComponentTag.Import)]
    [InlineData(ComponentTag.ConstantPool)]
    [InlineData(ComponentTag.Class)]
    [InlineData(ComponentTag.Method)]
    [InlineData(ComponentTag.ReferenceLocation)]
    public void Read_ComponentMissing_NamesIt(ComponentTag tag)
    {
        var whole = new CapBuilder();
        byte[] file = [.. whole.Order().Where(other => other != tag).SelectMany(whole.Component)];
        var error = Assert.Throws<CapFormatException>(() => CapFile.Read(file));
        Assert.Equal((CapRule.MissingComponent, tag.ToString()), (error.Rule, error.Component));
    }

    [Fact]
    public void FromLoadFile_ComponentTwiceOrUnknown_IsRefusedWithItsPlaceInTheFile()
    {
        var file = new CapBuilder().LoadFile();
        var twice = Assert.Throws<CapFormatException>(() => CapFile.FromLoadFile((byte[])[.. file, 9, 0, 0]));
        Assert.Equal((CapRule.Duplicate, "CAP", file.Length), (twice.Rule, twice.Component, twice.Offset));
        var unknown = Assert.Throws<CapFormatException>(() => CapFile.FromLoadFile((byte[])[.. file, 0x20, 0, 0]));
        Assert.Equal((CapRule.WrongTag, "CAP", file.Length), (unknown.Rule, unknown.Component, unknown.Offset));
        Assert.Equal(CapRule.WrongTag, Assert.Throws<CapFormatException>(() => CapFile.FromLoadFile(file.AsMemory(19))).Rule);
    }

    [Fact]
    public void FromLoadFile_CutAnywhere_IsRefused()
    {
        foreach (var cap in new[] { CapFile.Read(SampleCap.CarKey), CapFile.Read(SampleCap.Vault), CapFile.Read(new CapBuilder(3).Jar()) })
        {
            var block = cap.LoadFileDataBlock();
            for (var length = 0; length < block.Length; length++)
            {
                Assert.Throws<CapFormatException>(() => CapFile.FromLoadFile(block.AsMemory(0, length)));
            }
        }
    }

    [Fact]
    public void Read_JarCutAnywhere_IsRefused()
    {
        var jar = SampleCap.CarKey;
        for (var length = 0; length < jar.Length; length++)
        {
            Assert.False(CapFile.TryRead(jar.AsMemory(0, length), out _, out _));
        }
    }

    [Fact]
    public void Read_AnyBytesChanged_IsReadOrRefused()
    {
        byte[][] files = [SampleCap.CarKey, CapFile.Read(SampleCap.Vault).LoadFileDataBlock(true), new CapBuilder(2).With(ComponentTag.Descriptor, DescriptorTests.Info).With(ComponentTag.Debug, DebugTests.Info).Jar(), new CapBuilder(3).LoadFile()];
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Select(Gen.Int[0, 9999], Gen.Byte).Array[1, 6]).Sample(
            (file, changes) =>
            {
                var bytes = (byte[])files[file].Clone();
                foreach (var (at, value) in changes)
                {
                    bytes[at % bytes.Length] = value;
                }

                // Whatever is read can also be walked through; instructions may be wrong, for the reader does not verify code.
                if (CapFile.TryRead(bytes, out var cap, out _))
                {
                    try
                    {
                        _ = cap.ListMethods().Sum(method => method.Instructions().Count());
                    }
                    catch (CapFormatException)
                    {
                        return;
                    }
                }
            },
            iter: 4000);
    }
}
