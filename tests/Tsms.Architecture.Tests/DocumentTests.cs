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

    [GeneratedRegex(@"(?<!\!)\[[^\]]*\]\(([^)\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex("(?s)```.*?```|`[^`\n]*`")]
    private static partial Regex CodeBlock();
}
