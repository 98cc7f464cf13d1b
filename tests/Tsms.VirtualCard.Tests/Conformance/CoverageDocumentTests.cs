using System.Text.RegularExpressions;
using Tsms.VirtualCard.Tests.Runtime;

namespace Tsms.VirtualCard.Tests.Conformance;

/// <summary>docs/coverage/jcre.md names, for each section that is done, files and tests that there are.</summary>
public sealed partial class CoverageDocumentTests
{
    [Fact]
    public void Document_NamesFilesAndTestsThatThereAre()
    {
        var rows = File.ReadLines(Path.Combine(TestFiles.Root, "docs", "coverage", "jcre.md"))
            .Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(l => l.Trim('|', ' ').Split('|').Select(c => c.Trim()).ToArray()).ToList();
        Assert.InRange(rows.Count, 50, 200);
        var sources = Names("src", "Tsms.VirtualCard");
        var tests = Names("tests", "Tsms.VirtualCard.Tests");
        foreach (var row in rows.Where(r => r.Length > 2 && r[2].StartsWith("done", StringComparison.Ordinal)))
        {
            Assert.True(row.Length == 5 && row[3].Length > 0 && row[4].Length > 0, $"{row[0]} is done without file or test");
            Assert.All(Words(row[3]), word => Assert.True(sources.Any(s => IsNamed(s, word)), $"{row[0]}: there is no file {word}"));
            Assert.All(Words(row[4]), word => Assert.True(tests.Any(s => IsNamed(s, word)), $"{row[0]}: there is no test {word}"));
        }
    }

    // Conformance/LifeConformanceTests, VirtualMachine.Fields, Api: a file without its ending, or a folder.
    private static IEnumerable<string> Words(string cell) => Named().Matches(cell).Select(m => m.Value);

    private static bool IsNamed(string path, string word) =>
        path.EndsWith("/" + word, StringComparison.Ordinal) || path.Contains($"/{word}/", StringComparison.Ordinal);

    private static List<string> Names(string folder, string project)
    {
        var root = Path.Combine(TestFiles.Root, folder, project);
        return [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(f => "/" + Path.ChangeExtension(Path.GetRelativePath(root, f), null).Replace('\\', '/'))
            .Where(f => !f.StartsWith("/obj/", StringComparison.Ordinal) && !f.StartsWith("/bin/", StringComparison.Ordinal))];
    }

    [GeneratedRegex(@"[A-Z][A-Za-z]+(?:[./][A-Z][A-Za-z0-9]+)*")]
    private static partial Regex Named();
}
