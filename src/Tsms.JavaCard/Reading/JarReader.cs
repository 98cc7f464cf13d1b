using System.IO.Compression;
using System.IO.Hashing;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Reading;

/// <summary>
/// Finds component files in a JAR (JCVM 6.2.1): <c>…/javacard/Header.cap</c> and its neighbours, names in any case, other files ignored.
/// </summary>
internal static class JarReader
{
    private static readonly Dictionary<string, ComponentTag> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Header"] = ComponentTag.Header,
        ["Directory"] = ComponentTag.Directory,
        ["Applet"] = ComponentTag.Applet,
        ["Import"] = ComponentTag.Import,
        ["ConstantPool"] = ComponentTag.ConstantPool,
        ["Class"] = ComponentTag.Class,
        ["Method"] = ComponentTag.Method,
        ["StaticField"] = ComponentTag.StaticField,
        ["RefLocation"] = ComponentTag.ReferenceLocation,
        ["Export"] = ComponentTag.Export,
        ["Descriptor"] = ComponentTag.Descriptor,
        ["Debug"] = ComponentTag.Debug,
        ["StaticResources"] = ComponentTag.StaticResources,
    };

    /// <summary>
    /// The packages of a JAR: by the folder above <c>javacard</c>, the component files by tag; custom ones follow in order of their names.
    /// </summary>
    public static SortedDictionary<string, PackageFiles> Packages(ReadOnlyMemory<byte> file, CapLimits limits)
    {
        try
        {
            using var stream = new MemoryStream(file.ToArray(), writable: false);
            using var jar = new ZipArchive(stream, ZipArchiveMode.Read);
            return Collect(jar, limits);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new CapFormatException(CapRule.DamagedJar, "CAP", file.Length, $"the JAR's directory cannot be read up to its end: {e.Message}", e);
        }
    }

    private static SortedDictionary<string, PackageFiles> Collect(ZipArchive jar, CapLimits limits)
    {
        var packages = new SortedDictionary<string, PackageFiles>(StringComparer.Ordinal);
        if (jar.Entries.Count > limits.MaxEntries)
        {
            throw new CapFormatException(CapRule.TooLarge, "CAP", 0, $"the JAR has {jar.Entries.Count} entries; at most {limits.MaxEntries} are read");
        }

        long total = 0;
        foreach (var entry in jar.Entries)
        {
            if (Place(entry.FullName) is not var (folder, name))
            {
                continue;
            }

            var tag = Names.GetValueOrDefault(name);
            var bytes = Inflate(entry, tag == ComponentTag.None ? null : RawComponent.NameOf(tag), (int)Math.Min(limits.MaxComponentBytes, limits.MaxTotalBytes - total));
            total += bytes.Length;
            if (!packages.TryGetValue(folder, out var package))
            {
                packages.Add(folder, package = new PackageFiles());
            }

            package.Add(tag, name, bytes);
        }

        return packages;
    }

    /// <summary>Folder of the package and name of the component without extension; null for files that are no components.</summary>
    private static (string Folder, string Name)? Place(string path)
    {
        var parts = path.Split('/', '\\');
        if (parts.Length < 2 || !parts[^2].Equals("javacard", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var extension = Path.GetExtension(parts[^1]);
        var isComponent = extension.Equals(".cap", StringComparison.OrdinalIgnoreCase) || extension.Equals(".capx", StringComparison.OrdinalIgnoreCase);
        return isComponent ? (string.Join('/', parts[..^2].Where(part => part is not ("" or "."))), Path.GetFileNameWithoutExtension(parts[^1])) : null;
    }

    /// <summary>
    /// Inflates at most <paramref name="limit"/> bytes, whatever size the entry claims, and holds them against the entry's CRC-32. A fault is placed in the
    /// component, or in the container when the file's name is not that of one.
    /// </summary>
    private static byte[] Inflate(ZipArchiveEntry entry, string? component, int limit)
    {
        using var target = new MemoryStream();
        try
        {
            using var source = entry.Open();
            var buffer = new byte[16 * 1024];
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                if (target.Length + read > limit)
                {
                    throw new CapFormatException(CapRule.TooLarge, component ?? "CAP", component is null ? 0 : limit, $"{entry.FullName} inflates to more than {limit} bytes");
                }

                target.Write(buffer, 0, read);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            throw new CapFormatException(CapRule.DamagedJar, component ?? "CAP", component is null ? 0 : (int)target.Length, $"{entry.FullName} cannot be inflated any further: {e.Message}", e);
        }

        var bytes = target.ToArray();
        var crc = Crc32.HashToUInt32(bytes);
        return crc == entry.Crc32
            ? bytes
            : throw new CapFormatException(
                CapRule.DamagedJar, component ?? "CAP", 0, $"{entry.FullName} is damaged: the CRC-32 of its {bytes.Length} bytes is {crc:X8}, the JAR says {entry.Crc32:X8}");
    }
}

/// <summary>The component files of a package.</summary>
internal sealed class PackageFiles
{
    private readonly SortedDictionary<ComponentTag, byte[]> _known = [];
    private readonly SortedDictionary<string, byte[]> _custom = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<ComponentTag, byte[]> Known => _known;

    public IReadOnlyCollection<byte[]> Custom => _custom.Values;

    public void Add(ComponentTag tag, string name, byte[] bytes)
    {
        if (tag == ComponentTag.None ? !_custom.TryAdd(name, bytes) : !_known.TryAdd(tag, bytes))
        {
            throw new CapFormatException(CapRule.Duplicate, tag == ComponentTag.None ? name : RawComponent.NameOf(tag), 0, "the component is there twice");
        }
    }
}
