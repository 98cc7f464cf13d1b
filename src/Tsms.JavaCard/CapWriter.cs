using System.IO.Compression;
using Tsms.JavaCard.Components;
using Tsms.JavaCard.Reading;

namespace Tsms.JavaCard;

/// <summary>Writes a CAP file as a JAR (JCVM 6.2.1).</summary>
public static class CapWriter
{
    // The first moment that a JAR can express: the same file makes the same bytes.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The components as they are, uncompressed, each in its file. The array is the caller's.</summary>
    /// <param name="cap">The file.</param>
    /// <param name="folder">Folder above <c>javacard</c>; null for that of the package's name, or of its AID when it has no name.</param>
    public static byte[] ToJar(CapFile cap, string? folder = null)
    {
        folder ??= cap.PackageName?.Replace('.', '/') ?? cap.Aid.ToString();
        using var stream = new MemoryStream();
        using (var jar = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var raw in cap.RawComponents)
            {
                var entry = jar.CreateEntry($"{folder}/javacard/{FileName(raw, cap.Header.IsExtended)}", CompressionLevel.NoCompression);
                entry.LastWriteTime = Epoch;
                using var file = entry.Open();
                file.Write(raw.Bytes.Span);
            }
        }

        return stream.ToArray();
    }

    private static string FileName(RawComponent raw, bool extended)
    {
        var name = raw.Tag == ComponentTag.ReferenceLocation ? "RefLocation" : raw.Name.Replace(" ", "", StringComparison.Ordinal);
        var longDebug = raw.Tag == ComponentTag.Debug && raw.Info.Length >= ushort.MaxValue;
        return name + (longDebug || ComponentSplitter.HasLongSize(raw.Tag, extended) ? ".capx" : ".cap");
    }
}
