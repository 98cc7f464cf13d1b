using System.Buffers.Binary;
using Tsms.JavaCard.Components;
using Tsms.SmartCard;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Runtime;
using PackageInfo = Tsms.VirtualCard.Machine.PackageInfo;

namespace Tsms.VirtualCard.Linking;

/// <summary>Makes the static field image of a package (JCVM 3.0.5, 6.11): references, then bytes of primitives.</summary>
internal static class StaticFieldLoader
{
    /// <summary>Makes the image and its initialized arrays.</summary>
    /// <exception cref="CardFault">6A84: no room for the arrays; 6A80: the component contradicts itself.</exception>
    public static void Load(StaticFieldComponent source, PackageInfo package, Heap heap, bool isLibrary)
    {
        package.StaticReferenceBytes = 2 * source.ReferenceCount;
        if (source.ImageSize == 0)
        {
            return;
        }

        if (package.StaticReferenceBytes > source.ImageSize
            || source.ArrayInits.Length > source.ReferenceCount
            || source.NonDefaultValues.Length > source.ImageSize - package.StaticReferenceBytes)
        {
            throw new CardFault(
                StatusWord.WrongData,
                $"Package {package.Aid} has a static field image of {source.ImageSize} bytes for {source.ReferenceCount} references and {source.NonDefaultValues.Length} bytes of values.");
        }

        // The bytes of the image are charged with the package.
        var image = heap.TryAllocate(ObjectKind.ByteArray, source.ImageSize, null, Ownership.Jcre) ?? throw NoRoom(package);
        package.Statics = image;
        for (var i = 0; i < source.ArrayInits.Length; i++)
        {
            var array = MakeArray(source.ArrayInits[i], package, heap, isLibrary) ?? throw NoRoom(package);
            BinaryPrimitives.WriteUInt16BigEndian(image.Bytes.AsSpan(2 * i), array.Handle);
        }

        source.NonDefaultValues.Span.CopyTo(image.Bytes.AsSpan(source.ImageSize - source.NonDefaultValues.Length));
    }

    private static HeapObject? MakeArray(ArrayInit init, PackageInfo package, Heap heap, bool isLibrary)
    {
        var kind = init.Type switch
        {
            PrimitiveType.Boolean => ObjectKind.BooleanArray,
            PrimitiveType.Byte => ObjectKind.ByteArray,
            PrimitiveType.Short => ObjectKind.ShortArray,
            _ => ObjectKind.IntArray,
        };
        var array = heap.TryAllocate(
            kind, init.Length, null, package.StaticOwner, TransientKind.None, isLibrary ? SharingKind.LibraryArray : SharingKind.None);
        if (array is null)
        {
            return null;
        }

        // A new object: what fills it needs no journal, its making has an entry.
        var values = init.Values.Span;
        for (var i = 0; i < init.Length; i++)
        {
            switch (kind)
            {
                case ObjectKind.ShortArray:
                    array.Words[i] = BinaryPrimitives.ReadInt16BigEndian(values[(2 * i)..]);
                    break;
                case ObjectKind.IntArray:
                    array.Ints[i] = BinaryPrimitives.ReadInt32BigEndian(values[(4 * i)..]);
                    break;
                default:
                    array.Bytes[i] = values[i];
                    break;
            }
        }

        return array;
    }

    private static CardFault NoRoom(PackageInfo package) =>
        new(StatusWord.NotEnoughMemory, $"There is no room for the static fields of package {package.Aid}.");
}
