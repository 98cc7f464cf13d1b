using System.Collections.Immutable;
using Tsms.SmartCard;

namespace Tsms.JavaCard.Components;

/// <summary>Directory component (JCVM 6.5): sizes and counts of the others.</summary>
/// <param name="Sizes">Bytes of the info item of each component, at the index of its tag; 0 for those that are not included.</param>
/// <param name="StaticImageSize">Bytes of the static field image.</param>
/// <param name="ArrayInitCount">Number of arrays that are initialized.</param>
/// <param name="ArrayInitSize">Bytes of their initial values.</param>
/// <param name="ImportCount">Number of imported packages.</param>
/// <param name="AppletCount">Number of applets.</param>
/// <param name="MethodBlockCount">Number of method component blocks; 1 in compact format.</param>
/// <param name="CustomComponents">The custom components.</param>
public sealed record DirectoryComponent(
    ImmutableArray<uint> Sizes,
    int StaticImageSize,
    int ArrayInitCount,
    int ArrayInitSize,
    int ImportCount,
    int AppletCount,
    int MethodBlockCount,
    ImmutableArray<CustomComponentInfo> CustomComponents)
{
    /// <summary>Bytes of the info item of a component as the directory states it; 0 when it is not included.</summary>
    public uint SizeOf(ComponentTag tag) => (int)tag < Sizes.Length ? Sizes[(int)tag] : 0;
}

/// <summary>A custom component in the directory.</summary>
/// <param name="Tag">Its tag, 128 to 255.</param>
/// <param name="Size">Bytes of its info item.</param>
/// <param name="Aid">Its AID.</param>
public sealed record CustomComponentInfo(byte Tag, uint Size, Aid Aid);
