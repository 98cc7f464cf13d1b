using Tsms.Cli.Output;
using Tsms.JavaCard;
using Tsms.SmartCard;

namespace Tsms.Cli.Demo;

/// <summary>The CAP and IJC files of a folder and its subfolders, and who imports whom.</summary>
internal sealed class CapFolder
{
    private readonly List<CapFolderFile> _files;
    private readonly ILookup<Aid, CapFolderFile> _byPackage;

    private CapFolder(List<CapFolderFile> files)
    {
        _files = files;
        _byPackage = files.Where(f => f.Cap is not null).ToLookup(f => f.Cap!.Cap.Aid);
    }

    /// <summary>Reads a folder; files that are no CAP keep the reason.</summary>
    public static CapFolder Read(DirectoryInfo folder) => new(
    [
        .. folder.EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(f => f.Extension.Equals(".cap", StringComparison.OrdinalIgnoreCase) || f.Extension.Equals(".ijc", StringComparison.OrdinalIgnoreCase))
            .OrderBy(f => f.FullName, StringComparer.Ordinal)
            .Select(f => ReadFile(folder, f)),
    ]);

    /// <summary>The files, those that are imported before those that import them, else by name.</summary>
    public IReadOnlyList<CapFolderFile> InOrder()
    {
        var order = new List<CapFolderFile>();
        foreach (var file in _files)
        {
            foreach (var needed in WithLibraries(file).Where(f => !order.Contains(f)))
            {
                order.Add(needed);
            }
        }

        return order;
    }

    /// <summary>A file behind the libraries that it needs and that lie in the folder, each before those that import it.</summary>
    public IReadOnlyList<CapFolderFile> WithLibraries(CapFolderFile file)
    {
        var needed = new List<CapFolderFile>();
        Collect(file, file, needed, []);
        return needed;
    }

    private void Collect(CapFolderFile file, CapFolderFile target, List<CapFolderFile> needed, HashSet<CapFolderFile> seen)
    {
        if (!seen.Add(file))
        {
            return;
        }

        foreach (var import in file.Cap?.Cap.Import.Packages ?? [])
        {
            // Packages of the platform are the card's own, whatever lies in the folder.
            var found = WellKnownPackage.Find(import.Aid) is null
                ? _byPackage[import.Aid]
                    .Where(f => f.Cap!.Cap.Header.Version.Major == import.Version.Major && f.Cap.Cap.Header.Version.Minor >= import.Version.Minor)
                    .OrderByDescending(f => CommonPrefix(f.Name, target.Name)).FirstOrDefault()
                : null;
            if (found is not null)
            {
                Collect(found, target, needed, seen);
            }
        }

        needed.Add(file);
    }

    // Of several builds of a library the one that lies nearest to its user, by name.
    private static int CommonPrefix(string a, string b) => a.Zip(b).TakeWhile(p => p.First == p.Second).Count();

    private static CapFolderFile ReadFile(DirectoryInfo folder, FileInfo file)
    {
        var name = Path.GetRelativePath(folder.FullName, file.FullName);
        try
        {
            return new CapFolderFile(name, DemoCap.Read(file.Name, CommonOptions.ReadFile(file)), "");
        }
        catch (CapFormatException e)
        {
            return new CapFolderFile(name, null, $"no CAP file that can be read: {e.Message} (rule {e.Rule})");
        }
        catch (UsageException e)
        {
            return new CapFolderFile(name, null, e.Message);
        }
    }
}

/// <summary>A file of the folder.</summary>
/// <param name="Name">Name relative to the folder.</param>
/// <param name="Cap">The CAP; null when it cannot be read.</param>
/// <param name="Fault">Why not; empty when it can.</param>
internal sealed record CapFolderFile(string Name, DemoCap? Cap, string Fault);
