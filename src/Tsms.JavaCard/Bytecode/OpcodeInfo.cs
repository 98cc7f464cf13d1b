namespace Tsms.JavaCard.Bytecode;

/// <summary>How the operands behind an opcode are laid out. Numbers are big-endian.</summary>
public enum OperandLayout
{
    /// <summary>No operands.</summary>
    None,

    /// <summary>A signed byte: a constant.</summary>
    Byte,

    /// <summary>A signed short: a constant.</summary>
    Short,

    /// <summary>An int: a constant.</summary>
    Int,

    /// <summary>An unsigned byte: index of a local variable.</summary>
    Local,

    /// <summary>Local variable (1 byte) and a signed byte.</summary>
    LocalByte,

    /// <summary>Local variable (1 byte) and a signed short.</summary>
    LocalShort,

    /// <summary>Two numbers of 4 bits, m and n, of dup_x and swap_x.</summary>
    Nibbles,

    /// <summary>A signed byte: distance of a jump from the opcode.</summary>
    Branch1,

    /// <summary>A signed short: distance of a jump from the opcode.</summary>
    Branch2,

    /// <summary>An unsigned byte: index into the constant pool.</summary>
    Index1,

    /// <summary>An unsigned short: index into the constant pool.</summary>
    Index2,

    /// <summary>nargs (1 byte), index into the constant pool (2 bytes), interface method token (1 byte).</summary>
    Interface,

    /// <summary>An array type: 10 boolean, 11 byte, 12 short, 13 int.</summary>
    ArrayType,

    /// <summary>
    /// An array type, 0 or 14 for classes and arrays of them (1 byte), and an index into the constant pool (2 bytes; 0 for arrays of primitives).
    /// </summary>
    Cast,

    /// <summary>A jump table: default distance (2 bytes), then what the switch needs.</summary>
    Switch,
}

/// <summary>What an instruction takes and does.</summary>
/// <param name="Opcode">The opcode.</param>
/// <param name="Mnemonic">Its name in JCVM chapter 7.</param>
/// <param name="Operands">Layout of the bytes behind the opcode.</param>
/// <param name="Pops">16-bit words taken from the operand stack; <see cref="Variable"/> for dup_x, swap_x and the invocations.</param>
/// <param name="Pushes">16-bit words put onto the operand stack; <see cref="Variable"/> likewise.</param>
/// <param name="Subsection">Subsection of JCVM 3.0.5, 7.5 that describes it.</param>
public sealed record OpcodeInfo(Opcode Opcode, string Mnemonic, OperandLayout Operands, int Pops, int Pushes, int Subsection)
{
    /// <summary>The number depends on operands or on the method called.</summary>
    public const int Variable = -1;

    /// <summary>Bytes of the instruction with its opcode; <see cref="Variable"/> for switches.</summary>
    public int Length => Operands switch
    {
        OperandLayout.None => 1,
        OperandLayout.Short or OperandLayout.LocalByte or OperandLayout.Branch2 or OperandLayout.Index2 => 3,
        OperandLayout.LocalShort or OperandLayout.Cast => 4,
        OperandLayout.Int or OperandLayout.Interface => 5,
        OperandLayout.Switch => Variable,
        _ => 2,
    };

    /// <summary>Section of JCVM 3.0.5, as <c>7.5.16</c>.</summary>
    public string Section => $"7.5.{Subsection}";

    /// <summary>True when the next instruction is never reached from here by falling through.</summary>
    public bool EndsFlow => Opcode is Opcode.Goto or Opcode.GotoW or Opcode.Ret or Opcode.Return or Opcode.AReturn or Opcode.SReturn or Opcode.IReturn
        or Opcode.AThrow or Opcode.STableSwitch or Opcode.ITableSwitch or Opcode.SLookupSwitch or Opcode.ILookupSwitch;
}
