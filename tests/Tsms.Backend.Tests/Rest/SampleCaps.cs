using System.IO.Compression;

namespace Tsms.Backend.Tests.Rest;

/// <summary>The sample applets' CAP files, and variants of them that ask for another Java Card.</summary>
internal static class SampleCaps
{
    public static byte[] CarKey { get; } = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "applets", "CarKey.cap"));

    public static byte[] Vault { get; } = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "applets", "Vault.cap"));

    /// <summary>The CAP with the version of its imported Java Card packages of minor version 5 (3.0.4) changed.</summary>
    public static byte[] WithImports(byte[] cap, byte minor) => Changed(cap, "Import.cap", bytes =>
    {
        // u1 tag, u2 size, u1 count, then per package: u1 minor, u1 major, u1 AID length, AID (JCVM 6.7).
        for (var offset = 4; offset < bytes.Length; offset += 3 + bytes[offset + 2])
        {
            bytes[offset] = bytes[offset] == 5 ? minor : bytes[offset];
        }
    });

    /// <summary>The CAP with its imports of one package turned into imports of another one; both AIDs have the same length.</summary>
    public static byte[] WithImportOf(byte[] cap, string package, string other) => Changed(cap, "Import.cap", bytes =>
    {
        var (from, to) = (Convert.FromHexString(package), Convert.FromHexString(other));
        to.CopyTo(bytes, bytes.AsSpan().IndexOf(from));
    });

    /// <summary>The CAP with its components in another folder of the JAR.</summary>
    public static byte[] InFolder(byte[] cap, string folder)
    {
        using var result = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(cap), ZipArchiveMode.Read))
        using (var to = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries.Where(e => e.Name.EndsWith(".cap", StringComparison.OrdinalIgnoreCase)))
            {
                using var source = entry.Open();
                using var target = to.CreateEntry($"{folder}javacard/{entry.Name}").Open();
                source.CopyTo(target);
            }
        }

        return result.ToArray();
    }

    /// <summary>The CAP as one load file (IJC): its components one after the other, in no folder.</summary>
    public static byte[] AsLoadFile(byte[] cap) => JavaCard.CapFile.Read(cap).LoadFileDataBlock().ToArray();

    public static MultipartFormDataContent Form(byte[] cap, string? name = "some.cap") => SampleFiles.Form("elf", cap, name);

    private static byte[] Changed(byte[] cap, string component, Action<byte[]> change)
    {
        using var result = new MemoryStream();
        result.Write(cap);
        using (var zip = new ZipArchive(result, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.Entries.Single(e => e.Name == component);
            var bytes = new byte[entry.Length];
            using var stream = entry.Open();
            stream.ReadExactly(bytes);
            change(bytes);
            stream.Position = 0;
            stream.Write(bytes);
        }

        return result.ToArray();
    }
}
