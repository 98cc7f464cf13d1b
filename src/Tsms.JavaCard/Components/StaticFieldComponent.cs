using System.Collections.Immutable;

namespace Tsms.JavaCard.Components;

/// <summary>
/// Static field component (JCVM 6.11). The image holds references first (those with array initializers before null ones), then primitives with
/// default values, then primitives with others.
/// </summary>
/// <param name="ImageSize">Bytes of the static field image.</param>
/// <param name="ReferenceCount">Number of fields of reference type, 2 bytes each.</param>
/// <param name="ArrayInits">Initial arrays of the first references.</param>
/// <param name="DefaultValueCount">Bytes of primitives with default values.</param>
/// <param name="NonDefaultValues">Bytes of primitives with other values: the end of the image.</param>
public sealed record StaticFieldComponent(
    int ImageSize, int ReferenceCount, ImmutableArray<ArrayInit> ArrayInits, int DefaultValueCount, ReadOnlyMemory<byte> NonDefaultValues);

/// <summary>Types of primitive values as the Static Field component and type descriptors number them (JCVM tables 6-5 and 6-15).</summary>
public enum PrimitiveType : byte
{
    /// <summary>No value.</summary>
    Void = 1,

    /// <summary>boolean, 1 byte.</summary>
    Boolean = 2,

    /// <summary>byte, 1 byte.</summary>
    Byte = 3,

    /// <summary>short, 2 bytes.</summary>
    Short = 4,

    /// <summary>int, 4 bytes.</summary>
    Int = 5,
}

/// <summary>An initial array.</summary>
/// <param name="Type">Type of its elements.</param>
/// <param name="Values">Its elements, big-endian. The memory belongs to the CAP.</param>
public sealed record ArrayInit(PrimitiveType Type, ReadOnlyMemory<byte> Values)
{
    /// <summary>Number of elements.</summary>
    public int Length => Values.Length / ElementSize;

    /// <summary>Bytes of an element: 1, 2 or 4.</summary>
    public int ElementSize => Type switch { PrimitiveType.Short => 2, PrimitiveType.Int => 4, _ => 1 };
}

/// <summary>Reference location component (JCVM 6.12).</summary>
/// <param name="Blocks">One in compact format; as many as method component blocks in extended format.</param>
public sealed record ReferenceLocationComponent(ImmutableArray<ReferenceLocations> Blocks);

/// <summary>Where constant pool indices stand in a method component block; jump offsets are already added up.</summary>
/// <param name="ByteIndices">Offsets into the block of 1-byte indices, ascending.</param>
/// <param name="Byte2Indices">Offsets into the block of 2-byte indices, ascending.</param>
public sealed record ReferenceLocations(ImmutableArray<int> ByteIndices, ImmutableArray<int> Byte2Indices);

/// <summary>Export component (JCVM 6.13).</summary>
/// <param name="Packages">The public packages in the order of the header: one in compact format.</param>
public sealed record ExportComponent(ImmutableArray<PackageExport> Packages);

/// <summary>What a package exports.</summary>
/// <param name="Classes">Classes and interfaces; the index is the class token.</param>
public sealed record PackageExport(ImmutableArray<ClassExport> Classes);

/// <summary>What a class exports.</summary>
/// <param name="ClassOffset">Offset into the info item of the Class component.</param>
/// <param name="StaticFieldOffsets">Offsets into the static field image by static field token.</param>
/// <param name="StaticMethods">Static methods and constructors by static method token.</param>
public sealed record ClassExport(ushort ClassOffset, ImmutableArray<ushort> StaticFieldOffsets, ImmutableArray<MethodLocation> StaticMethods);

/// <summary>Static resources component (JCVM 6.16), since format 2.3.</summary>
/// <param name="Resources">The resources, at least one.</param>
public sealed record StaticResourcesComponent(ImmutableArray<StaticResource> Resources);

/// <summary>A static resource.</summary>
/// <param name="Id">Its identifier, unique in the file.</param>
/// <param name="Bytes">Its bytes, 0 to 32767. The memory belongs to the CAP.</param>
public sealed record StaticResource(ushort Id, ReadOnlyMemory<byte> Bytes);
