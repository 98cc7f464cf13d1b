using System.Collections.Immutable;
using System.Security.Cryptography;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard;

/// <content>The load file data block.</content>
public sealed partial class CapFile
{
    /// <summary>The order in which components go onto a card (JCVM 6.3). Debug and custom components do not.</summary>
    public static ImmutableArray<ComponentTag> LoadOrder { get; } =
    [
        ComponentTag.Header,
        ComponentTag.Directory,
        ComponentTag.Import,
        ComponentTag.Applet,
        ComponentTag.Class,
        ComponentTag.Method,
        ComponentTag.StaticField,
        ComponentTag.Export,
        ComponentTag.ConstantPool,
        ComponentTag.ReferenceLocation,
        ComponentTag.StaticResources,
        ComponentTag.Descriptor,
    ];

    /// <summary>The load file data block: the components in load order. Each call makes a new array, which is the caller's.</summary>
    /// <param name="withDescriptor">Whether the Descriptor component goes along; it is optional on a card.</param>
    public byte[] LoadFileDataBlock(bool withDescriptor = false)
    {
        using var block = new MemoryStream();
        foreach (var tag in LoadOrder)
        {
            if (Find(tag) is { } raw && (withDescriptor || tag != ComponentTag.Descriptor))
            {
                block.Write(raw.Bytes.Span);
            }
        }

        return block.ToArray();
    }

    /// <summary>Hash of the load file data block (GP Card Specification 2.3.1, C.2).</summary>
    /// <param name="algorithm">SHA-1 (20 bytes) or one of SHA-2.</param>
    /// <param name="withDescriptor">Whether the Descriptor component goes along.</param>
    public byte[] LoadFileHash(HashAlgorithmName algorithm, bool withDescriptor = false) =>
        CryptographicOperations.HashData(algorithm, LoadFileDataBlock(withDescriptor));

    private static int LoadPosition(ComponentTag tag) =>
        LoadOrder.IndexOf(tag) is var index and >= 0 ? index : LoadOrder.Length + (byte)tag;
}
