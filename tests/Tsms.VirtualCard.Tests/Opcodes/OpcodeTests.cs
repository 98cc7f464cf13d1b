using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Tsms.JavaCard.Bytecode;
using Tsms.VirtualCard.Tests.Runtime;
using OpcodeTable = Tsms.JavaCard.Bytecode.Opcodes;

namespace Tsms.VirtualCard.Tests.Opcodes;

/// <summary>Every byte code of JCVM 3.0.5, ch. 7, as the files in Opcodes/ tell it.</summary>
public sealed partial class OpcodeTests(ITestOutputHelper output)
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var (file, line, _) in OpcodeCase.All)
            {
                data.Add(file, line);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_OfACase_LeavesWhatItSays(string file, int line)
    {
        var test = OpcodeCase.All.Single(c => c.File == file && c.Line == line).Case;
        new OpcodeMachine().Run(test);
    }

    [Fact]
    public void Cases_OfAllFiles_CoverEveryOpcode()
    {
        Assert.Equal(185, OpcodeTable.Count);
        Assert.All(OpcodeCase.All, c => Assert.Contains(c.Case.Info, InstructionsOf(c.Case)));
        var covered = OpcodeCase.All.Select(c => c.Case.Info).ToHashSet();
        output.WriteLine($"{covered.Count} of {OpcodeTable.Count} opcodes in {OpcodeCase.All.Count} cases");
        Assert.Equal([], OpcodeTable.All.Except(covered).Select(o => o.Mnemonic));
    }

    /// <summary>The one table and the cases tell the same of what an instruction takes and gives.</summary>
    [Fact]
    public void Cases_OfOneInstruction_MoveTheStackAsTheTableSays()
    {
        var single = OpcodeCase.All.Select(c => c.Case)
            .Where(c => c is { After: not null, Handlers: null } && c.Info.Length == c.Bytes.Length && c.Info.Pops != OpcodeInfo.Variable)
            .ToList();
        Assert.InRange(single.Count, 200, OpcodeCase.All.Count);
        Assert.All(single, c => Assert.Equal(c.Info.Pushes - c.Info.Pops, c.After!.Length - (c.Stack?.Length ?? 0)));
    }

    /// <summary>Holds docs/coverage/opcodes.md to the cases. TSMS_UPDATE_DOCS=1 writes the document anew.</summary>
    [Fact]
    public void Document_SaysWhatTheCasesCover()
    {
        var file = Path.Combine(TestFiles.Root, "docs", "coverage", "opcodes.md");
        var expected = Document();
        if (Environment.GetEnvironmentVariable("TSMS_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file));
    }

    private static IEnumerable<OpcodeInfo> InstructionsOf(OpcodeCase test) =>
        Instructions(test.Bytes).Concat(Instructions(test.CalleeBytes)).Select(i => i.Info);

    private static IEnumerable<Instruction> Instructions(byte[] code) => Disassembler.Range(code, 0, code.Length);

    private static string Document()
    {
        var tested = OpcodeCase.All.GroupBy(c => c.Case.Info).ToDictionary(g => g.Key, g => g.ToList());
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            # Opcodes

            The instructions of the Java Card virtual machine (JCVM 3.0.5, chapter 7): {tested.Count} of {OpcodeTable.Count} run, told by {OpcodeCase.All.Count} cases in
            `tests/Tsms.VirtualCard.Tests/Opcodes/*.json`: code, stack before, stack and heap after, or the exception. Objects that a case does not name must be as
            they were. The table is written by `OpcodeTests` (with `TSMS_UPDATE_DOCS=1`) and held by it; *file* is where the instruction is run, in
            `src/Tsms.VirtualCard/Machine`.

            | opcode | | section | status | file | cases, of them exceptions | test |
            |---|---|---|---|---|---|---|

            """));
        var sources = Directory.GetFiles(Path.Combine(TestFiles.Root, "src", "Tsms.VirtualCard", "Machine"), "VirtualMachine.Interpret*.cs")
            .Order(StringComparer.Ordinal).Select(f => (Name: Path.GetFileName(f), Labels: LabelsOf(File.ReadAllText(f)))).ToList();
        foreach (var info in OpcodeTable.All)
        {
            var source = sources.Find(s => s.Labels.Contains(info.Opcode.ToString())).Name;
            var cases = tested.GetValueOrDefault(info, []);
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {(byte)info.Opcode:X2} | {info.Mnemonic} | {info.Section} | {(source is null ? "missing" : "done")} | {source} | {cases.Count}, {cases.Count(c => c.Case.Throws is not null)} | {string.Join(", ", cases.Select(c => c.File + ".json").Distinct())} |\n");
        }

        return text.ToString();
    }

    // Labels of a case: `case Opcode.A or Opcode.B:`
    private static HashSet<string> LabelsOf(string source) =>
        [.. Label().Matches(source).SelectMany(m => Name().Matches(m.Value)).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"case Opcode\.[^:]*:")]
    private static partial Regex Label();

    [GeneratedRegex(@"Opcode\.(\w+)")]
    private static partial Regex Name();
}
