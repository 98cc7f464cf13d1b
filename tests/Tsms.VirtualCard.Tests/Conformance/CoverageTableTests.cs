using System.Text.RegularExpressions;
using Tsms.VirtualCard.Tests.Runtime;

namespace Tsms.VirtualCard.Tests.Conformance;

/// <summary>docs/coverage/gp-2.3.1.md says nothing that is not so: what is covered names a file and tests that are there, what is not says why.</summary>
public sealed partial class CoverageTableTests
{
    private static readonly HashSet<string> TestClasses =
    [
        .. typeof(CoverageTableTests).Assembly.GetTypes().Where(t => t.GetMethods().Any(m => m.GetCustomAttributes(typeof(FactAttribute), true).Length > 0)).Select(t => t.Name),
    ];

    public static TheoryData<string> Rows =>
        [.. File.ReadLines(Path.Combine(TestFiles.Root, "docs", "coverage", "gp-2.3.1.md")).Where(l => l.StartsWith('|') && !l.StartsWith("|-", StringComparison.Ordinal) && !l.Contains("| status |", StringComparison.Ordinal))];

    [Fact]
    public void Table_HasItsRows() => Assert.True(Rows.Count > 60, $"There are {Rows.Count} rows.");

    [Theory]
    [MemberData(nameof(Rows))]
    public void Row_NamesFileAndTestsOrAReason(string row)
    {
        var cells = row.Split('|', StringSplitOptions.TrimEntries)[1..^1];
        Assert.Equal(5, cells.Length);
        var (status, file, tests) = (cells[2], cells[3], cells[4]);
        switch (status.Split(';', ' ')[0])
        {
            case "yes" or "part":
                Assert.True(File.Exists(Path.Combine(TestFiles.Root, "src", "Tsms.VirtualCard", file)), $"There is no file {file}.");
                var named = Name().Matches(tests).Select(m => m.Value).ToList();
                Assert.NotEmpty(named);
                Assert.All(named, n => Assert.True(TestClasses.Contains(n), $"There is no class {n} with tests."));
                break;
            case "no":
                Assert.True(status.Length > "no; ".Length, "What is not there says what the card answers, or why.");
                break;
            default:
                Assert.Fail($"'{status}' is neither yes nor part nor no.");
                break;
        }
    }

    [GeneratedRegex("[A-Z][A-Za-z0-9]+Tests")]
    private static partial Regex Name();
}
