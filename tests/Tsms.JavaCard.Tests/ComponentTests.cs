using Tsms.JavaCard.Components;
using Tsms.JavaCard.Tests.Building;
using Tsms.SmartCard;

namespace Tsms.JavaCard.Tests;

/// <summary>Single components of the hand-made package.</summary>
public sealed class ComponentTests
{
    [Fact]
    public void Read_Header22_HasAName()
    {
        var cap = CapFile.Read(new CapBuilder(2).With(ComponentTag.Header, "DECAFFED 0202 04 0302 06F0000000AA01 03 612F62").LoadFile());

        Assert.Equal(CapFlags.Applet, cap.Header.Flags);
        Assert.Equal(new PackageInfo(Aid.Parse(CapBuilder.Aid), new PackageVersion(2, 3), "a/b"), cap.Header.Package);
        Assert.Equal("a.b", cap.PackageName);
    }

    [Fact]
    public void Read_AppletAndImport_GiveAidsAndVersions()
    {
        var cap = CapFile.Read(new CapBuilder().LoadFile());

        Assert.Equal(new AppletInfo(Aid.Parse("F0000000AA0101"), new MethodLocation(0, 1)), Assert.Single(cap.Applets));
        Assert.Equal(["A0000000620101 1.0", "A0000000620001 1.0"], cap.Import.Packages.Select(package => $"{package.Aid} {package.Version}"));
        Assert.Equal(new JavaCardVersion(2, 1, 0), cap.RequiredJavaCard);
    }

    [Fact]
    public void Read_ConstantPool_GivesEachKindOfEntry()
    {
        var pool = CapFile.Read(
            new CapBuilder().With(ComponentTag.ConstantPool, "0008 01 8105 00  02 0000 01  03 8003 07  04 0000 82  05 00 0004  05 81 0203  06 00 0005  06 80 0304").LoadFile())
            .ConstantPool.Entries;

        Assert.Equal((ConstantPoolTag.ClassRef, true, 1, 5), (pool[0].Tag, pool[0].IsExternal, pool[0].Class.PackageToken, pool[0].Class.ClassToken));
        Assert.Equal((ConstantPoolTag.InstanceFieldRef, false, 0, 1), (pool[1].Tag, pool[1].IsExternal, pool[1].Class.Offset, pool[1].Token));
        Assert.Equal((ConstantPoolTag.VirtualMethodRef, 0, 3, 7), (pool[2].Tag, pool[2].Class.PackageToken, pool[2].Class.ClassToken, pool[2].Token));
        Assert.Equal((ConstantPoolTag.SuperMethodRef, true, 0x82), (pool[3].Tag, pool[3].IsPackageVisible, pool[3].Token));
        Assert.Equal((ConstantPoolTag.StaticFieldRef, false, 4), (pool[4].Tag, pool[4].IsExternal, pool[4].StaticFieldOffset));
        Assert.Equal((true, 1, 2, 3), (pool[5].IsExternal, pool[5].PackageToken, pool[5].ClassToken, pool[5].Token));
        Assert.Equal((ConstantPoolTag.StaticMethodRef, new MethodLocation(0, 5)), (pool[6].Tag, pool[6].Method));
        Assert.Equal((true, 0, 3, 4), (pool[7].IsExternal, pool[7].PackageToken, pool[7].ClassToken, pool[7].Token));
    }

    [Fact]
    public void Read_Class21_GivesInterfacesClassesAndTables()
    {
        // interface at 0 (shareable); class at 1 with both tables, an inherited entry FFFF and the interface mapped to token 7
        const string info = "C0  41 8003 02 FF 00 07 02 00 01 0005 FFFF 0005 0000 01 07";
        var cap = CapFile.Read(new CapBuilder().With(ComponentTag.Class, info).With(ComponentTag.ConstantPool, "0001 01 0001 00").LoadFile());

        var shareable = Assert.Single(cap.Class.Interfaces);
        Assert.Equal((0, true, true, false), (shareable.Offset, shareable.IsInterface, shareable.IsShareable, shareable.IsRemote));
        var c = Assert.Single(cap.Class.Classes);
        Assert.Equal((1, new ClassRef(0x8003), 2, 0xFF, 0), (c.Offset, c.SuperClass, c.DeclaredInstanceSize, c.FirstReferenceToken, c.ReferenceCount));
        Assert.Equal([new MethodLocation(0, 5), null], c.PublicMethods);
        Assert.Equal([new MethodLocation(0, 5)], c.PackageMethods);
        Assert.Equal((new ClassRef(0), 7), (Assert.Single(c.Interfaces).Interface, c.Interfaces[0].Index[0]));
        Assert.True(cap.Class.TryGet(1, out var found));
        Assert.Same(c, found);
        Assert.False(cap.Class.TryGet(2, out _));
    }

