using System.Text.RegularExpressions;

namespace Tsms.Architecture.Tests;

/// <summary>How source files look.</summary>
public sealed partial class SourceTests
{
    private const int MaxLines = 500;

    /// <summary>Files above the limit, with the reason; an entry for a file that is short again fails.</summary>
    private static readonly Dictionary<string, string> s_longFiles = new()
    {
        ["src/Tsms.VirtualCard/Machine/VirtualMachine.Interpret.cs"] = "one switch over all bytecodes, in the order of the opcode table",
    };

    [Fact]
    public void Namespaces_OfSrc_EqualTheirFolders()
    {
        var wrong =
            from file in Repository.Sources
            let folder = file["src/".Length..file.LastIndexOf('/')].Replace('/', '.')
            let declared = Namespace().Match(Repository.Code(file))
            where declared.Success && declared.Groups[1].Value != folder
            select $"{file} declares {declared.Groups[1].Value}";
        Laws.Hold(wrong);
    }

    [Fact]
    public void Classes_OfSrc_AreSealedAbstractOrStatic()
    {
        var code = Repository.Sources.Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal)).ToDictionary(file => file, Repository.Code);

        // the modifiers of a partial class may stand in another file
        var closed = code.Values.SelectMany(text => Class().Matches(text)).Where(IsClosed).Select(match => match.Groups[2].Value).ToHashSet();
        var open =
            from file in code
            from match in Class().Matches(file.Value)
            where !IsClosed(match) && !(match.Groups[1].Value.Contains("partial", StringComparison.Ordinal) && closed.Contains(match.Groups[2].Value))
            select $"{file.Key}: {match.Groups[2].Value}";
        Laws.Hold(open);
    }

    [Fact]
    public void Files_OfSrc_AreShort()
    {
        // migrations are generated
        var tooLong = Repository.Sources.Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal) && Repository.Read(file).Count(c => c == '\n') > MaxLines).ToArray();
        Laws.Hold(tooLong.Except(s_longFiles.Keys).Select(file => $"{file} has more than {MaxLines} lines"));
        Laws.Hold(s_longFiles.Keys.Intersect(Repository.Sources).Except(tooLong).Select(file => $"{file} is short again; take it off the list"));
    }

    [Fact]
    public void Files_OfSrc_SwitchOffNoWarning() => Laws.Hold(Repository.Sources.Where(
        file => !file.Contains("/Migrations/", StringComparison.Ordinal) && Pragma().IsMatch(Repository.Code(file))));

    private static bool IsClosed(Match match) =>
        match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(modifier => modifier is "sealed" or "abstract" or "static");

    [GeneratedRegex(@"^namespace ([A-Za-z0-9_.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^[ \t]*((?:(?:public|internal|private|protected|file|sealed|abstract|static|partial|unsafe|new) )*)(?:record class|class|record(?! struct)) ([A-Za-z_][A-Za-z0-9_]*)", RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex(@"^\s*#pragma warning disable", RegexOptions.Multiline)]
    private static partial Regex Pragma();
}
