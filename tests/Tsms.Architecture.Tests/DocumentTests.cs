using System.Text.RegularExpressions;

namespace Tsms.Architecture.Tests;

/// <summary>Documents that can rot are checked.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void RelativeLinks_OfDocuments_LeadSomewhere()
    {
        var broken =
            from file in Repository.Files
            where file.EndsWith(".md", StringComparison.Ordinal)
            from match in Link().Matches(CodeBlock().Replace(Repository.Read(file), ""))
            let target = match.Groups[1].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains(':', StringComparison.Ordinal)
            let path = Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, Uri.UnescapeDataString(target))
            where !File.Exists(path) && !Directory.Exists(path)
            select $"{file}: {target}";
        Laws.Hold(broken);
    }

    [Fact]
    public void Tests_NamedByDocuments_StandInTheFilesTheyLinkTo()
    {
        var missing =
            from file in Repository.Files
            where file.EndsWith(".md", StringComparison.Ordinal)
            from match in TestLink().Matches(Repository.Read(file))
            let target = Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, match.Groups[2].Value))
            where !File.Exists(target) || !File.ReadAllText(target).Contains($" {match.Groups[1].Value}(", StringComparison.Ordinal)
            select $"{file}: {match.Groups[1].Value} is not in {match.Groups[2].Value}";
        Laws.Hold(missing);
    }

    [GeneratedRegex(@"\[([A-Za-z0-9]+_[A-Za-z0-9_]+)\]\(([^)\s]+\.cs)\)")]
    private static partial Regex TestLink();

    [GeneratedRegex(@"(?<!\!)\[[^\]]*\]\(([^)\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex("(?s)```.*?```|`[^`\n]*`")]
    private static partial Regex CodeBlock();
}
