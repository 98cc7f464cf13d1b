using System.Security.Cryptography;
using Tsms.JavaCard;
using Tsms.SmartCard;
using Tsms.VirtualCard.Linking;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Runtime;

/// <content>
/// The image: what is left of the card without power. Magic and format version; packages as load files; objects by rising reference (transient ones without
/// content); applets; the card's own objects by name; SHA-256 of all before. Numbers are little-endian, lists and blocks begin with their length.
/// </content>
internal sealed partial class JavaCardRuntime
{
    private const uint ImageMagic = 0x524A5354;
    private const ushort ImageVersion = 1;

    /// <inheritdoc/>
    public byte[] Save()
    {
        if (PersistentMemory.IsTorn)
        {
            Reset();
        }

        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(ImageMagic);
        writer.Write(ImageVersion);
        WriteList(writer, _packages, package =>
        {
            writer.Write(package.Context);
            writer.Write(package.Statics?.Handle ?? (ushort)0);
            WriteBlock(writer, package.LoadFile);
        });
        WriteList(writer, [.. Machine.Heap.Objects], target => ObjectImage.Write(writer, target));
        WriteList(writer, _applets, applet =>
        {
            writer.Write(applet.Number);
            writer.Write(applet.Reference);
            WriteBlock(writer, applet.Instance.Span);
            WriteBlock(writer, applet.Package.Aid.Span);
        });
        WriteList(writer, [.. Machine.SystemObjects], entry =>
        {
            writer.Write(entry.Key);
            writer.Write(entry.Value);
        });
        writer.Flush();
        return [.. stream.ToArray(), .. SHA256.HashData(stream.ToArray())];
    }

    /// <summary>Makes a runtime of an image, as after a reset.</summary>
    /// <exception cref="InvalidDataException">The bytes are no image, are damaged, or need a card with other packages or more memory.</exception>
    public static JavaCardRuntime Restore(ReadOnlySpan<byte> image, MachineLimits limits, ApiLibrary library, RandomNumberGenerator random)
    {
        const int Head = sizeof(uint) + sizeof(ushort);
        if (image.Length < Head + SHA256.HashSizeInBytes || !SHA256.HashData(image[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(image[^SHA256.HashSizeInBytes..]))
        {
            throw new InvalidDataException($"The {image.Length} bytes are no image of the Java Card runtime, or are damaged: their SHA-256 is wrong.");
        }

        using var reader = new BinaryReader(new MemoryStream(image[..^SHA256.HashSizeInBytes].ToArray()));
        var (magic, version) = (reader.ReadUInt32(), reader.ReadUInt16());
        if (magic != ImageMagic || version != ImageVersion)
        {
            throw new InvalidDataException($"The image begins with {magic:X8} version {version}; this software reads {ImageMagic:X8} version {ImageVersion}.");
        }

        var runtime = new JavaCardRuntime(limits, library, random);
        try
        {
            runtime.ReadContent(reader);
        }
        catch (Exception e) when (e is CardFault or CapFormatException or ArgumentException or EndOfStreamException or KeyNotFoundException)
        {
            throw new InvalidDataException($"The image does not fit this card: {e.Message}", e);
        }

        return runtime;
    }

    private void ReadContent(BinaryReader reader)
    {
        var linkers = new List<(PackageLinker Linker, PackageInfo Package, ushort Statics)>();
        ReadList(reader, () =>
        {
            var context = reader.ReadInt32();
            var statics = reader.ReadUInt16();
            var cap = CapFile.FromLoadFile(ReadBlock(reader));
            var linker = new PackageLinker(cap, context, FindPackage);
            var package = linker.Link();
            package.StaticReferenceBytes = 2 * cap.StaticField.ReferenceCount;
            linkers.Add((linker, package, statics));
            _packages.Add(package);
            if (!Machine.Heap.TryChargeCode(package.ChargedBytes))
            {
                throw new InvalidDataException($"There is no room for package {package.Aid}.");
            }
        });
        ReadList(reader, () => Machine.Heap.Restore(ObjectImage.Read(reader, FindPackage)));
        foreach (var (linker, package, statics) in linkers)
        {
            package.Statics = Machine.Heap.Get(statics);
            linker.Resolve();
        }

        ReadList(reader, () =>
        {
            var number = reader.ReadInt32();
            var reference = reader.ReadUInt16();
            var instance = Aid.From(ReadBlock(reader));
            _applets.Add(new AppletEntry(number, instance, FindPackage(Aid.From(ReadBlock(reader)))!, reference));
        });
        ReadList(reader, () => Machine.SystemObjects.Add(reader.ReadString(), reader.ReadUInt16()));
        if (Machine.Heap.PersistentFree < 0)
        {
            throw new InvalidDataException($"The image takes {-Machine.Heap.PersistentFree} bytes more than the card has.");
        }
    }

    private static void WriteList<T>(BinaryWriter writer, IReadOnlyCollection<T> items, Action<T> write)
    {
        writer.Write(items.Count);
        foreach (var item in items)
        {
            write(item);
        }
    }

    private static void ReadList(BinaryReader reader, Action read)
    {
        var count = reader.ReadInt32();
        for (var i = 0; i < count; i++)
        {
            read();
        }
    }

    private static void WriteBlock(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] ReadBlock(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        var bytes = reader.ReadBytes(Math.Max(0, length));
        return bytes.Length == length ? bytes : throw new EndOfStreamException($"A block of {length} bytes is cut off.");
    }
}
