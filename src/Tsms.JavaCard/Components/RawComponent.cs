namespace Tsms.JavaCard.Components;

/// <summary>A component as bytes: tag, size (2 bytes, or 4 in extended components) and info.</summary>
public sealed class RawComponent
{
    private readonly ReadOnlyMemory<byte> _bytes;

    internal RawComponent(ReadOnlyMemory<byte> bytes, int infoOffset)
    {
        _bytes = bytes;
        InfoOffset = infoOffset;
    }

    /// <summary>The tag; 128 to 255 for custom components.</summary>
    public ComponentTag Tag => (ComponentTag)_bytes.Span[0];

    /// <summary>The whole component, tag and size included. The memory belongs to the component.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Where the info item begins: 3, or 5 in extended components.</summary>
    public int InfoOffset { get; }

    /// <summary>The info item. Offsets that the format states are offsets into it.</summary>
    public ReadOnlyMemory<byte> Info => _bytes[InfoOffset..];

    /// <summary>The name as in JCVM table 6-2, or <c>Custom NN</c> with the tag in hexadecimal.</summary>
    public string Name => NameOf(Tag);

    internal static string NameOf(ComponentTag tag) =>
        Enum.IsDefined(tag) ? tag.ToString() : $"Custom {(byte)tag:X2}";
}