    [Fact]
    public void Read_RemoteClass22_GivesSignaturesAndRemoteInfo()
    {
        // pool of 2 bytes; remote interface at 4 with name R; remote class at 7 with one remote method
        const string info = "0002 0110  A0 0152  21 8003 00 FF 00 07 01 00 00 0005 0004 01 07  01 BEEF 0000 07 00 0143 01 0004";
        var cap = CapFile.Read(new CapBuilder(2).With(ComponentTag.Class, info).With(ComponentTag.ConstantPool, "0001 01 0004 00").LoadFile());

        Assert.Equal([1, 0x10], cap.Class.SignaturePool.ToArray());
        Assert.Equal("R", Assert.Single(cap.Class.Interfaces).RemoteName);
        var remote = Assert.Single(cap.Class.Classes).Remote!;
        Assert.Equal(new RemoteMethod(0xBEEF, 0, 7), Assert.Single(remote.Methods));
        Assert.Equal(("", "C", new ClassRef(4)), (remote.HashModifier, remote.ClassName, Assert.Single(remote.Interfaces)));
    }

    [Fact]
    public void Read_Class23_GivesTheTokenMapping()
    {
        var c = Assert.Single(CapFile.Read(new CapBuilder(3).LoadFile()).Class.Classes);

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], c.TokenMapping.Select(token => (int)token));
        Assert.Equal((byte)8, c.Cap22InheritableMethodCount);
    }

    [Fact]
    public void Read_Method_GivesHeadersAndHandlers()
    {
        // handler for 11..12 (stop bit) at 12, catching entry 1; short header at 9; extended and abstract at 13
        const string info = "01 000B 8001 000C 0001  0130 00 7A  C0 05 06 07";
        var method = CapFile.Read(
            new CapBuilder().With(ComponentTag.Method, info).With(ComponentTag.Applet, "01 07F0000000AA0101 0009")
                .With(ComponentTag.Class, "00 8003 02 00 01 07 01 00 00 000D").With(ComponentTag.ConstantPool, "0002 01 0000 00 01 0000 00").LoadFile()).Method;

        var block = Assert.Single(method.Blocks);
        Assert.Equal(new ExceptionHandler(11, 1, true, 12, 1), Assert.Single(block.Handlers));
        Assert.Equal(12, block.Handlers[0].EndOffset);
        Assert.Equal((9, 3), (block.MethodsOffset, block.FileOffset));
        Assert.Equal(new MethodHeader(MethodFlags.None, 1, 3, 0, 11), block.HeaderAt(9));
        Assert.Equal(new MethodHeader(MethodFlags.Extended | MethodFlags.Abstract, 5, 6, 7, 17), method.HeaderAt(new MethodLocation(0, 13)));
        Assert.True(method.HeaderAt(new MethodLocation(0, 13)).IsAbstract);
        Assert.Throws<CapFormatException>(() => method.HeaderAt(new MethodLocation(1, 13)));
        Assert.Throws<CapFormatException>(() => block.HeaderAt(16));
        Assert.Throws<CapFormatException>(() => block.HeaderAt(1));
    }

    [Fact]
    public void Read_StaticField_GivesImageAndArrays()
    {
        var field = CapFile.Read(new CapBuilder().LoadFile()).StaticField;

        Assert.Equal((9, 2, 2), (field.ImageSize, field.ReferenceCount, field.DefaultValueCount));
        Assert.Equal([1, 2, 3], field.NonDefaultValues.ToArray());
        var array = Assert.Single(field.ArrayInits);
        Assert.Equal((PrimitiveType.Byte, 2, 1), (array.Type, array.Length, array.ElementSize));
        Assert.Equal(3, new ArrayInit(PrimitiveType.Int, new byte[12]).Length);
    }

    [Fact]
    public void Read_ReferenceLocation_AddsUpJumps()
    {
        // JCVM table 6-16: operands at 10, 65, 580, 835, 843
        var code = "00 0030" + string.Concat(Enumerable.Repeat("00", 1000));
        var cap = CapFile.Read(
            new CapBuilder().With(ComponentTag.Method, code).With(ComponentTag.Class, "00 8003 00 FF 00 07 01 00 00 0005")
                .With(ComponentTag.ReferenceLocation, "0009 0A 37 FF FF 05 FF 00 08 00  0001 0A").LoadFile());

        Assert.Equal([10, 65, 580, 835, 843, 843], cap.ReferenceLocation.Blocks[0].ByteIndices);
        Assert.Equal([10], cap.ReferenceLocation.Blocks[0].Byte2Indices);
    }

    [Fact]
    public void Read_Export_GivesTokens()
    {
        var cap = CapFile.Read(
            new CapBuilder().With(ComponentTag.Header, "DECAFFED 0102 06 0001 06F0000000AA01").With(ComponentTag.Export, "01 0000 01 02 0004 0001 0005").LoadFile());

        var export = Assert.Single(Assert.Single(cap.Export!.Packages).Classes);
        Assert.Equal(0, export.ClassOffset);
        Assert.Equal(4, Assert.Single(export.StaticFieldOffsets));
        Assert.Equal([new MethodLocation(0, 1), new MethodLocation(0, 5)], export.StaticMethods);
    }

    [Fact]
    public void Read_StaticResources23_GivesThemById()
    {
        var cap = CapFile.Read(new CapBuilder(3).With(ComponentTag.StaticResources, "0002 0001 00000002 0007 00000001 AABB CC").LoadFile());

        Assert.Equal(["1: AABB", "7: CC"], cap.StaticResources!.Resources.Select(resource => $"{resource.Id}: {Convert.ToHexString(resource.Bytes.Span)}"));
    }
}
