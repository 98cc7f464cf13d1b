using System.Globalization;
using System.Text;
using Tsms.VirtualCard.Api;
using Tsms.VirtualCard.Linking;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>Holds docs/coverage/java-card-api.md to what the software has. TSMS_UPDATE_DOCS=1 writes the document anew.</summary>
public sealed class ApiCoverageTests
{
    // Interfaces that applets implement and the card calls, or that only mark.
    private static readonly HashSet<string> ForApplets =
    [
        "javacard/framework/MultiSelectable", "javacard/framework/AppletEvent", "javacard/framework/Applet", "org/globalplatform/Application",
        "org/globalplatform/Personalization", "org/globalplatform/GlobalService", "javacard/security/Key", "javacard/security/PrivateKey",
        "javacard/security/PublicKey", "javacard/security/SecretKey", "javacard/framework/PIN",
    ];

    [Fact]
    public void Document_SaysWhatThereIs()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Tsms.slnx")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        var file = Path.Combine(root.FullName, "docs", "coverage", "java-card-api.md");
        var expected = Write();
        if (Environment.GetEnvironmentVariable("TSMS_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file));
    }

    [Fact]
    public void Bodies_AllBelongToAMethodOfATable()
    {
        var known = ApiTables.All.SelectMany(t => t.Classes).SelectMany(c => c.Methods.Select(m => $"{c.Name}.{m.Signature}")).ToHashSet();
        var all = ApiTables.All.SelectMany(t => t.Classes).SelectMany(c => c.Methods).Select(m => m.Signature).ToHashSet();
        foreach (var body in CardApi.Natives(ApiProfile.JavaCard305).Bodies.Keys)
        {
            var signature = body[(body.IndexOf('.', StringComparison.Ordinal) + 1)..];
            Assert.True(known.Contains(body) || (body.Contains("$Card.", StringComparison.Ordinal) && all.Contains(signature)) || IsOverride(body, signature), body);
        }
    }

    private static bool IsOverride(string body, string signature)
    {
        var type = ApiTables.All.SelectMany(t => t.Classes).Single(c => body.StartsWith(c.Name + ".", StringComparison.Ordinal));
        return signature == "equals(Ljava/lang/Object;)Z" && type.Super == "java/lang/Object";
    }

    private static string Write()
    {
        var offered = ApiProfile.JavaCard305.Packages;
        var everything = ApiProfile.JavaCard305 with { Packages = ApiTables.All.ToDictionary(t => t.Name, t => (int)t.Minor) };
        var library = CardApi.Create(everything);
        var text = new StringBuilder("""
            # Java Card and GlobalPlatform API

            What the virtual card has of each API package. A method that is not there is known by its token, and a CAP that refers to it is refused when it is
            loaded, with the method's name. *Offered* is the version that the standard profile lets a CAP import; a dash: a CAP that imports the package is refused.
            The table is written by `ApiCoverageTests` (with `TSMS_UPDATE_DOCS=1`) and held by it.

            | package | version known | offered | methods there |
            |---|---|---|---|

            """);
        var missing = new StringBuilder();
        foreach (var package in library.Packages.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            var methods = package.Classes.Where(c => c.Token != ApiClass.Internal).SelectMany(c => c.Methods.Select(m => (Class: c, Method: m))).ToList();
            var absent = methods.Where(m => !IsThere(library, m.Class, m.Method)).ToList();
            var version = offered.TryGetValue(package.Name, out var minor) ? string.Create(CultureInfo.InvariantCulture, $"{package.Major}.{minor}") : "-";
            text.Append(CultureInfo.InvariantCulture, $"| {package.Name.Replace('/', '.')} | {package.Major}.{package.Minor} | {version} | {methods.Count - absent.Count} of {methods.Count} |\n");
            if (absent.Count > 0 && absent.Count < methods.Count)
            {
                missing.Append(CultureInfo.InvariantCulture, $"\n## Not there: {package.Name.Replace('/', '.')}\n\n");
                foreach (var group in absent.GroupBy(a => a.Class.Name))
                {
                    missing.Append(CultureInfo.InvariantCulture, $"- {group.Key[(group.Key.LastIndexOf('/') + 1)..]}: {string.Join(", ", group.Select(a => $"`{a.Method.Signature}`"))}\n");
                }
            }
        }

        return text.Append(missing).ToString();
    }

    private static bool IsThere(ApiLibrary library, ApiClass type, ApiMethod method)
    {
        if (library.Bodies.ContainsKey($"{type.Name}.{method.Signature}") || ForApplets.Contains(type.Name))
        {
            return true;
        }

        return type.IsInterface
            ? library.Packages.SelectMany(p => p.Classes).Any(c =>
                !c.IsInterface && c.Interfaces.Contains(type.Name) && library.Bodies.ContainsKey($"{c.Name}.{method.Signature}"))
            : method.IsAbstract && library.Packages.SelectMany(p => p.Classes).Any(c =>
                c.Token == ApiClass.Internal && c.Super == type.Name && library.Bodies.ContainsKey($"{c.Name}.{method.Signature}"));
    }
}
