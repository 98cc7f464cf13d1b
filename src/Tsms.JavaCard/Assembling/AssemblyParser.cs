using System.Globalization;
using Tsms.JavaCard.Components;
using Tsms.SmartCard;

namespace Tsms.JavaCard.Assembling;

/// <summary>Reads the source line by line.</summary>
internal sealed partial class AssemblyParser
{
    private PackageSource? _package;
    private ClassSource? _class;
    private MethodSource? _method;
    private byte _block;
    private int _line;

    /// <summary>Reads a source.</summary>
    /// <exception cref="AssemblyException">A line cannot be understood.</exception>
    public static PackageSource Parse(string source)
    {
        var parser = new AssemblyParser();
        foreach (var text in source.Split('\n'))
        {
            parser._line++;
            var comment = text.IndexOf("//", StringComparison.Ordinal);
            var words = (comment < 0 ? text : text[..comment]).Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
            {
                parser.Guarded(words);
            }
        }

        return parser._method is { } open
            ? throw new AssemblyException(open.Line, $"the method {open.Name} has no end")
            : parser._package ?? throw new AssemblyException(0, "the source begins with no package NAME AID VERSION");
    }

    private void Guarded(string[] words)
    {
        try
        {
            if (_method is not null)
            {
                Body(words);
            }
            else
            {
                Statement(words);
            }
        }
        catch (Exception e) when (e is FormatException or OverflowException or IndexOutOfRangeException or ArgumentException)
        {
            throw new AssemblyException(_line, $"{string.Join(' ', words)}: {e.Message}");
        }
    }

    private void Statement(string[] words)
    {
        if (_package is null && words[0] != "package")
        {
            throw new FormatException("the first line is package NAME AID VERSION");
        }

        switch (words[0])
        {
            case "package":
                _package = new PackageSource { Name = words[1], Aid = Aid.Parse(words[2]), Version = Version(words[3]) };
                break;
            case "format":
                (_package!.Minor, _package.IsExtended) = (Version(words[1]).Minor, words.Contains("extended"));
                break;
            case "flags":
                _package!.Flags = Byte(words[1]);
                break;
            case "export":
                _package!.HasExport = true;
                break;
            case "nodescriptor":
                _package!.HasDescriptor = false;
                break;
            case "block":
                _block++;
                break;
            case "import":
                Import(words);
                break;
            case "applet":
                _package!.Applets.Add((Aid.Parse(words[1]), words[2], _line));
                break;
            case "resource":
                _package!.Resources.Add((checked((ushort)Number(words[1])), Convert.FromHexString(string.Concat(words[2..]))));
                break;
            case "constant":
                _package!.Constants.Add(new ConstantSource(Byte(words[1]), Byte(words[2]), Byte(words[3]), Byte(words[4]), words.ElementAtOrDefault(5)));
                break;
            case var _ when words.Contains("class") || words.Contains("interface"):
                Class(words);
                break;
            case var _ when words.Contains("field") || words.Contains("static"):
                FieldOrMethod(words);
                break;
            case var _ when words.Contains("method"):
                Method(words);
                break;
            default:
                throw new FormatException("no such statement");
        }
    }

    private void Import(string[] words)
    {
        // import NAME [AID] [VERSION]; a known package needs no AID
        var aid = words.Skip(2).FirstOrDefault(w => !w.Contains('.', StringComparison.Ordinal));
        var version = words.Skip(2).FirstOrDefault(w => w.Contains('.', StringComparison.Ordinal)) ?? "1.0";
        var known = WellKnownPackage.All.FirstOrDefault(p => p.Name == words[1].Replace('/', '.'));
        _package!.Imports.Add((
            aid is not null ? Aid.Parse(aid) : known?.Aid ?? throw new FormatException($"{words[1]} is no known package, so its AID must be given"),
            Version(version),
            words[1]));
    }

