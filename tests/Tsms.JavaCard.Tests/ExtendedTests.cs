using Tsms.JavaCard.Components;
using Tsms.SmartCard;

namespace Tsms.JavaCard.Tests;

/// <summary>The extended format of JCVM 3.1: 4-byte sizes, method blocks, several packages in one file.</summary>
public sealed class ExtendedTests
{
    private const string Header = "DECAFFED 0302 0E 0201 06F0000000AA77 01 0001 06F0000000AA01 01 70";
    private const string Applet = "01 07F0000000AA0101 01 0001";
    private const string Import = "01 0001 07A0000000620101";
    private const string Class = "0000 00 8003 00 FF 00 00 01 00 00 00 0001 FF 01";
    private const string Method = "02 00000009 0000000D  00 0020 7A  00 0030 7A";
    private const string StaticField = "0000 0000 0000 0000 0000";
    private const string Export = "01 01 0002 00 01 01 0001";
    private const string ConstantPool = "0001 06 01 0001";
    private const string RefLocation = "02 0000 0000 0000 0000";
    private const string Descriptor =
        "01 01 00 01 0002 00 0000 0002  00 09 01 0001 0004 0001 0000 0000  00 01 00 0001 0004 0001 0000 0000  0001 0004 01 10";

    [Fact]
    public void Read_TwoBlocks_LocatesMethodsByBlock()
    {
        var cap = CapFile.Read(File());

        Assert.True(cap.Header.IsExtended);
        Assert.Equal((Aid.Parse("F0000000AA77"), new PackageVersion(1, 2)), (cap.Aid, cap.Version));
        Assert.Equal("p", Assert.Single(cap.Header.Packages).Name);
        Assert.Equal(new MethodLocation(1, 1), cap.Applets[0].Install);
        Assert.Equal(3, cap.Method.HeaderAt(cap.Applets[0].Install).NArgs);
        Assert.Equal(2, cap.Method.HeaderAt(cap.Class.Classes[0].PublicMethods[0]!.Value).NArgs);
        Assert.Equal(new MethodLocation(1, 1), cap.ConstantPool.Entries[0].Method);
        Assert.Equal(new MethodLocation(1, 1), cap.Export!.Packages[0].Classes[0].StaticMethods[0]);
        Assert.Equal(2, cap.ReferenceLocation.Blocks.Length);
        Assert.Equal([new MethodLocation(0, 1), new MethodLocation(1, 1)], cap.ListMethods().Select(method => method.Location));
        Assert.Equal(cap.ListMethods().Length, CapFile.FromLoadFile(cap.LoadFileDataBlock()).ListMethods().Length);
    }

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        var file = File();
        for (var length = 0; length < file.Length; length++)
        {
            // The last component is the Descriptor, which a load file may leave out.
            if (length != file.Length - Hex(Descriptor).Length - 5)
            {
                Assert.Throws<CapFormatException>(() => CapFile.FromLoadFile(file.AsMemory(0, length)));
            }
        }
    }

    [Fact]
    public void Read_BlockOutsideTheComponent_IsRefused()
    {
        var error = Assert.Throws<CapFormatException>(() => CapFile.Read(File(Method.Replace("0000000D", "00000012", StringComparison.Ordinal))));
        Assert.Equal((CapRule.WrongOffset, "Method", 6), (error.Rule, error.Component, error.Offset));
    }

    private static byte[] File(string method = Method)
    {
        string[] infos = [Header, Import, Applet, Class, method, StaticField, Export, ConstantPool, RefLocation, Descriptor];
        int[] tags = [1, 4, 3, 6, 7, 8, 10, 5, 9, 11];
        int Size(int tag) => tag == 2 ? 46 : Array.IndexOf(tags, tag) is var i and >= 0 ? Hex(infos[i]).Length : 0;

        var directory = string.Concat(Enumerable.Range(1, 13).Select(tag => Size(tag).ToString(tag is 7 or 9 or >= 11 ? "X8" : "X4", null)))
            + "0000 0000 0000 01 01 02 00";
        var components = tags.Zip(infos).Select(c => Component(c.First, c.Second)).ToList();
        components.Insert(1, Component(2, directory));
        return [.. components.SelectMany(bytes => bytes)];
    }

    private static byte[] Component(int tag, string info)
    {
        var bytes = Hex(info);
        byte[] size = tag is 7 or 9 or 11 ? [0, 0, 0, (byte)bytes.Length] : [0, (byte)bytes.Length];
        return [(byte)tag, .. size, .. bytes];
    }

    private static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
