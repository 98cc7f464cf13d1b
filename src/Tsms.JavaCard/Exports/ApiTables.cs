using System.Globalization;
using System.Reflection;

namespace Tsms.JavaCard.Exports;

/// <summary>
/// Reads the tables of the API packages. A table is text, one thing a line:
/// <code>
/// package NAME AID MAJOR.MINOR
/// [shareable|final|abstract] interface|class TOKEN NAME [extends CLASS] [implements A,B] [since MINOR]
///   init|static|virtual|abstract|interface TOKEN NAME(ARGUMENTS)RESULT [protected] [final] [since MINOR]
///   staticfield TOKEN NAME TYPE
/// </code>
/// The tokens are those of the published export files (JCVM 3.0.5, chapter 5). Constants of compile time have no token. What is not protected is public.
/// </summary>
public static class ApiTables
{
    internal const byte LastMinorOfFormat22 = 6; // of javacard.framework, javacard.security and javacardx.crypto in Java Card 3.0.5
    private const string Prefix = "Tsms.JavaCard.Exports.Tables.";

    private static readonly Lazy<IReadOnlyList<ApiTable>> Known = new(ReadAll);

    /// <summary>All packages, each after those it builds on.</summary>
    public static IReadOnlyList<ApiTable> All => Known.Value;

    /// <summary>Reads one table.</summary>
    /// <exception cref="FormatException">The message names the line.</exception>
    public static ApiTable Parse(string text)
    {
        string? name = null;
        var aid = "";
        byte major = 0;
        byte minor = 0;
        var classes = new List<ApiTableClass>();
        var methods = new List<ApiTableMethod>();
        var fields = new List<ApiTableField>();
        var number = 0;
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            number++;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            try
            {
                if (words[0] == "package")
                {
                    var dot = words[3].IndexOf('.', StringComparison.Ordinal);
                    (name, aid, major, minor) = (words[1], words[2], (byte)Number(words[3][..dot]), (byte)Number(words[3][(dot + 1)..]));
                }
                else if (words[0] == "staticfield")
                {
                    fields.Add(new ApiTableField(Number(words[1]), words[2], words[3]));
                }
                else if (words[1].All(char.IsAsciiDigit) && words.Length > 2 && words[2].Contains('(', StringComparison.Ordinal))
                {
                    methods.Add(Method(words));
                }
                else
                {
                    (methods, fields) = ([], []);
                    classes.Add(Class(name!, words, methods) with { StaticFields = fields });
                }
            }
            catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or FormatException or OverflowException)
            {
                throw new FormatException($"Line {number} of the table of {name ?? "a package"}: {line}", e);
            }
        }

        return new ApiTable(name ?? throw new FormatException("The table names no package."), aid, major, minor, classes);
    }

    private static ApiTableMethod Method(string[] words)
    {
        var open = words[2].IndexOf('(', StringComparison.Ordinal);
        return new ApiTableMethod(
            Enum.Parse<ApiTableMethodKind>(words[0], ignoreCase: true), Number(words[1]), words[2][..open], words[2][open..], Since(words))
        {
            IsProtected = words.Contains("protected"),
            IsFinal = words.Contains("final"),
        };
    }

    private static ApiTableClass Class(string package, string[] words, List<ApiTableMethod> methods)
    {
        var kind = Array.FindIndex(words, w => w is "class" or "interface");
        string? After(string word) => Array.IndexOf(words, word) is > 0 and var at ? words[at + 1] : null;
        return new ApiTableClass(
            $"{package}/{words[kind + 2]}",
            Number(words[kind + 1]),
            After("extends"),
            After("implements")?.Split(',') ?? [],
            methods,
            words[kind] == "interface",
            words.AsSpan(0, kind).Contains("shareable"),
            Since(words))
        {
            IsAbstract = words.AsSpan(0, kind).Contains("abstract"),
            IsFinal = words.AsSpan(0, kind).Contains("final"),
        };
    }

    private static int Since(string[] words) => words[^2] == "since" ? Number(words[^1]) : 0;

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private static List<ApiTable> ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var waiting = new List<ApiTable>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            waiting.Add(Parse(reader.ReadToEnd()));
        }

        return Sort(waiting, t => t.Classes.Select(c => c.Name), t => t.Classes.SelectMany(c => c.Interfaces.Append(c.Super ?? "")));
    }

    /// <summary>Orders things so that each stands after those it needs; otherwise the order stays.</summary>
    /// <exception cref="FormatException">The things need each other in a circle.</exception>
    public static List<T> Sort<T>(IEnumerable<T> items, Func<T, IEnumerable<string>> gives, Func<T, IEnumerable<string>> needs)
    {
        var waiting = items.ToList();
        var missing = waiting.SelectMany(gives).ToHashSet();
        var sorted = new List<T>();
        while (waiting.Count > 0)
        {
            var next = waiting.FindIndex(item => !needs(item).Except(gives(item)).Any(missing.Contains));
            if (next < 0)
            {
                throw new FormatException("The tables build on each other in a circle.");
            }

            sorted.Add(waiting[next]);
            missing.ExceptWith(gives(waiting[next]));
            waiting.RemoveAt(next);
        }

        return sorted;
    }
}
