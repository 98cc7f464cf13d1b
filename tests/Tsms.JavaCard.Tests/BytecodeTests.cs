using Tsms.JavaCard.Bytecode;
using Tsms.JavaCard.Tests.Building;

namespace Tsms.JavaCard.Tests;

public sealed class BytecodeTests
{
    [Fact]
    public void All_Table_Has185InstructionsInOrderOfTheirOpcodes()
    {
        Assert.Equal(185, Opcodes.Count);
        Assert.All(Opcodes.All.Index(), item => Assert.Equal(item.Index, (byte)item.Item.Opcode));
        Assert.Equal(185, Opcodes.All.Select(info => info.Mnemonic).Distinct().Count());
        Assert.Equal(Enum.GetValues<Opcode>().Except([Opcode.ImpDep1, Opcode.ImpDep2]), Opcodes.All.Select(info => info.Opcode));
        Assert.False(Opcodes.IsDefined(185));
        Assert.Throws<ArgumentOutOfRangeException>(() => Opcodes.Info(Opcode.ImpDep1));
    }

    /// <summary>Samples from JCVM 3.0.5 chapter 7 and the table of opcodes in chapter 8.</summary>
    [Theory]
    [InlineData(0x00, "nop", 1, 0, 0, "7.5.72")]
    [InlineData(0x09, "iconst_m1", 1, 0, 2, "7.5.33")]
    [InlineData(0x10, "bspush", 2, 0, 1, "7.5.15")]
    [InlineData(0x14, "iipush", 5, 0, 2, "7.5.47")]
    [InlineData(0x18, "aload_0", 1, 0, 1, "7.5.5")]
    [InlineData(0x27, "iaload", 1, 2, 2, "7.5.29")]
    [InlineData(0x3A, "iastore", 1, 4, 0, "7.5.31")]
    [InlineData(0x3F, "dup_x", 2, -1, -1, "7.5.18")]
    [InlineData(0x4B, "sneg", 1, 1, 1, "7.5.96")]
    [InlineData(0x5A, "iinc", 3, 0, 0, "7.5.45")]
    [InlineData(0x5F, "icmp", 1, 4, 1, "7.5.32")]
    [InlineData(0x68, "if_acmpeq", 2, 2, 0, "7.5.35")]
    [InlineData(0x71, "jsr", 3, 0, 1, "7.5.69")]
    [InlineData(0x73, "stableswitch", -1, 1, 0, "7.5.106")]
    [InlineData(0x76, "ilookupswitch", -1, 2, 0, "7.5.50")]
    [InlineData(0x7E, "getstatic_i", 3, 0, 2, "7.5.23")]
    [InlineData(0x8A, "putfield_i", 2, 3, 0, "7.5.75")]
    [InlineData(0x8E, "invokeinterface", 5, -1, -1, "7.5.54")]
    [InlineData(0x94, "checkcast", 4, 1, 1, "7.5.16")]
    [InlineData(0x97, "iinc_w", 4, 0, 0, "7.5.46")]
    [InlineData(0xA8, "goto_w", 3, 0, 0, "7.5.25")]
    [InlineData(0xAD, "getfield_a_this", 2, 0, 1, "7.5.21")]
    [InlineData(0xB8, "putfield_i_this", 2, 2, 0, "7.5.76")]
    public void Info_Opcode_IsAsInTheSpecification(byte opcode, string mnemonic, int length, int pops, int pushes, string section)
    {
        var info = Opcodes.Info((Opcode)opcode);
        Assert.Equal((mnemonic, length, pops, pushes, section), (info.Mnemonic, info.Length, info.Pops, info.Pushes, info.Section));
    }

    [Theory]
    [InlineData("73 0009 0001 0002 0010 0020", 11, new[] { 9, 16, 32 })]
    [InlineData("74 0009 00000001 00000002 0010 FFFE", 15, new[] { 9, 16, -2 })]
    [InlineData("75 0009 0002 0005 0010 0007 0020", 13, new[] { 9, 16, 32 })]
    [InlineData("76 0009 0001 00000005 0010", 11, new[] { 9, 16 })]
    [InlineData("75 0009 0000", 5, new[] { 9 })]
    [InlineData("70 FE", 2, new[] { -2 })]
    [InlineData("A8 0100", 3, new[] { 256 })]
    [InlineData("7A", 1, new int[0])]
    public void At_Jump_HasItsTargets(string code, int length, int[] targets)
    {
        var instruction = Disassembler.At(Hex(code), 0);
        Assert.Equal((length, length), (instruction.Length, instruction.Next));
        Assert.Equal(targets, instruction.Targets());
    }

    [Fact]
    public void At_Operands_AreReadByLayout()
    {
        Assert.Equal(-1, Disassembler.At(Hex("10FF"), 0).Constant);
        Assert.Equal(-2, Disassembler.At(Hex("11FFFE"), 0).Constant);
        Assert.Equal(-3, Disassembler.At(Hex("14FFFFFFFD"), 0).Constant);
        Assert.Equal((5, -1), Disassembler.At(Hex("5905FF"), 0) is var sinc ? (sinc.Local, sinc.Constant) : default);
        Assert.Equal((5, 256), Disassembler.At(Hex("96050100"), 0) is var wide ? (wide.Local, wide.Constant) : default);
        Assert.Equal(7, Disassembler.At(Hex("1507"), 0).Local);
        Assert.Equal(0x83, Disassembler.At(Hex("8383"), 0).ConstantPoolIndex);
        Assert.Equal(0x0102, Disassembler.At(Hex("8E03010204"), 0).ConstantPoolIndex);
        Assert.Equal(0x0102, Disassembler.At(Hex("94000102"), 0).ConstantPoolIndex);
        Assert.Null(Disassembler.At(Hex("940B0000"), 0).ConstantPoolIndex);
        Assert.Null(Disassembler.At(Hex("00"), 0).Local);
        Assert.Equal("0: sspush FFFE", Disassembler.At(Hex("11FFFE"), 0).ToString());
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("B9", 0)]
    [InlineData("FE", 0)]
    [InlineData("0000 11FF", 2)]
    [InlineData("73 0009 0001", 0)]
    [InlineData("73 0009 0002 0000 0010", 0)]
    [InlineData("73 0009 0002 0001", 0)]
    [InlineData("74 0009 80000000 7FFFFFFF 0010", 0)]
    [InlineData("75 0009 FFFF 0005 0010", 0)]
    public void Range_WhatIsNoInstruction_IsRefusedAtItsOffset(string code, int offset)
    {
        var bytes = Hex(code);
        var error = Assert.Throws<CapFormatException>(() => Disassembler.Range(bytes, 0, Math.Max(bytes.Length, 1)).Count());
        Assert.Equal((CapRule.WrongBytecode, offset), (error.Rule, error.Offset));
    }

    [Fact]
    public void Instructions_Vault_EndWithOneThatDoesNotFallThrough()
    {
        var methods = CapFile.Read(SampleCap.Vault).ListMethods();
        Assert.All(methods, method => Assert.True(method.Instructions().Last().Info.EndsFlow));
        Assert.Contains(methods.SelectMany(method => method.Instructions()), instruction => instruction.Opcode == Opcode.InvokeVirtual);
    }

    private static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
