using Tsms.JavaCard;
using Tsms.SmartCard;

namespace Tsms.VirtualCard.Tests.PublicCaps;

/// <summary>A CAP file of the folder that TSMS_CAPS names.</summary>
internal sealed record PublicCap(string Name, CapFile File);

/// <summary>The folder that TSMS_CAPS names: CAP and IJC files, subfolders included. They are other people's and never part of the repository.</summary>
internal static class PublicCapFolder
{
    private const string Variable = "TSMS_CAPS";

    /// <summary>All files that are CAP files, by name; what cannot be read is told as well.</summary>
    public static (IReadOnlyList<PublicCap> Caps, IReadOnlyList<string> Unreadable) Read()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"{Variable} names no folder with CAP files.");
        var caps = new List<PublicCap>();
        var unreadable = new List<string>();
        foreach (var path in Directory.EnumerateFiles(folder!, "*", SearchOption.AllDirectories)
                     .Where(p => Path.GetExtension(p).ToUpperInvariant() is ".CAP" or ".IJC").Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder!, path);
            if (CapFile.TryRead(File.ReadAllBytes(path), out var cap, out var error))
            {
                caps.Add(new PublicCap(name, cap));
            }
            else
            {
                unreadable.Add($"{name}: {error}");
            }
        }

        return (caps, unreadable);
    }

    /// <summary>The file of a package, picked by what stands in its name where there are several; the test is skipped without it.</summary>
    public static PublicCap Find(string package, string inName = "")
    {
        var aid = Aid.Parse(package);
        var found = Read().Caps.FirstOrDefault(c => c.File.Aid == aid && c.Name.Contains(inName, StringComparison.OrdinalIgnoreCase));
        Assert.SkipWhen(found is null, $"The folder has no CAP file of package {package}.");
        return found!;
    }
}
