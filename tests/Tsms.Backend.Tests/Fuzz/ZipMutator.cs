using System.IO.Compression;

namespace Tsms.Backend.Tests.Fuzz;

/// <summary>Changes an archive: fields of its headers (APPNOTE.TXT 6.3.10, 4.3.7, 4.3.12, 4.3.16), its bytes, and what lies in it beside the components.</summary>
internal static class ZipMutator
{
    private static readonly byte[][] s_headers = [[0x50, 0x4B, 3, 4], [0x50, 0x4B, 1, 2], [0x50, 0x4B, 5, 6]];

    private static readonly string[] s_names =
    [
        "../../etc/javacard/Header.cap", "/javacard/Method.cap", "javacard/Method.cap", "eu/tsms/javacard/METHOD.CAP", "eu/tsms/javacard/Header.cap", "eu\\tsms\\javacard\\Class.cap",
        "other/javacard/Header.cap", "eu/tsms/javacard/", "eu/tsms/javacard/Custom.cap", "eu/tsms/javacard/Debug.capx", "META-INF/MANIFEST.MF", "\u0000", "javacard/.cap", "C:javacard/Applet.cap",
    ];

    public static byte[] Change(byte[] file, Chance chance, List<string> what)
    {
        switch (chance.Next(10))
        {
            case 0:
                var length = chance.Next(file.Length + 1);
                what.Add($"cut to {length}");
                return file[..length];
            case 1:
                what.Add("bytes behind");
                return [.. file, .. chance.Bytes(1 + chance.Next(64))];
            case 2:
                what.Add("bytes before");
                return [.. chance.Bytes(1 + chance.Next(64)), .. file];
            case 3 or 4:
                return Add(file, chance, what);
            case 5 when chance.OneIn(20):
                return Bomb(file, chance, what);
            case 6 or 7 or 8:
                return Field(file, chance, what);
            default:
                var bytes = (byte[])file.Clone();
                for (var left = 1 + chance.Next(4); left > 0 && bytes.Length > 0; left--)
                {
                    bytes[chance.Next(bytes.Length)] = chance.Byte();
                }

                what.Add("bytes of the archive");
                return bytes;
        }
    }

    private static byte[] Field(byte[] file, Chance chance, List<string> what)
    {
        var header = chance.Pick(s_headers);
        var places = Enumerable.Range(0, Math.Max(0, file.Length - 4)).Where(i => file.AsSpan(i, 4).SequenceEqual(header)).ToList();
        if (places.Count == 0)
        {
            return file;
        }

        var bytes = (byte[])file.Clone();
        var place = chance.Pick(places);
        var field = 4 + chance.Next(44);
        for (var i = chance.Next(4); i >= 0 && place + field + i < bytes.Length; i--)
        {
            bytes[place + field + i] = chance.Byte();
        }

        what.Add($"header {header[2]} field {field}");
        return bytes;
    }

    private static byte[] Add(byte[] file, Chance chance, List<string> what)
    {
        var many = chance.OneIn(100);
        var name = chance.OneIn(8) ? new string('n', 1 + chance.Next(30_000)) : chance.Pick(s_names);
        what.Add(many ? "5000 entries" : $"entry {name[..Math.Min(20, name.Length)]}");
        return With(file, zip =>
        {
            for (var i = many ? 5000 : 1; i > 0; i--)
            {
                using var entry = zip.CreateEntry(many ? $"{i}" : name, CompressionLevel.Fastest).Open();
                entry.Write(chance.Bytes(chance.Next(many ? 2 : 200)));
            }
        });
    }

    /// <summary>Little that inflates to much.</summary>
    private static byte[] Bomb(byte[] file, Chance chance, List<string> what)
    {
        what.Add("bomb");
        return With(file, zip =>
        {
            using var entry = zip.CreateEntry(chance.Pick(s_names), CompressionLevel.Fastest).Open();
            var zeros = new byte[1 << 20];
            for (var left = 1 + chance.Next(12); left > 0; left--)
            {
                entry.Write(zeros);
            }
        });
    }

    private static byte[] With(byte[] file, Action<ZipArchive> change)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            change(zip);
        }

        return stream.ToArray();
    }
}
