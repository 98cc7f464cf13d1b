using System.Text.RegularExpressions;

namespace Tsms.Backend.Tests.Rest;

/// <summary>Documents of the repository that are made from code. TSMS_UPDATE_DOCS=1 writes them anew.</summary>
internal static partial class CommittedDocument
{
    /// <summary>Folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The document says what is expected, and what it names as a test is one.</summary>
    public static void Hold(string document, string expected)
    {
        var file = Path.Combine(Root, document);
        if (Environment.GetEnvironmentVariable("TSMS_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file));
        var tests = typeof(DocumentTests).Assembly.GetTypes().Select(t => t.Name).ToHashSet();
        Assert.All(TestName().Matches(expected).Select(m => m.Value), name => Assert.Contains(name, tests));
    }

    private static string FindRoot()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Tsms.slnx")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return root.FullName;
    }

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+Tests\b")]
    private static partial Regex TestName();
}
