using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Tsms.JavaCard.Components;

/// <summary>Access flags of classes, fields and methods in the Descriptor component (JCVM tables 6-17, 6-18, 6-20).</summary>
[Flags]
public enum AccessFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>ACC_PUBLIC.</summary>
    Public = 0x01,

    /// <summary>ACC_PRIVATE.</summary>
    Private = 0x02,

    /// <summary>ACC_PROTECTED.</summary>
    Protected = 0x04,

    /// <summary>ACC_STATIC.</summary>
    Static = 0x08,

    /// <summary>ACC_FINAL.</summary>
    Final = 0x10,

    /// <summary>ACC_INTERFACE of a class, ACC_ABSTRACT of a method.</summary>
    InterfaceOrAbstractMethod = 0x40,

    /// <summary>ACC_ABSTRACT of a class, ACC_INIT of a method: a constructor.</summary>
    AbstractClassOrInit = 0x80,
}

/// <summary>Descriptor component (JCVM 6.14): what is needed to parse and verify the others. A card may never see it.</summary>
public sealed record DescriptorComponent
{
    private readonly FrozenDictionary<int, TypeDescriptor> _types;

    internal DescriptorComponent(
        ImmutableArray<PackageDescriptor> packages, ImmutableArray<ushort> constantPoolTypes, ImmutableArray<TypeDescriptor> types)
    {
        Packages = packages;
        ConstantPoolTypes = constantPoolTypes;
        Types = types;
        _types = types.ToFrozenDictionary(type => type.Offset);
    }

    /// <summary>One package in compact format; public packages, then private ones in extended format.</summary>
    public ImmutableArray<PackageDescriptor> Packages { get; }

    /// <summary>By index of the constant pool: offset of the entry's type for <see cref="TryGetType"/>, 0xFFFF for class references.</summary>
    public ImmutableArray<ushort> ConstantPoolTypes { get; }

    /// <summary>The types of fields and signatures of methods, with offsets into type_descriptor_info.</summary>
    public ImmutableArray<TypeDescriptor> Types { get; }

    /// <summary>Classes and interfaces of all packages.</summary>
    public IEnumerable<ClassDescriptor> Classes => Packages.SelectMany(package => package.Classes);

    /// <summary>The type that begins at an offset into type_descriptor_info.</summary>
    public bool TryGetType(int offset, [NotNullWhen(true)] out TypeDescriptor? type) => _types.TryGetValue(offset, out type);
}

/// <summary>The classes of a package.</summary>
/// <param name="Classes">Classes and interfaces.</param>
public sealed record PackageDescriptor(ImmutableArray<ClassDescriptor> Classes);

/// <summary>A class or interface (JCVM 6.14.2).</summary>
/// <param name="Token">Class token, 0xFF when it is package-visible.</param>
/// <param name="Flags">Access flags.</param>
/// <param name="This">Its place in the Class component.</param>
/// <param name="Interfaces">Interfaces that the class implements.</param>
/// <param name="Fields">Fields it declares, without compile-time constants.</param>
/// <param name="Methods">Methods it declares; for interfaces also those inherited.</param>
public sealed record ClassDescriptor(
    byte Token,
    AccessFlags Flags,
    ClassRef This,
    ImmutableArray<ClassRef> Interfaces,
    ImmutableArray<FieldDescriptor> Fields,
    ImmutableArray<MethodDescriptor> Methods)
{
    /// <summary>True for an interface.</summary>
    public bool IsInterface => (Flags & AccessFlags.InterfaceOrAbstractMethod) != 0;

    /// <summary>True for an abstract class or an interface.</summary>
    public bool IsAbstract => (Flags & AccessFlags.AbstractClassOrInit) != 0;
}

/// <summary>A field (JCVM 6.14.3).</summary>
/// <param name="Token">Field token, 0xFF for a private or package-visible static field.</param>
/// <param name="Flags">Access flags.</param>
/// <param name="Reference">The three bytes of field_ref: a static field reference, or class and instance field token.</param>
/// <param name="Type">
/// High bit set: a primitive type in the low bits; else the offset of the type for <see cref="DescriptorComponent.TryGetType"/>.
/// </param>
public sealed record FieldDescriptor(byte Token, AccessFlags Flags, ConstantPoolEntry Reference, ushort Type)
{
    /// <summary>True for a static field.</summary>
    public bool IsStatic => (Flags & AccessFlags.Static) != 0;

    /// <summary>True for boolean, byte, short and int.</summary>
    public bool IsPrimitive => (Type & 0x8000) != 0;

    /// <summary>The primitive type; of meaning when <see cref="IsPrimitive"/>.</summary>
    public PrimitiveType Primitive => (PrimitiveType)(Type & 0x7FFF);
}

/// <summary>A method (JCVM 6.14.4).</summary>
/// <param name="Token">Static, virtual or interface method token; 0xFF when it has none.</param>
/// <param name="Flags">Access flags.</param>
/// <param name="Location">Where it begins; offset 0 for methods of interfaces.</param>
/// <param name="TypeOffset">Offset of its signature for <see cref="DescriptorComponent.TryGetType"/>.</param>
/// <param name="BytecodeCount">Bytes of its code, without the header.</param>
/// <param name="HandlerCount">Number of its exception handlers.</param>
/// <param name="HandlerIndex">Index of the first of them.</param>
public sealed record MethodDescriptor(
    byte Token, AccessFlags Flags, MethodLocation Location, ushort TypeOffset, ushort BytecodeCount, ushort HandlerCount, ushort HandlerIndex)
{
    /// <summary>True for static methods.</summary>
    public bool IsStatic => (Flags & AccessFlags.Static) != 0;

    /// <summary>True for abstract methods.</summary>
    public bool IsAbstract => (Flags & AccessFlags.InterfaceOrAbstractMethod) != 0;

    /// <summary>True for constructors.</summary>
    public bool IsConstructor => (Flags & AccessFlags.AbstractClassOrInit) != 0;
}
