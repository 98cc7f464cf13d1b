using System.Globalization;
using System.Text;
using Tsms.JavaCard.Exports;
using Tsms.VirtualCard.Api;
using Tsms.VirtualCard.Linking;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Tests.Runtime;

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
        var newest = ApiProfile.JavaCard32.Packages;
        var everything = ApiProfile.JavaCard305 with { Packages = ApiTables.All.ToDictionary(t => t.Name, t => (int)t.Minor) };
        var library = CardApi.Create(everything);
        var sources = new ApiSources(TestFiles.Root);
        var calls = new ApiCalls();
        var text = new StringBuilder("""
            # Java Card and GlobalPlatform API

            What the virtual card has of each API package. A method that is not there is known by its token, and a CAP that refers to it is refused when it is
            loaded, with the method's name. *3.0.5* and *3.2* are the versions that profiles of that Java Card version let a CAP import; a dash: a CAP that imports
            the package is refused. A CAP that imports version n.m is linked when the card's is n and at least m; which token came in which version is held by
            the tables of `Tsms.JavaCard`, which agree with the export files of Java Card 2.1.1, 2.2.2, 3.0.4, 3.0.5, 3.1 and 3.2 and of GlobalPlatform 1.0 to 1.7.
            *test* names first the test that drives byte code which calls the method (the packages of `applets/conformance`), then one that calls it directly.
            The document is written by `ApiCoverageTests` (with `TSMS_UPDATE_DOCS=1`) and held by it.

            | package | version known | 3.0.5 | 3.2 | methods there |
            |---|---|---|---|---|

            """);
        var details = new StringBuilder();
        foreach (var package in library.Packages.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            var name = package.Name.Replace('/', '.');
            var methods = package.Classes.Where(c => c.Token != ApiClass.Internal).SelectMany(c => c.Methods.Select(m => (Class: c, Method: m))).ToList();
            var there = methods.Count(m => IsThere(library, m.Class, m.Method));
            string Version(IReadOnlyDictionary<string, int> profile) =>
                profile.TryGetValue(package.Name, out var minor) ? string.Create(CultureInfo.InvariantCulture, $"{package.Major}.{minor}") : "-";
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {package.Major}.{package.Minor} | {Version(offered)} | {Version(newest)} | {there} of {methods.Count} |\n");
            if (there > 0)
            {
                details.Append(CultureInfo.InvariantCulture, $"\n## {name}\n\n| class | method | status | file | test |\n|---|---|---|---|---|\n");
                foreach (var (type, method) in methods)
                {
                    details.Append(Row(library, sources, calls, type, method));
                }
            }
        }

        return text.Append(Decisions).Append(Algorithms()).Append(details).ToString();
    }

    private const string Decisions = """

        ## Decisions

        - **Remote method invocation** is refused at load: `java.rmi` is not offered, and `javacard.framework.service` has no body for RMIService and
          CardRemoteObject. The rest of that package is there for a profile that names it. By default it is not offered: public load files use its AID.
        - **javacardx.external**: the card has no memory beside its own; getMemoryAccessInstance answers NO_SUCH_SUBSYSTEM.
        - **Biometry**: the one algorithm is that of the type PASSWORD, which compares bytes; other types and other providers answer NO_SUCH_BIO_TEMPLATE.
        - **Array views** and **javacardx.framework.nio**, **event**, **time**, **javacardx.security.cert**, **derivation**, **util** of Java Card 3.1 are refused at
          load: no public load file that was seen imports them.
        - **ETSI and makers' packages** (uicc.access, uicc.toolkit, com.nxp): refused at load, since no profile has them.
        - **org.globalplatform.contactless, filesystem, privacy, securechannel**: refused at load.

        """;

    private static string Row(ApiLibrary library, ApiSources sources, ApiCalls calls, ApiClass type, ApiMethod method)
    {
        var body = BodyOf(library, type, method);
        var status = body is not null ? "done" : IsThere(library, type, method) ? "the applet's" : "refused at load";
        var shortName = type.Name[(type.Name.LastIndexOf('/') + 1)..];
        var file = body is null ? "-" : ApiSources.FileOf(body);
        var tests = body is null ? "-" : calls.TestOf(type.Name, method.Signature) is { } called
            ? string.Join(", ", sources.TestsOf(shortName, method).Split(", ").Where(t => t != "-").Take(1).Prepend(called))
            : sources.TestsOf(shortName, method);
        return string.Create(CultureInfo.InvariantCulture, $"| {shortName} | `{method.Signature}` | {status} | {file} | {tests} |\n");
    }

    // An interface that extends another takes its methods along.
    private static bool Implements(ApiLibrary library, ApiClass type, string name) => type.Interfaces.Contains(name)
        || library.Packages.SelectMany(p => p.Classes).Any(c => c.IsInterface && type.Interfaces.Contains(c.Name) && Implements(library, c, name));

    private static NativeBody? BodyOf(ApiLibrary library, ApiClass type, ApiMethod method)
    {
        var owners = library.Packages.SelectMany(p => p.Classes).Where(c => type.IsInterface ? Implements(library, c, type.Name) : c.Super == type.Name).Select(c => c.Name);
        return owners.Prepend(type.Name).Select(o => library.Bodies.GetValueOrDefault($"{o}.{method.Signature}")).FirstOrDefault(b => b is not null);
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
                !c.IsInterface && Implements(library, c, type.Name) && library.Bodies.ContainsKey($"{c.Name}.{method.Signature}"))
            : method.IsAbstract && library.Packages.SelectMany(p => p.Classes).Any(c =>
                c.Super == type.Name && library.Bodies.ContainsKey($"{c.Name}.{method.Signature}"));
    }
}
