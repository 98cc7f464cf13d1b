using System.Globalization;
using System.Text;
using Tsms.JavaCard.Exports;
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
        "javacard/security/PublicKey", "javacard/security/SecretKey", "javacard/framework/PIN", "javacard/framework/service/Service",
        "javacard/framework/service/SecurityService", "javacardx/biometry/SharedBioTemplate", "javacardx/biometry1toN/SharedBioMatcher",
        "javacardx/biometry1toN/SharedBioTemplateData", "javacardx/external/MemoryAccess", "org/globalplatform/CVM", "org/globalplatform/Authority",
        "org/globalplatform/AuthoritySignature", "org/globalplatform/HTTPReportListener",
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
        var classes = ApiTables.All.SelectMany(t => t.Classes).ToDictionary(c => c.Name);
        for (var super = classes[body[..body.IndexOf('.', StringComparison.Ordinal)]].Super; super is not null; super = classes[super].Super)
        {
            if (classes[super].Methods.Any(m => m.Signature == signature))
            {
                return true;
            }
        }

        return false;
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

        return text.Append(Algorithms()).Append(missing).ToString();
    }

    // Asks the card itself for every constant that there can be.
    private static string Algorithms()
    {
        var card = new ApiMachine();
        var text = new StringBuilder("""

            ## Algorithms

            By the numbers of the constants; a profile may leave out more. Everything else answers NO_SUCH_ALGORITHM.

            | factory | constants there |
            |---|---|

            """);
        foreach (var (name, type, signature, tail) in ((string, string, string, object?[])[])
                 [
                     ("Cipher.ALG_", "javacardx/crypto/Cipher", "getInstance(BZ)Ljavacardx/crypto/Cipher;", [false]),
                     ("Signature.ALG_", "javacard/security/Signature", "getInstance(BZ)Ljavacard/security/Signature;", [false]),
                     ("MessageDigest.ALG_", "javacard/security/MessageDigest", "getInstance(BZ)Ljavacard/security/MessageDigest;", [false]),
                     ("KeyAgreement.ALG_", "javacard/security/KeyAgreement", "getInstance(BZ)Ljavacard/security/KeyAgreement;", [false]),
                     ("RandomData.ALG_", "javacard/security/RandomData", "getInstance(B)Ljavacard/security/RandomData;", []),
                     ("Checksum.ALG_", "javacard/security/Checksum", "getInstance(BZ)Ljavacard/security/Checksum;", [false]),
                 ])
        {
            var there = Enumerable.Range(-128, 256).Where(code => Has(() => card.Static(type, signature, [code, .. tail])));
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {string.Join(", ", there)} |\n");
        }

        for (var type = 1; type <= 43; type++)
        {
            var sizes = Enumerable.Range(1, 4096).Where(bits => bits is 113 or 131 or 163 or 193 or 521 || bits % 16 == 0)
                .Where(bits => Has(() => KeyShapeOf(type, bits))).ToList();
            if (sizes.Count > 0)
            {
                var range = sizes.Count > 12 ? $"{sizes[0]} to {sizes[^1]} bits" : string.Join(", ", sizes) + " bits";
                text.Append(CultureInfo.InvariantCulture, $"| KeyBuilder.TYPE_ {type} | {range} |\n");
            }
        }

        return text.ToString();

        static void KeyShapeOf(int type, int bits) => Tsms.VirtualCard.Api.Natives.Security.KeyShape.Of((byte)type, bits);

        static bool Has(Action ask)
        {
            try
            {
                ask();
                return true;
            }
            catch (Exception e) when (e is Machine.JavaThrow or Tsms.VirtualCard.Api.Crypto.CardCryptoException)
            {
                return false;
            }
        }
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
                c.Super == type.Name && library.Bodies.ContainsKey($"{c.Name}.{method.Signature}"));
    }
}
