using System.Buffers.Binary;

namespace Tsms.JavaCard.Bytecode;

/// <summary>Cuts code into instructions.</summary>
public static class Disassembler
{
    /// <summary>Reads the instruction at an offset.</summary>
    /// <param name="code">The code; offsets count from its first byte.</param>
    /// <param name="offset">Where the opcode stands.</param>
    /// <exception cref="CapFormatException">No instruction begins there, or it is cut off; the offset is that in <paramref name="code"/>.</exception>
    public static Instruction At(ReadOnlyMemory<byte> code, int offset)
    {
        if ((uint)offset >= (uint)code.Length)
        {
            throw Fail(offset, "the code ends here, an instruction was expected");
        }

        var opcode = code.Span[offset];
        if (!Opcodes.IsDefined(opcode))
        {
            throw Fail(offset, $"{opcode:X2} is no instruction");
        }

        var info = Opcodes.Info((Opcode)opcode);
        var length = info.Length == OpcodeInfo.Variable ? SwitchLength(info.Opcode, code.Span[offset..], offset) : info.Length;
        return length <= code.Length - offset
            ? new Instruction(info, offset, code.Slice(offset + 1, (int)length - 1))
            : throw Fail(offset, $"{info.Mnemonic} has {length} bytes, {code.Length - offset} are left");
    }

    /// <summary>Reads the instructions from an offset up to another, which the last one must meet exactly.</summary>
    /// <param name="code">The code; offsets count from its first byte.</param>
    /// <param name="start">Where the first opcode stands.</param>
    /// <param name="end">First offset behind the last instruction.</param>
    /// <exception cref="CapFormatException">While enumerating: a byte is no instruction, or the last one reaches beyond the end.</exception>
    public static IEnumerable<Instruction> Range(ReadOnlyMemory<byte> code, int start, int end)
    {
        var part = code[..Math.Min(end, code.Length)];
        for (var at = start; at < end;)
        {
            var instruction = At(part, at);
            yield return instruction;
            at = instruction.Next;
        }
    }

    /// <summary>
    /// Length of a switch: opcode, default s2, then (JCVM 7.5.106, 7.5.66, 7.5.94, 7.5.50) bounds and distances, or a count and pairs.
    /// </summary>
    private static long SwitchLength(Opcode opcode, ReadOnlySpan<byte> code, int offset)
    {
        var fixedPart = opcode switch { Opcode.ITableSwitch => 11, Opcode.STableSwitch => 7, _ => 5 };
        if (code.Length < fixedPart)
        {
            throw Fail(offset, $"{Opcodes.Info(opcode).Mnemonic} is cut off");
        }

        long entries = opcode switch
        {
            Opcode.STableSwitch => BinaryPrimitives.ReadInt16BigEndian(code[5..]) - BinaryPrimitives.ReadInt16BigEndian(code[3..]) + 1,
            Opcode.ITableSwitch => (long)BinaryPrimitives.ReadInt32BigEndian(code[7..]) - BinaryPrimitives.ReadInt32BigEndian(code[3..]) + 1,
            _ => BinaryPrimitives.ReadUInt16BigEndian(code[3..]),
        };
        if (entries < 0 || (entries == 0 && (opcode is Opcode.STableSwitch or Opcode.ITableSwitch)))
        {
            throw Fail(offset, $"the lower bound of {Opcodes.Info(opcode).Mnemonic} is above the upper");
        }

        return fixedPart + (entries * opcode switch { Opcode.SLookupSwitch => 4, Opcode.ILookupSwitch => 6, _ => 2 });
    }

    private static CapFormatException Fail(int offset, string reason) => new(CapRule.WrongBytecode, "Method", offset, reason);
}
