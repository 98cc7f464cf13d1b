using System.Buffers.Binary;
using System.Collections.Immutable;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Reading;

/// <summary>Finds the components in a load file (components one after the other) and checks tag and size of single ones.</summary>
internal static class ComponentSplitter
{
    /// <summary>
    /// Since format 2.3 static resources have a 4-byte size; in extended format methods, reference locations, descriptor, debug and custom ones too.
    /// </summary>
    public static bool HasLongSize(ComponentTag tag, bool extended) =>
        tag == ComponentTag.StaticResources
        || (extended && (tag is ComponentTag.Method or ComponentTag.ReferenceLocation or ComponentTag.Descriptor or ComponentTag.Debug || (byte)tag >= 128));

    /// <summary>Splits a load file. The Header component comes first (JCVM 6.3), for it tells how sizes are written.</summary>
    public static ImmutableArray<RawComponent> Split(ReadOnlyMemory<byte> file)
    {
        var components = ImmutableArray.CreateBuilder<RawComponent>();
        var seen = new HashSet<ComponentTag>();
        var extended = false;
        for (var at = 0; at < file.Length;)
        {
            var tag = (ComponentTag)file.Span[at];
            if (at == 0 ? tag != ComponentTag.Header : !IsComponent(tag))
            {
                throw new CapFormatException(CapRule.WrongTag, "CAP", at, $"no component has the tag {(byte)tag}, or it cannot stand here");
            }

            if (!seen.Add(tag))
            {
                throw new CapFormatException(CapRule.Duplicate, "CAP", at, $"{RawComponent.NameOf(tag)} is there twice");
            }

            var infoOffset = HasLongSize(tag, extended) ? 5 : 3;
            var size = SizeOf(file.Span[at..], tag, infoOffset, at);
            if (size > file.Length - at - infoOffset)
            {
                throw new CapFormatException(
                    CapRule.Truncated, RawComponent.NameOf(tag), 1, $"the component has {size} bytes, {file.Length - at - infoOffset} are left in the file");
            }

            var raw = new RawComponent(file.Slice(at, infoOffset + (int)size), infoOffset);
            extended |= at == 0 && HeaderReader.Header(raw).IsExtended;
            components.Add(raw);
            at += raw.Bytes.Length;
        }

        return components.ToImmutable();
    }

    /// <summary>Checks a component that stands in a file of its own.</summary>
    public static RawComponent Single(ReadOnlyMemory<byte> bytes, ComponentTag tag, bool extended)
    {
        var name = RawComponent.NameOf(tag);
        if (bytes.IsEmpty)
        {
            throw new CapFormatException(CapRule.Truncated, name, 0, "the component is empty");
        }

        if (bytes.Span[0] != (byte)tag)
        {
            throw new CapFormatException(CapRule.WrongTag, name, 0, $"the tag is {bytes.Span[0]}, not {(byte)tag}");
        }

        var infoOffset = HasLongSize(tag, extended) ? 5 : 3;
        var size = SizeOf(bytes.Span, tag, infoOffset, 0);

        var longDebug = tag == ComponentTag.Debug && !extended && IsSizeOfLongDebug((ushort)size, bytes.Length - infoOffset);
        return longDebug || size == bytes.Length - infoOffset
            ? new RawComponent(bytes, infoOffset)
            : throw new CapFormatException(CapRule.WrongSize, name, 1, $"the size item says {size} bytes, there are {bytes.Length - infoOffset}");
    }

    /// <summary>
    /// True when <paramref name="stated"/> stands for a compact Debug component of 65535 bytes or more: FFFF (JCVM 6.2.1), or the low half of the size, which
    /// converters wrote before the rule was there. Debug never goes to a card.
    /// </summary>
    public static bool IsSizeOfLongDebug(ushort stated, int actual) => actual >= ushort.MaxValue && (stated == ushort.MaxValue || stated == (ushort)actual);

    /// <summary>True for the bytes of a custom component, tag 128 to 255. Other files beside the components are nobody's business.</summary>
    public static bool IsCustom(byte[] bytes) => bytes is [>= 128, ..];

    private static bool IsComponent(ComponentTag tag) => Enum.IsDefined(tag) ? tag != ComponentTag.None : (byte)tag >= 128;

    private static uint SizeOf(ReadOnlySpan<byte> bytes, ComponentTag tag, int infoOffset, int at)
    {
        if (bytes.Length < infoOffset)
        {
            throw new CapFormatException(CapRule.Truncated, RawComponent.NameOf(tag), bytes.Length, $"tag and size are cut off at byte {at + bytes.Length} of the file");
        }

        return infoOffset == 3 ? BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]) : BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]);
    }
}
