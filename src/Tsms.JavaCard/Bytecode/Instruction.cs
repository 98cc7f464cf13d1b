using System.Buffers.Binary;

namespace Tsms.JavaCard.Bytecode;

/// <summary>An instruction in its place.</summary>
/// <param name="Info">What it is.</param>
/// <param name="Offset">Where its opcode stands, counted as the code that was read is counted.</param>
/// <param name="Operands">The bytes behind the opcode. The memory belongs to who gave the code.</param>
public readonly record struct Instruction(OpcodeInfo Info, int Offset, ReadOnlyMemory<byte> Operands)
{
    /// <summary>The opcode.</summary>
    public Opcode Opcode => Info.Opcode;

    /// <summary>Bytes with the opcode.</summary>
    public int Length => 1 + Operands.Length;

    /// <summary>Offset of the next instruction.</summary>
    public int Next => Offset + Length;

    /// <summary>Index into the constant pool; null for instructions without one, and for casts to arrays of primitives.</summary>
    public int? ConstantPoolIndex => Info.Operands switch
    {
        OperandLayout.Index1 => Operands.Span[0],
        OperandLayout.Index2 => U2(0),
        OperandLayout.Interface => U2(1),
        OperandLayout.Cast when Operands.Span[0] is 0 or 14 => U2(1),
        _ => null,
    };

    /// <summary>
    /// Index of a local variable as operand; null for instructions without one. That of <c>aload_0</c> and its like is in the opcode.
    /// </summary>
    public int? Local => Info.Operands is OperandLayout.Local or OperandLayout.LocalByte or OperandLayout.LocalShort ? Operands.Span[0] : null;

    /// <summary>The constant of bspush, sspush, bipush, sipush, iipush, and what sinc, iinc and their wide forms add; else null.</summary>
    public int? Constant => Info.Operands switch
    {
        OperandLayout.Byte => (sbyte)Operands.Span[0],
        OperandLayout.Short => S2(0),
        OperandLayout.Int => S4(0),
        OperandLayout.LocalByte => (sbyte)Operands.Span[1],
        OperandLayout.LocalShort => S2(1),
        _ => null,
    };

    /// <summary>
    /// Where the instruction can jump to: none, one, or those of a switch with the default first. Nothing says that the code reaches that far.
    /// </summary>
    public IEnumerable<int> Targets()
    {
        switch (Info.Operands)
        {
            case OperandLayout.Branch1:
                yield return Offset + (sbyte)Operands.Span[0];
                break;
            case OperandLayout.Branch2:
                yield return Offset + S2(0);
                break;
            case OperandLayout.Switch:
                yield return Offset + S2(0);
                var (first, step) = Opcode switch
                {
                    Opcode.STableSwitch => (6, 2),
                    Opcode.ITableSwitch => (10, 2),
                    Opcode.SLookupSwitch => (6, 4),
                    _ => (8, 6),
                };
                for (var at = first; at < Operands.Length; at += step)
                {
                    yield return Offset + S2(at);
                }

                break;
        }
    }

    /// <summary>Mnemonic and operands for people.</summary>
    public override string ToString() => Operands.IsEmpty ? $"{Offset}: {Info.Mnemonic}" : $"{Offset}: {Info.Mnemonic} {Convert.ToHexString(Operands.Span)}";

    private ushort U2(int at) => BinaryPrimitives.ReadUInt16BigEndian(Operands.Span[at..]);

    private short S2(int at) => BinaryPrimitives.ReadInt16BigEndian(Operands.Span[at..]);

    private int S4(int at) => BinaryPrimitives.ReadInt32BigEndian(Operands.Span[at..]);
}
