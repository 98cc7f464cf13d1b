using System.Collections.Immutable;

namespace Tsms.JavaCard.Components;

/// <summary>Kinds of types in a type descriptor (JCVM table 6-5).</summary>
public enum TypeKind : byte
{
    /// <summary>void, as return type.</summary>
    Void = 0x1,

    /// <summary>boolean.</summary>
    Boolean = 0x2,

    /// <summary>byte.</summary>
    Byte = 0x3,

    /// <summary>short.</summary>
    Short = 0x4,

    /// <summary>int.</summary>
    Int = 0x5,

    /// <summary>A class or interface.</summary>
    Reference = 0x6,

    /// <summary>boolean[].</summary>
    BooleanArray = 0xA,

    /// <summary>byte[].</summary>
    ByteArray = 0xB,

    /// <summary>short[].</summary>
    ShortArray = 0xC,

    /// <summary>int[].</summary>
    IntArray = 0xD,

    /// <summary>An array of a class or interface.</summary>
    ReferenceArray = 0xE,
}

/// <summary>A type.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Class">The class of references and arrays of references; else <see cref="ClassRef.None"/>.</param>
public readonly record struct JavaType(TypeKind Kind, ClassRef Class)
{
    /// <summary>Words on the operand stack: 0 for void, 2 for int, else 1 (JCVM 3.2).</summary>
    public int Words => Kind switch { TypeKind.Void => 0, TypeKind.Int => 2, _ => 1 };

    /// <summary>True for classes, interfaces and arrays.</summary>
    public bool IsReference => Kind >= TypeKind.Reference;
}

/// <summary>A type_descriptor (JCVM 6.9.1): the type of a field, or parameters and return type of a method.</summary>
/// <param name="Offset">Where it begins, as the format counts for the table it stands in.</param>
/// <param name="Types">The types; the last of a method's is its return type.</param>
public sealed record TypeDescriptor(int Offset, ImmutableArray<JavaType> Types)
{
    /// <summary>Parameter types, when the descriptor is a method's signature.</summary>
    public ReadOnlySpan<JavaType> Parameters => Types.AsSpan()[..^1];

    /// <summary>Return type, or the type of a field.</summary>
    public JavaType Result => Types[^1];
}
