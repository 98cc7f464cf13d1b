using CsCheck;
using Tsms.JavaCard.Assembling;
using Tsms.JavaCard.Bytecode;
using Tsms.JavaCard.Components;
using Tsms.JavaCard.Tests.Building;
using Tsms.JavaCard.Verification;

namespace Tsms.JavaCard.Tests.Verification;

/// <summary>Whatever a file holds, verification ends with a report, within its limits.</summary>
public sealed class VerifierProperties
{
    private static readonly byte[][] LoadFiles =
    [
        CapFile.Read(SampleCap.CarKey).LoadFileDataBlock(true),
        CapFile.Read(SampleCap.Vault).LoadFileDataBlock(true),
        CapAssembler.AssembleLoadFile(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Verification", "frame.txt")).Replace("%BODY%", "", StringComparison.Ordinal)),
        CapAssembler.AssembleLoadFile(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Verification", "frame.txt")).Replace("%BODY%", "", StringComparison.Ordinal)
                .Replace("import java/lang", "format 2.3 extended\nimport java/lang", StringComparison.Ordinal)),
    ];

    private static readonly Gen<byte[]> Damaged = Gen.Select(Gen.OneOf(LoadFiles), Gen.Select(Gen.Double[0, 1], Gen.Byte).Array[1, 4]).Select((file, changes) =>
    {
        var bytes = (byte[])file.Clone();
        foreach (var (at, value) in changes)
        {
            bytes[(int)(at * (bytes.Length - 1))] = value;
        }

        return bytes;
    });

    [Fact]
    public void Verify_DamagedFile_EndsWithAReport() => Damaged.Sample(
        bytes => Assert.All(CapVerifier.Verify(bytes).Findings, f => Assert.False(string.IsNullOrEmpty(f.Message))), iter: 4000);

    /// <summary>Random instructions with random operands in a method: the report names a place in the method, or there is nothing to say.</summary>
    [Fact]
    public void Verify_RandomCode_EndsWithAReport() => Gen.Select(Gen.Byte[0, 184].Array[1, 40], Gen.Byte.Array[200]).Sample(
        (opcodes, operands) =>
        {
            var at = 0;
            var code = opcodes.SelectMany(o => new[] { o }.Concat(Enumerable.Range(0, Math.Max(0, Opcodes.Info((Opcode)o).Length - 1)).Select(_ => (byte)(operands[at++ % 200] % 24))));
            var cap = CapAssembler.Assemble($"""
                package a/b F0000000AB 1.0
                flags 1
                import java/lang
                class A
                  field x S
                  method <init>()V
                    aload_0
                    invokespecial java/lang/Object.<init>()V
                    return
                  end
                  method m(SLA;)V
                    bytes {Convert.ToHexString([.. code])}
                  end
                """);
            Assert.All(CapVerifier.Verify(cap).Findings, f => Assert.True(f.Offset < cap.Find(ComponentTag.Method)!.Bytes.Length));
        }, iter: 3000);

    [Fact]
    public void Verify_CodeMadeToTakeLong_IsRefusedWithinTheLimits()
    {
        // Each jsr leads to the next: the number of paths through the subroutines doubles each time.
        var calls = string.Join('\n', Enumerable.Range(0, 40).Select(i => $"s{i}: astore {i}\njsr s{i + 1}\njsr s{i + 1}\nret {i}"));
        var cap = CapAssembler.Assemble($"""
            package a/b F0000000AB 1.0
            import java/lang
            class A
              static method m()V locals 60
                jsr s0
                return
                {calls}
                s40: astore 40
                ret 40
              end
            """);
        var finding = Assert.Single(CapVerifier.Verify(cap, limits: new VerifierLimits(MaxSteps: 100_000)).Findings);
        Assert.Equal(VerificationRule.TooComplex, finding.Rule);
        finding = Assert.Single(CapVerifier.Verify(cap, limits: new VerifierLimits(MaxCells: 10_000)).Findings);
        Assert.Equal(VerificationRule.TooComplex, finding.Rule);
        Assert.False(CapVerifier.Verify(cap).IsValid);
    }

    [Fact]
    public void Verify_SampleApplets_FindsNothing()
    {
        Assert.Empty(CapVerifier.Verify(SampleCap.CarKey).Findings);
        Assert.Empty(CapVerifier.Verify(SampleCap.Vault).Findings);
    }

    [Fact]
    public void Verify_WithoutDescriptor_IsRefused()
    {
        var cap = CapFile.FromLoadFile(CapFile.Read(SampleCap.Vault).LoadFileDataBlock());
        Assert.Equal(VerificationRule.MissingDescriptor, Assert.Single(CapVerifier.Verify(cap).Findings).Rule);
    }

    [Fact]
    public void Verify_UnreadableFile_NamesTheComponent()
    {
        var finding = Assert.Single(CapVerifier.Verify(new byte[] { 1, 0, 1, 0 }).Findings);
        Assert.Equal((VerificationRule.Format, "Header"), (finding.Rule, finding.Component));
    }
}
