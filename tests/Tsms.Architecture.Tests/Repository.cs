using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Tsms.Architecture.Tests;

/// <summary>The tree of the repository as the house laws see it: every file that a person wrote.</summary>
internal static partial class Repository
{
    private static readonly HashSet<string> s_builtFolders = [".git", "bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", "node_modules", ".vs", ".idea"];

    public static string Root { get; } = FindRoot();

    /// <summary>All files, with slashes, relative to the root.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(Root).Select(Relative).Order(StringComparer.Ordinal)];

    /// <summary>C# files below src.</summary>
    public static IEnumerable<string> Sources => Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>Names of the rooms: the folders of src, without Tsms.</summary>
    public static IEnumerable<string> Rooms => ProjectFiles("src/").Select(RoomOf);

    public static IEnumerable<string> ProjectFiles(string under) =>
        Files.Where(file => file.StartsWith(under, StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary><c>src/Tsms.Api.Device/X.cs</c> is in the room <c>Api.Device</c>.</summary>
    public static string RoomOf(string file) => file.Split('/')[1]["Tsms.".Length..];

    /// <summary>The text of a C# file without comments and without what stands in strings, line by line as before.</summary>
    public static string Code(string file) =>
        Noise().Replace(Read(file), match => match.Value[0] is '/' ? new string('\n', match.Value.Count(c => c == '\n')) : "\"\"" + new string('\n', match.Value.Count(c => c == '\n')));

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            yield return file;
        }

        foreach (var inner in Directory.EnumerateDirectories(folder).Where(d => !s_builtFolders.Contains(Path.GetFileName(d))))
        {
            foreach (var file in Walk(inner))
            {
                yield return file;
            }
        }
    }

    private static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var start = Directory.Exists(Path.GetDirectoryName(here)) ? Path.GetDirectoryName(here) : AppContext.BaseDirectory;
        for (var folder = new DirectoryInfo(start!); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Tsms.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above '{start}' holds Tsms.slnx.");
    }

    // raw strings, verbatim strings, strings, characters, comments
    [GeneratedRegex("""(?s)\$*"{3,}.*?"{3,}|\$?@\$?"(?:[^"]|"")*"|\$?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'|//[^\n]*|/\*.*?\*/""")]
    private static partial Regex Noise();
}
