using System.IO.Compression;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Tests.Building;

/// <summary>
/// A small package made by hand after JCVM chapter 6: one applet class, two methods, an entry of each kind in the constant pool. Tests exchange single
/// components; the Directory is computed unless it is exchanged too.
/// </summary>
internal sealed class CapBuilder
{
    public const string Aid = "F0000000AA01";

    private readonly SortedDictionary<ComponentTag, byte[]> _infos = [];

    public CapBuilder(byte minor = 1)
    {
        Minor = minor;

        // magic, format, flags ACC_APPLET, package 1.0; since 2.2 a name of no bytes
        this[ComponentTag.Header] = $"DECAFFED {minor:X2}02 04 0001 06{Aid}" + (minor >= 2 ? "00" : "");

        // javacard.framework 1.0, java.lang 1.0
        this[ComponentTag.Import] = "02 0001 07A0000000620101 0001 07A0000000620001";
        this[ComponentTag.Applet] = "01 07F0000000AA0101 0001";

        // class extends javacard.framework.Applet (package 0, class 3): 2 cells, first reference 0 of 1, public table from 7 with process, no package table
        this[ComponentTag.Class] = (minor >= 2 ? "0000" : "") + "00 8003 02 00 01 07 01 00 00 0005" + (minor >= 3 ? "0001020304050607 08" : "");

        // no handlers; install at 1: 3 arguments; process at 5: 2 arguments
        this[ComponentTag.Method] = "00  0030 007A  0020 7A";
        this[ComponentTag.StaticField] = "0009 0002 0001 03 0002 CAFE 0002 0003 010203";
        this[ComponentTag.ConstantPool] = minor >= 2
            ? "0006  01 0002 00  02 0002 00  03 0002 07  04 0002 02  05 00 0004  06 00 0005"
            : "0006  01 0000 00  02 0000 00  03 0000 07  04 0000 02  05 00 0004  06 00 0005";
        this[ComponentTag.ReferenceLocation] = "0000 0000";
    }

    public byte Minor { get; }

    /// <summary>The info item as hexadecimal digits; spaces do not matter. An empty text removes the component.</summary>
    public string this[ComponentTag tag]
    {
        set => _infos[tag] = Convert.FromHexString(value.Replace(" ", "", StringComparison.Ordinal));
    }

    public CapBuilder With(ComponentTag tag, string info)
    {
        this[tag] = info;
        return this;
    }

    public CapBuilder Without(ComponentTag tag)
    {
        _infos.Remove(tag);
        return this;
    }

    /// <summary>A component: tag, size, info.</summary>
    public byte[] Component(ComponentTag tag)
    {
        var info = tag == ComponentTag.Directory && !_infos.ContainsKey(tag) ? DirectoryInfo() : _infos[tag];
        byte[] size = tag == ComponentTag.StaticResources
            ? [0, 0, (byte)(info.Length >> 8), (byte)info.Length]
            : [(byte)(info.Length >> 8), (byte)info.Length];
        return [(byte)tag, .. size, .. info];
    }

    public byte[] LoadFile() => [.. Order().SelectMany(Component)];

    public byte[] Jar(string folder = "eu/example") => Jar(Order().Select(tag => ($"{folder}/javacard/{FileName(tag)}", Component(tag))));

    public static byte[] Jar(IEnumerable<(string Name, byte[] Bytes)> files, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var stream = new MemoryStream();
        using (var jar = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var entry = jar.CreateEntry(name, level).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    public static string FileName(ComponentTag tag) => tag switch
    {
        ComponentTag.ReferenceLocation => "RefLocation.cap",
        ComponentTag.StaticResources => "StaticResources.capx",
        _ => $"{tag}.cap",
    };

    public IEnumerable<ComponentTag> Order()
    {
        var there = _infos.Keys.Append(ComponentTag.Directory).ToHashSet();
        return CapFile.LoadOrder.Append(ComponentTag.Debug).Where(there.Contains);
    }

    private byte[] DirectoryInfo()
    {
        var last = Minor switch { 1 => ComponentTag.Descriptor, 2 => ComponentTag.Debug, _ => ComponentTag.StaticResources };
        var bytes = new List<byte>();
        for (var tag = ComponentTag.Header; tag <= last; tag++)
        {
            var size = tag == ComponentTag.Directory ? 0 : _infos.GetValueOrDefault(tag)?.Length ?? 0;
            bytes.AddRange(tag == ComponentTag.StaticResources ? [0, 0, (byte)(size >> 8), (byte)size] : [(byte)(size >> 8), (byte)size]);
        }

        // image size, arrays, bytes of arrays as in the Static Field component above
        var statics = _infos[ComponentTag.StaticField];
        var arrays = statics[5];
        bytes.AddRange([statics[0], statics[1], 0, arrays, 0, arrays == 0 || statics.Length < 9 ? (byte)0 : statics[8]]);
        bytes.Add(_infos[ComponentTag.Import][0]);
        bytes.Add(_infos.GetValueOrDefault(ComponentTag.Applet)?[0] ?? 0);
        bytes.Add(0);
        bytes[3] = (byte)bytes.Count;
        return [.. bytes];
    }
}
