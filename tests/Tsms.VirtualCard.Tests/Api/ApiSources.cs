using Tsms.VirtualCard.Linking;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>Where the body of a method stands and which test files name it: the last two columns of docs/coverage/java-card-api.md.</summary>
internal sealed class ApiSources
{
    private const int Shown = 2;
    private readonly List<(string Name, string Text)> _tests;

    public ApiSources(string root)
    {
        var folder = Path.Combine(root, "tests", "Tsms.VirtualCard.Tests", "Api");
        _tests = [.. Directory.GetFiles(folder, "*Tests.cs").Where(f => !f.EndsWith("ApiCoverageTests.cs", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllText(f)))];
    }

    /// <summary>The file of a body, below src/Tsms.VirtualCard/Api: the class it was written in, beneath whatever was put around it.</summary>
    public static string FileOf(NativeBody body)
    {
        // What is put around a body captures it under this name; other fields of a closure hold delegates that the compiler caches, itself among them.
        while (body.Target is { } target && target.GetType().GetField("body")?.GetValue(target) is NativeBody inner)
        {
            body = inner;
        }

        var type = body.Method.DeclaringType!;
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type.Name + ".cs";
    }

    /// <summary>Test files that name the class and the method, with its descriptor or without.</summary>
    public string TestsOf(string type, ApiMethod method)
    {
        var isConstructor = method.Name == "<init>";
        var literal = isConstructor ? $"\"{method.Descriptor}\"" : method.Signature;
        var name = isConstructor ? literal : $"\"{method.Name}\"";
        var found = _tests.Where(t => t.Text.Contains(type, StringComparison.Ordinal) && t.Text.Contains(literal, StringComparison.Ordinal)).ToList();
        if (found.Count == 0)
        {
            found = [.. _tests.Where(t => t.Text.Contains(type, StringComparison.Ordinal)
                && (t.Text.Contains(name, StringComparison.Ordinal) || t.Text.Contains($"\"{method.Name}(", StringComparison.Ordinal)))];
        }

        return found.Count == 0 ? "-" : string.Join(", ", found.Take(Shown).Select(t => t.Name));
    }
}
