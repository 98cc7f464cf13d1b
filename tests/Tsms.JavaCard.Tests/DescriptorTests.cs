using Tsms.JavaCard.Components;
using Tsms.JavaCard.Tests.Building;

namespace Tsms.JavaCard.Tests;

public sealed class DescriptorTests
{
    /// <summary>Descriptor of the hand-made package in formats 2.2 and 2.3, where the class begins at 2.</summary>
    public const string Info =
        "01 FF 01 0002 00 0001 0002"
        + "00 00 000200 8004"
        + "00 09 0001 0010 0002 0000 0000"
        + "07 01 0005 0013 0001 0000 0000"
        + "0006 FFFF 0017 0013 0010 0017 0013  01 10  04 B431  06 6800A1  01 40";

    [Fact]
    public void Read_Descriptor_GivesClassesFieldsMethodsAndTypes()
    {
        var descriptor = CapFile.Read(new CapBuilder(2).With(ComponentTag.Descriptor, Info).Jar()).Descriptor!;

        var type = Assert.Single(descriptor.Classes);
        Assert.Equal((0xFF, AccessFlags.Public, new ClassRef(2)), (type.Token, type.Flags, type.This));
        Assert.False(type.IsInterface || type.IsAbstract);

        var field = Assert.Single(type.Fields);
        Assert.Equal((false, true, PrimitiveType.Short), (field.IsStatic, field.IsPrimitive, field.Primitive));
        Assert.Equal(new ConstantPoolEntry(ConstantPoolTag.InstanceFieldRef, 0, 2, 0), field.Reference);

        var (install, process) = (type.Methods[0], type.Methods[1]);
        Assert.Equal((true, new MethodLocation(0, 1), 2), (install.IsStatic, install.Location, install.BytecodeCount));
        Assert.Equal((false, new MethodLocation(0, 5), 1), (process.IsStatic, process.Location, process.BytecodeCount));
        Assert.False(process.IsAbstract || process.IsConstructor);

        Assert.True(descriptor.TryGetType(install.TypeOffset, out var signature));
        Assert.Equal([TypeKind.ByteArray, TypeKind.Short, TypeKind.Byte], signature.Parameters.ToArray().Select(parameter => parameter.Kind));
        Assert.Equal(TypeKind.Void, signature.Result.Kind);
        Assert.True(descriptor.TryGetType(process.TypeOffset, out signature));
        Assert.Equal(new JavaType(TypeKind.Reference, new ClassRef(0x800A)), Assert.Single(signature.Parameters.ToArray()));
        Assert.Equal([0xFFFF, 0x17, 0x13, 0x10, 0x17, 0x13], descriptor.ConstantPoolTypes.Select(offset => (int)offset));
        Assert.False(descriptor.TryGetType(1, out _));
    }

    [Fact]
    public void ListMethods_WithDescriptor_HasExactLengths()
    {
        var cap = CapFile.Read(new CapBuilder(2).With(ComponentTag.Descriptor, Info).Jar());

        Assert.Equal([(1, 2), (5, 1)], cap.ListMethods().Select(method => ((int)method.Location.Offset, method.Length)));
        Assert.Equal(["nop", "return", "return"], cap.ListMethods().SelectMany(method => method.Instructions()).Select(instruction => instruction.Info.Mnemonic));
    }

    [Theory]
    [InlineData("0013 0001 0000 0000", "0013 0001 0000 00FF", CapRule.WrongIndex, 40)]
    [InlineData("07 01 0005", "07 01 0008", CapRule.WrongOffset, 34)]
    public void Read_DescriptorThatCallsAClassAnInterface_LooksAtItsMethodsAllTheSame(string part, string damage, CapRule rule, int offset)
    {
        var info = Info.Replace("01 FF 01 0002", "01 FF 41 0002", StringComparison.Ordinal);
        Assert.NotNull(CapFile.Read(new CapBuilder(2).With(ComponentTag.Descriptor, info).Jar()).Descriptor);

        var e = Assert.Throws<CapFormatException>(() => CapFile.Read(new CapBuilder(2).With(ComponentTag.Descriptor, info.Replace(part, damage, StringComparison.Ordinal)).Jar()));
        Assert.Equal(("Descriptor", rule, offset), (e.Component, e.Rule, e.Offset));
    }

    [Theory]
    [InlineData("0017 0013 0010 0017 0013  01 10", "0018 0013 0010 0017 0013  01 10", CapRule.WrongOffset, 48)]
    [InlineData("04 B431", "04 B471", CapRule.WrongValue, 62)]
    [InlineData("06 6800A1", "04 6800A1", CapRule.Truncated, 63)]
    [InlineData("07 01 0005", "07 01 0008", CapRule.WrongOffset, 34)]
    [InlineData("0013 0001 0000 0000", "0013 0002 0000 0000", CapRule.WrongOffset, 38)]
    [InlineData("0013 0001 0000 0000", "0013 0001 0001 0000", CapRule.WrongIndex, 40)]
    [InlineData("01 FF 01 0002", "01 FF 01 0003", CapRule.WrongOffset, 6)]
    public void Read_DescriptorThatPointsNowhere_IsRefused(string part, string damage, CapRule rule, int offset)
    {
        var info = Info.Replace(part, damage, StringComparison.Ordinal);
        Assert.NotEqual(Info, info);
        var error = Assert.Throws<CapFormatException>(() => CapFile.Read(new CapBuilder(2).With(ComponentTag.Descriptor, info).Jar()));
        Assert.Equal((rule, "Descriptor", offset), (error.Rule, error.Component, error.Offset));
    }

    [Fact]
    public void Read_DescriptorForAnotherConstantPool_IsRefused()
    {
        var builder = new CapBuilder(2).With(ComponentTag.Descriptor, Info).With(ComponentTag.ConstantPool, "0001 01 0002 00");
        var error = Assert.Throws<CapFormatException>(() => CapFile.Read(builder.Jar()));
        Assert.Equal((CapRule.WrongValue, "Descriptor", 44), (error.Rule, error.Component, error.Offset));
    }
}
