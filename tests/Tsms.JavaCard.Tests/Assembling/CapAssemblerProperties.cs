using CsCheck;
using Tsms.JavaCard.Assembling;
using Tsms.JavaCard.Bytecode;

namespace Tsms.JavaCard.Tests.Assembling;

public sealed class CapAssemblerProperties
{
    private static readonly Gen<string> Line = Gen.OneOf(
        Gen.OneOf("nop", "aconst_null", "sconst_1", "aload_0", "dup", "pop", "sadd", "swap_x 1 1", "s2i", "athrow", "areturn", "newarray byte"),
        Gen.SByte.Select(b => $"bspush {b}"),
        Gen.Short.Select(s => $"sspush {s}"),
        Gen.Int.Select(i => $"iipush {i}"),
        Gen.Byte.Select(b => $"astore {b}"),
        Gen.Select(Gen.Byte, Gen.SByte).Select((l, c) => $"sinc {l} {c}"),
        Gen.OneOf("getfield_s A.x", "putfield_a A.y", "getstatic_b A.z", "new A", "checkcast A[]", "instanceof int[]"),
        Gen.OneOf("invokespecial A.<init>()V", "invokevirtual A.v(S)S", "invokeinterface I.i(I)V", "invokestatic A.m()V", "invokespecial super B.v(S)S"),
        Gen.SByte.Select(d => $"goto {d:+0;-0;+0}"),
        Gen.Short.Select(d => $"jsr {d:+0;-0;+0}"));

    /// <summary>What the assembler makes is read back: the instructions, the places of their constants, and again the same bytes.</summary>
    [Fact]
    public void Assemble_AnyCode_IsReadBack() =>
        Gen.Select(Line.Array[0, 60], Gen.OneOf("2.1", "2.2", "2.3", "2.3 extended"), Gen.Byte[0, 40], Gen.Byte[0, 40]).Sample((lines, format, stack, locals) =>
        {
            var cap = CapAssembler.Assemble(
                $"""
                package a/b F0000000AB 1.0
                format {format}
                import java/lang
                interface I
                  method i(I)V
                class A
                  field x S
                  field y [I
                  static z B
                  method <init>()V
                    return
                  end
                  public method v(S)S
                    sconst_0
                    sreturn
                  end
                  static method m()V stack {stack} locals {locals}
                    {string.Join('\n', lines)}
                  end
                class B extends A
                """);
            var method = cap.ListMethods().Single(m => m.Location == cap.Descriptor!.Classes.Single(c => c.Methods.Length == 3).Methods[2].Location);
            Assert.Equal((stack, locals), (method.Header.MaxStack, method.Header.MaxLocals));
            var read = method.Instructions().ToList();
            Assert.Equal(lines.Select(l => l.Split(' ')[0]), read.Select(i => i.Info.Mnemonic));
            foreach (var (line, instruction) in lines.Zip(read))
            {
                var words = line.Split(' ');
                switch (instruction.Info.Operands)
                {
                    case OperandLayout.Byte or OperandLayout.Short or OperandLayout.Int:
                        Assert.Equal(int.Parse(words[1], null), instruction.Constant);
                        break;
                    case OperandLayout.Local:
                        Assert.Equal(int.Parse(words[1], null), instruction.Local);
                        break;
                    case OperandLayout.Branch1 or OperandLayout.Branch2:
                        Assert.Equal(instruction.Offset + int.Parse(words[1], null), instruction.Targets().Single());
                        break;
                }
            }

            var locations = cap.ReferenceLocation.Blocks[0];
            Assert.Equal(
                read.Where(i => i.Info.Operands == OperandLayout.Index1).Select(i => i.Offset + 1), locations.ByteIndices.Where(o => o >= method.Header.CodeOffset));
            Assert.Equal(cap.LoadFileDataBlock(true), CapFile.Read(CapWriter.ToJar(cap)).LoadFileDataBlock(true));
        });
}
