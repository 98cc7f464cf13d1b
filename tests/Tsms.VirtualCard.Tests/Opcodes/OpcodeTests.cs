using Tsms.JavaCard.Bytecode;

namespace Tsms.VirtualCard.Tests.Opcodes;

/// <summary>Every byte code of JCVM 3.0.5, ch. 7, as the files in Opcodes/ tell it.</summary>
public sealed class OpcodeTests
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
        var named = JavaCard.Bytecode.Opcodes.All.Select(info => info.Opcode).ToList();
        Assert.Equal(185, named.Count);
        var covered = OpcodeCase.All.Select(c => Named(c.Case.Op)).ToHashSet();
        Assert.Equal([], named.Except(covered));
        Assert.All(OpcodeCase.All, c => Assert.Contains((byte)Named(c.Case.Op), c.Case.Bytes));
    }

    private static Opcode Named(string mnemonic) => JavaCard.Bytecode.Opcodes.TryFind(mnemonic, out var info) ? info.Opcode : throw new ArgumentException(mnemonic);
}
