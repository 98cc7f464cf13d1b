using System.Text.RegularExpressions;

namespace Tsms.Architecture.Tests;

/// <summary>Nothing in the tree knows the machine it was written on.</summary>
public sealed partial class TreeTests
{
    private static readonly HashSet<string> s_textEndings =
        [".cs", ".csproj", ".props", ".targets", ".slnx", ".json", ".md", ".txt", ".yml", ".yaml", ".tsv", ".csv", ".sh", ".config", ".java", ".xml", ".html", ".css", ".js", ""];

    private static IEnumerable<string> TextFiles => Repository.Files.Where(
        file => s_textEndings.Contains(Path.GetExtension(file)) && new FileInfo(Path.Combine(Repository.Root, file)).Length < 4 << 20);

    [Fact]
    public void TextFiles_Name_NoMachine()
    {
        var found =
            from file in TextFiles
            from match in Machine().Matches(Repository.Read(file))
            select $"{file}: {match.Value}";
        Laws.Hold(found);
    }

    [Fact]
    public void TextFiles_Hold_NoPrivateKey() => Assert.DoesNotContain(TextFiles, file => PrivateKey().IsMatch(Repository.Read(file)));

    // paths of homes and work folders, the folder beside the repository, registries other than nuget.org; the brackets keep this file from finding itself
    [GeneratedRegex(@"(?<![\w.\-/$}])/(?:wor[k]|hom[e]|User[s]|roo[t])/[\w.\-]+|[A-Z]:\\User[s]\\|\.\./share[d]/|https?://[\w.\-]*(?:artifactor[y]|nexu[s]|localdomai[n]|\.interna[l])\b")]
    private static partial Regex Machine();

    [GeneratedRegex("-----BEGI[N] (?:RSA |EC |ENCRYPTED )?PRIVATE KEY-----")]
    private static partial Regex PrivateKey();
}
