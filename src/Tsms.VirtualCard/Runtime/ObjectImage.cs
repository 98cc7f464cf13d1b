using System.Runtime.InteropServices;
using Tsms.SmartCard;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Runtime;

/// <summary>An object in an image: reference, kind, owner, context, transient, sharing, length, class (package AID and number, or an empty AID), content.</summary>
internal static class ObjectImage
{
    private const int SensitiveBit = 0x80; // of the byte that tells the kind of memory

    /// <summary>Writes an object.</summary>
    public static void Write(BinaryWriter writer, HeapObject target)
    {
        writer.Write(target.Handle);
        writer.Write((byte)target.Kind);
        writer.Write(target.Owner);
        writer.Write(target.Context);
        writer.Write((byte)((byte)target.Transient | (target.IsSensitive ? SensitiveBit : 0)));
        writer.Write((byte)target.Sharing);
        writer.Write(target.Length);
        var aid = target.Class is { } type ? type.Package.Aid : default;
        writer.Write((byte)aid.Length);
        writer.Write(aid.Span);
        writer.Write(target.Class is null ? "" : NameOf(target.Class));
        if (!target.IsTransient)
        {
            writer.Write(target.Bytes);
            foreach (var word in target.Words)
            {
                writer.Write(word);
            }

            foreach (var value in target.Ints)
            {
                writer.Write(value);
            }
        }
    }

    /// <summary>Reads an object.</summary>
    /// <exception cref="InvalidDataException">It is of a class that the card does not have, or one of another shape.</exception>
    public static HeapObject Read(BinaryReader reader, Func<Aid, PackageInfo?> packages)
    {
        var handle = reader.ReadUInt16();
        var kind = (ObjectKind)reader.ReadByte();
        var owner = new Ownership(reader.ReadInt32(), reader.ReadInt32());
        var memory = reader.ReadByte();
        var transient = (TransientKind)(memory & ~SensitiveBit);
        var sharing = (SharingKind)reader.ReadByte();
        var length = reader.ReadInt32();
        Aid.TryFrom(reader.ReadBytes(reader.ReadByte()), out var aid);
        var name = reader.ReadString();
        var type = aid.IsEmpty ? null : ClassOf(packages(aid), aid, name);
        if (handle == 0 || length is < 0 or > ushort.MaxValue || (kind == ObjectKind.Instance && type?.InstanceWords != length))
        {
            throw new InvalidDataException($"Object {handle} of class {name} has {length} words; the card's class has {type?.InstanceWords}.");
        }

        var target = Heap.Make(handle, kind, length, type, owner, transient, sharing);
        target.IsSensitive = (memory & SensitiveBit) != 0;
        if (!target.IsTransient)
        {
            reader.BaseStream.ReadExactly(target.Bytes);
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(target.Words.AsSpan()));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(target.Ints.AsSpan()));
        }

        return target;
    }

    // Classes of the card are named, since their numbers may change with the software; classes of a load file have an offset that cannot change.
    private static string NameOf(ClassInfo type) =>
        type.Package.IsApi ? type.Name : type.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static ClassInfo ClassOf(PackageInfo? package, Aid aid, string name) =>
        package?.Classes.Values.FirstOrDefault(c => NameOf(c) == name)
        ?? throw new InvalidDataException($"The image has an object of class {name} of package {aid}, which the card does not have.");
}