    private void Class(string[] words)
    {
        var kind = Array.FindIndex(words, w => w is "class" or "interface");
        var isInterface = words[kind] == "interface";
        string? After(string word) => Array.IndexOf(words, word) is > 0 and var at ? words[at + 1] : null;
        var list = After(isInterface ? "extends" : "implements")?.Split(',') ?? [];
        _class = new ClassSource
        {
            Name = words[kind + 1],
            Line = _line,
            IsInterface = isInterface,
            Block = _block,
            Access = Flags(words.AsSpan(0, kind), AccessFlags.AbstractClassOrInit)
                | (isInterface ? AccessFlags.InterfaceOrAbstractMethod | AccessFlags.AbstractClassOrInit : AccessFlags.None),
            Super = isInterface ? "java/lang/Object" : After("extends") ?? "java/lang/Object",
            Interfaces = list,
            Inheritable = After("inheritable") is { } count ? Byte(count) : null,
            Tokens = [.. After("tokens")?.Split(',').Select(Byte).Distinct() ?? []],
        };
        _package!.Classes.Add(_class);
    }

    private void FieldOrMethod(string[] words)
    {
        if (words.Contains("method"))
        {
            Method(words);
            return;
        }

        // [flags] field NAME TYPE; [flags] static NAME TYPE [= VALUE | = {BYTES}]
        var kind = Array.FindIndex(words, w => w is "field" or "static");
        var access = Flags(words.AsSpan(0, kind), AccessFlags.None) | (words[kind] == "static" ? AccessFlags.Static : AccessFlags.None);
        var type = MethodDescriptorText.Split(words[kind + 2])[0];
        var equals = Array.IndexOf(words, "=");
        var field = new FieldSource(access, words[kind + 1], type, equals < 0 ? null : Value(type, words[(equals + 1)..]), _line);
        (_class ?? throw new FormatException("a field stands in a class")).Fields.Add(field);
    }

    private void Method(string[] words)
    {
        // [flags] method NAME(ARGUMENTS)RESULT [stack N] [locals N] [nargs N]; without body when abstract
        var kind = Array.IndexOf(words, "method");
        var open = words[kind + 1].IndexOf('(', StringComparison.Ordinal);
        var owner = _class ?? throw new FormatException("a method stands in a class");
        var access = Flags(words.AsSpan(0, kind), AccessFlags.InterfaceOrAbstractMethod);
        if (owner.IsInterface)
        {
            access |= AccessFlags.Public | AccessFlags.InterfaceOrAbstractMethod;
        }

        var name = words[kind + 1][..open];
        var method = new MethodSource
        {
            Access = access | (name == "<init>" ? AccessFlags.AbstractClassOrInit : AccessFlags.None),
            Name = name,
            Descriptor = words[kind + 1][open..],
            Line = _line,
        };
        _ = MethodDescriptorText.Split(method.Descriptor);
        for (var i = kind + 2; i + 1 < words.Length; i += 2)
        {
            switch (words[i])
            {
                case "stack":
                    method.Stack = Byte(words[i + 1]);
                    break;
                case "locals":
                    method.Locals = Byte(words[i + 1]);
                    break;
                case "nargs":
                    method.NArgs = Byte(words[i + 1]);
                    break;
                default:
                    throw new FormatException($"{words[i]} is not one of stack, locals, nargs");
            }
        }

        owner.Methods.Add(method);
        _method = method.IsAbstract ? null : method;
    }

    private static byte[] Value(string type, string[] words)
    {
        var text = string.Concat(words);
        if (text.StartsWith('{'))
        {
            return Convert.FromHexString(text.Trim('{', '}').Replace(",", "", StringComparison.Ordinal));
        }

        var number = Number(text);
        return type switch
        {
            "I" => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number],
            "S" => [(byte)(number >> 8), (byte)number],
            "B" or "Z" => [(byte)number],
            _ => throw new FormatException("a reference begins with {bytes of an array} or nothing"),
        };
    }

    private static AccessFlags Flags(ReadOnlySpan<string> words, AccessFlags isAbstract)
    {
        var flags = AccessFlags.None;
        foreach (var word in words)
        {
            flags |= word switch
            {
                "public" => AccessFlags.Public,
                "private" => AccessFlags.Private,
                "protected" => AccessFlags.Protected,
                "static" => AccessFlags.Static,
                "final" => AccessFlags.Final,
                "abstract" => isAbstract,
                _ => throw new FormatException($"{word} is no flag"),
            };
        }

        return flags;
    }

    private static PackageVersion Version(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return new PackageVersion(Byte(text[..dot]), Byte(text[(dot + 1)..]));
    }

    /// <summary>A number, decimal or after 0x hexadecimal.</summary>
    internal static int Number(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal)
            ? (int)uint.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : int.Parse(text, CultureInfo.InvariantCulture);

    internal static byte Byte(string text) => checked((byte)Number(text));
}
