using BenchmarkDotNet.Attributes;
using Tsms.Bench.Support;
using Tsms.JavaCard;

namespace Tsms.Bench.Caps;

/// <summary>Reading CAP files, every component decoded. TSMS_CAPS=FOLDER adds all .cap and .ijc files of that folder, read one after another.</summary>
[Config(typeof(SteadyConfig))]
public class CapReading
{
    private List<byte[]> _files = [];

    /// <summary>What there is to read.</summary>
    public static IEnumerable<string> Sources =>
        Environment.GetEnvironmentVariable("TSMS_CAPS") is { Length: > 0 } ? ["CarKey", "Vault", "TSMS_CAPS"] : ["CarKey", "Vault"];

    /// <summary>A sample applet, or the folder.</summary>
    [ParamsSource(nameof(Sources))]
    public string Caps { get; set; } = "CarKey";

    [GlobalSetup]
    public void Setup()
    {
        _files = Caps == "TSMS_CAPS" ? [.. ReadableFiles()] : [Tree.Applet(Caps)];
        Work.Count(this, nameof(Read), _files.Sum(f => f.Length), "bytes");
        Work.Note(this, nameof(Read), $"{_files.Count} files, {_files.Sum(f => f.Length)} bytes");
    }

    [Benchmark]
    public int Read()
    {
        var components = 0;
        foreach (var file in _files)
        {
            components += CapFile.Read(file).RawComponents.Length;
        }

        return components;
    }

    private static IEnumerable<byte[]> ReadableFiles()
    {
        var paths = Directory.EnumerateFiles(Environment.GetEnvironmentVariable("TSMS_CAPS")!, "*", SearchOption.AllDirectories)
            .Where(p => Path.GetExtension(p).ToUpperInvariant() is ".CAP" or ".IJC").Order(StringComparer.Ordinal).ToList();
        foreach (var path in paths)
        {
            var bytes = File.ReadAllBytes(path);
            try
            {
                CapFile.Read(bytes);
            }
            catch (CapFormatException e)
            {
                Console.WriteLine($"// left out: {Path.GetFileName(path)}: {e.Message}");
                continue;
            }

            yield return bytes;
        }
    }
}
