using Tsms.JavaCard.Assembling;
using Tsms.JavaCard.Verification;

namespace Tsms.JavaCard.Tests.Verification;

/// <summary>Methods with one thing wrong each, or nothing: cases.txt, in the class of frame.txt.</summary>
public sealed class VerifierCases
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Verification");
    private static readonly string Frame = File.ReadAllText(Path.Combine(Folder, "frame.txt"));
    private static readonly Dictionary<string, (string Rule, string Body)> All = File.ReadAllText(Path.Combine(Folder, "cases.txt"))
        .Split("=== ")[1..]
        .Select(part => (Head: part[..part.IndexOf('\n', StringComparison.Ordinal)].Trim().Split(" | "), Body: part[part.IndexOf('\n', StringComparison.Ordinal)..]))
        .ToDictionary(c => c.Head[0], c => (c.Head[1], c.Body));

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Verify_Case_NamesTheRule(string name)
    {
        var (rule, body) = All[name];
        foreach (var format in (string[])["2.1", "2.2", "2.3", "2.3 extended"])
        {
            var cap = CapAssembler.Assemble(Frame.Replace("import java/lang", $"format {format}\nimport java/lang", StringComparison.Ordinal).Replace("%BODY%", body, StringComparison.Ordinal));
            var report = CapVerifier.Verify(cap);
            Assert.Equal(rule == "Good" ? "" : rule, string.Join(", ", report.Findings.Select(f => f.Rule).Distinct()));
            Assert.All(report.Findings, f => Assert.True(f.Offset < cap.Find(Components.ComponentTag.Method)!.Bytes.Length && (f.Method is not null || f.Rule == VerificationRule.ConstantType)));
        }
    }
}
