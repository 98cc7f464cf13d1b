using System.Collections.Immutable;

namespace Tsms.JavaCard.Components;

/// <summary>Tags of constant pool entries (JCVM table 6-4).</summary>
public enum ConstantPoolTag : byte
{
    /// <summary>No entry.</summary>
    None = 0,

    /// <summary>CONSTANT_Classref.</summary>
    ClassRef = 1,

    /// <summary>CONSTANT_InstanceFieldref.</summary>
    InstanceFieldRef = 2,

    /// <summary>CONSTANT_VirtualMethodref.</summary>
    VirtualMethodRef = 3,

    /// <summary>CONSTANT_SuperMethodref.</summary>
    SuperMethodRef = 4,

    /// <summary>CONSTANT_StaticFieldref.</summary>
    StaticFieldRef = 5,

    /// <summary>CONSTANT_StaticMethodref.</summary>
    StaticMethodRef = 6,
}

/// <summary>Constant pool component (JCVM 6.8).</summary>
/// <param name="Entries">The entries; instructions name them by index.</param>
public sealed record ConstantPoolComponent(ImmutableArray<ConstantPoolEntry> Entries);

/// <summary>
/// An entry of the constant pool: a tag and three bytes, whose meaning depends on the tag (JCVM 6.8.1 to 6.8.3).
/// </summary>
/// <param name="Tag">What the entry refers to.</param>
/// <param name="Byte1">First info byte.</param>
/// <param name="Byte2">Second info byte.</param>
/// <param name="Byte3">Third info byte.</param>
public readonly record struct ConstantPoolEntry(ConstantPoolTag Tag, byte Byte1, byte Byte2, byte Byte3)
{
    /// <summary>True when what it refers to is in an imported package.</summary>
    public bool IsExternal => (Byte1 & 0x80) != 0;

    /// <summary>Index into the Import component, 0 to 127; of meaning when <see cref="IsExternal"/>.</summary>
    public int PackageToken => Byte1 & 0x7F;

    /// <summary>Class token in the imported package; of meaning when <see cref="IsExternal"/>.</summary>
    public byte ClassToken => Byte2;

    /// <summary>The class; of meaning for class, instance field, virtual method and super method references.</summary>
    public ClassRef Class => new((ushort)((Byte1 << 8) | Byte2));

    /// <summary>
    /// Token of the field or method: for instance fields, virtual and super methods always, for static fields and methods when <see cref="IsExternal"/>.
    /// The high bit of a method token is part of it: see <see cref="IsPackageVisible"/>.
    /// </summary>
    public byte Token => Byte3;

    /// <summary>
    /// True when a virtual or super method is package-visible; its index in the package method table is then the token without the high bit.
    /// </summary>
    public bool IsPackageVisible => (Byte3 & 0x80) != 0;

    /// <summary>Offset into the static field image, 0 to 65535; of meaning for internal static field references.</summary>
    public int StaticFieldOffset => (Byte2 << 8) | Byte3;

    /// <summary>Where the method begins; of meaning for internal static method references.</summary>
    public MethodLocation Method => new(Byte1, (ushort)((Byte2 << 8) | Byte3));

    /// <summary>As the entry reads, for messages.</summary>
    public override string ToString() => Tag switch
    {
        ConstantPoolTag.ClassRef => $"{Tag} {Class}",
        ConstantPoolTag.StaticFieldRef when !IsExternal => $"{Tag} image@{StaticFieldOffset}",
        ConstantPoolTag.StaticMethodRef when !IsExternal => $"{Tag} method@{Method}",
        _ => $"{Tag} {Class} token {Token}",
    };
}
