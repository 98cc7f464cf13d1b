using System.Buffers.Binary;
using System.IO.Compression;

namespace Tsms.Backend.Tests.Fuzz;

/// <summary>
/// Changes CAP files: bytes, lengths, tags, offsets and order of components, with the sizes of component and Directory set right again in most cases, so that what lies
/// deeper is reached; then, in some, the archive around them (<see cref="ZipMutator"/>).
/// </summary>
internal sealed class CapMutator
{
    // File names in the order of loading (JCVM 3.0.5, 6.3); tag and file name of each.
    private static readonly (string Name, byte Tag)[] s_components =
    [
        ("Header", 1), ("Directory", 2), ("Import", 4), ("Applet", 3), ("Class", 6), ("Method", 7), ("StaticField", 8), ("Export", 10), ("ConstantPool", 5),
        ("RefLocation", 9), ("Descriptor", 11), ("Debug", 12),
    ];

    private readonly IReadOnlyList<IReadOnlyDictionary<string, byte[]>> _samples;

    public CapMutator(IEnumerable<byte[]> caps) => _samples = [.. caps.Select(Read)];

    /// <summary>A changed CAP file, and what was done to it.</summary>
    public (byte[] File, string What) Make(Chance chance)
    {
        var parts = chance.Pick(_samples).ToDictionary(p => p.Key, p => (byte[])p.Value.Clone());
        var what = new List<string>();
        for (var left = chance.Next(4); left > 0 && parts.Count > 0; left--)
        {
            what.Add(Change(parts, chance));
        }

        if (!chance.OneIn(4))
        {
            Repair(parts);
            what.Add("sizes repaired");
        }

        if (chance.OneIn(4))
        {
            return ([.. Ordered(parts).SelectMany(p => p.Value)], $"load file: {string.Join(", ", what)}");
        }

        var file = Pack(parts, chance);
        if (what.Count <= 1 || chance.OneIn(4))
        {
            file = ZipMutator.Change(file, chance, what);
        }

        return (file, $"JAR: {string.Join(", ", what)}");
    }

    private string Change(Dictionary<string, byte[]> parts, Chance chance)
    {
        var name = chance.Pick([.. parts.Keys.Order(StringComparer.Ordinal)]);
        var bytes = parts[name].ToList();
        var at = chance.Next(bytes.Count + 1);
        var length = Math.Min(1 + chance.Next(24), bytes.Count - at);
        switch (chance.Next(12))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << chance.Next(8));
                break;
            case 1 or 2 when at < bytes.Count:
                bytes[at] = chance.Byte();
                break;
            case 3 or 4 when at + 1 < bytes.Count:
                // A number of two bytes, a little off or copied from elsewhere: offsets and counts that may fit.
                var number = (bytes[at] << 8) | bytes[at + 1];
                var from = chance.Next(bytes.Count - 1);
                number = chance.Next(3) switch { 0 => number + 1, 1 => number - 1, _ => (bytes[from] << 8) | bytes[from + 1] };
                (bytes[at], bytes[at + 1]) = ((byte)(number >> 8), (byte)number);
                break;
            case 5:
                bytes.RemoveRange(at, length);
                break;
            case 6:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 7:
                bytes.InsertRange(at, chance.Bytes(1 + chance.Next(8)));
                break;
            case 8:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 9 when chance.Pick(_samples).TryGetValue(name, out var other):
                bytes = [.. other];
                break;
            case 10 when chance.OneIn(3):
                parts.Remove(name);
                return $"{name} gone";
            case 11 when bytes.Count > 0 && chance.OneIn(3):
                bytes[0] = (byte)chance.Next(16);
                break;
            default:
                var target = chance.Next(bytes.Count + 1);
                var block = bytes.GetRange(at, length);
                bytes.InsertRange(target, block);
                break;
        }

        parts[name] = [.. bytes];
        return $"{name} at {at}";
    }

    // Component sizes (JCVM 6.2), and what the Directory says of them: u1 tag, u2 size, u2 component_sizes by tag, then others (6.6).
    private static void Repair(Dictionary<string, byte[]> parts)
    {
        foreach (var bytes in parts.Values.Where(b => b.Length is >= 3 and <= ushort.MaxValue))
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(1), (ushort)(bytes.Length - 3));
        }

        if (!parts.TryGetValue("Directory", out var directory) || directory.Length < 3 + (2 * 11))
        {
            return;
        }

        foreach (var (name, tag) in s_components.Where(c => c.Tag <= 11 || directory.Length >= 36))
        {
            var size = parts.TryGetValue(name, out var bytes) ? Math.Max(0, bytes.Length - 3) : 0;
            BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(3 + (2 * (tag - 1))), (ushort)size);
        }
    }

    private static byte[] Pack(Dictionary<string, byte[]> parts, Chance chance)
    {
        var level = chance.Next(3) switch { 0 => CompressionLevel.NoCompression, 1 => CompressionLevel.Fastest, _ => CompressionLevel.Optimal };
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in Ordered(parts))
            {
                using var entry = zip.CreateEntry($"eu/tsms/javacard/{name}.cap", level).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    private static IEnumerable<KeyValuePair<string, byte[]>> Ordered(Dictionary<string, byte[]> parts) =>
        s_components.Where(c => parts.ContainsKey(c.Name)).Select(c => KeyValuePair.Create(c.Name, parts[c.Name]));

    private static Dictionary<string, byte[]> Read(byte[] cap)
    {
        using var zip = new ZipArchive(new MemoryStream(cap));
        var parts = new Dictionary<string, byte[]>();
        foreach (var entry in zip.Entries.Where(e => e.Name.EndsWith(".cap", StringComparison.Ordinal)))
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            parts[Path.GetFileNameWithoutExtension(entry.Name)] = bytes.ToArray();
        }

        return parts;
    }
}
