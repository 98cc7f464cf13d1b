using System.Globalization;
using System.Security.Cryptography;
using Tsms.JavaCard;
using Tsms.JavaCard.Assembling;
using Tsms.JavaCard.Bytecode;
using Tsms.VirtualCard.Tests.Runtime;
using OpcodeTable = Tsms.JavaCard.Bytecode.Opcodes;

namespace Tsms.VirtualCard.Tests.Conformance;

/// <summary>The opcodes of real converters' code, with the results that a Java machine of the host had for the same classes.</summary>
public sealed class OpcodesConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void Run_OfEveryGroup_FindsWhatAJavaMachineFound()
    {
        using var card = new ConformanceCard();
        Assert.Equal("9000", card.Select(ConformanceCard.Opcodes));
        var lines = File.ReadAllLines(Path.Combine(ConformanceCard.Folder, "expected.txt"));
        Assert.InRange(lines.Length, 2000, 10_000);
        foreach (var line in lines)
        {
            var values = line.Split(' ').Select(v => int.Parse(v, CultureInfo.InvariantCulture)).ToArray();
            var answer = card.Send($"8010{values[0]:X2}0004{(ushort)values[1]:X4}{(ushort)values[2]:X4}00");
            Assert.True($"{values[3]:X8}9000" == answer, $"group, a, b, result {line}: {answer}");
        }
    }

    [Fact]
    public void Packages_Together_HoldEveryOpcode()
    {
        var held = new HashSet<OpcodeInfo>();
        foreach (var cap in ConformanceCard.Packages.Select(ConformanceCard.Package).Append(Rare()))
        {
            held.UnionWith(cap.ListMethods().SelectMany(m => m.Instructions()).Select(i => i.Info));
        }

        output.WriteLine($"{held.Count} of {OpcodeTable.Count} opcodes");
        Assert.Equal([], OpcodeTable.All.Except(held).Select(o => o.Mnemonic));
    }

    [Fact]
    public void Packages_AreOfThreeFormats() => Assert.Equal(
        ["2.1", "2.2", "2.3", "2.1"],
        ConformanceCard.Packages.Select(p => ConformanceCard.Package(p).Header.Format.ToString()));

    [Fact]
    public void Packages_AreTheOnesOfTheirSums()
    {
        foreach (var line in File.ReadAllLines(Path.Combine(ConformanceCard.Folder, "SHA256SUMS")))
        {
            var (sum, name) = (line[..64], line[64..].Trim());
            Assert.Equal(sum, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(ConformanceCard.Folder, name)))));
        }
    }

    /// <summary>What no compiler writes: nop, swap_x and others, each method with the answer that JCVM 3.0.5, 7.5 tells.</summary>
    [Theory]
    [InlineData("00", "0102")]
    [InlineData("01", "0201")]
    [InlineData("02", "0304")]
    [InlineData("03", "1234")]
    [InlineData("04", "0007")]
    [InlineData("05", "0009")]
    [InlineData("06", "002A")]
    [InlineData("07", "0003")]
    [InlineData("08", "0123")]
    public void Run_OfRareCode_AnswersAsTheMachineIsSpecified(string which, string expected)
    {
        var cap = Rare();
        var card = new TestCard();
        card.Runtime.Load(cap);
        var module = cap.Applets[0].Aid;
        card.Install(cap, module);
        card.Select(module);
        Assert.Equal(expected + "9000", card.Send(module, $"8000{which}0000"));
    }

    private static CapFile Rare() => CapAssembler.Assemble(File.ReadAllText(Path.Combine(ConformanceCard.Folder, "rare.txt")));
}
