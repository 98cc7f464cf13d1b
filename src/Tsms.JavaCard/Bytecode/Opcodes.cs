using System.Diagnostics.CodeAnalysis;

namespace Tsms.JavaCard.Bytecode;

/// <summary>The one table of instructions that reader, verifier, assembler and interpreter share.</summary>
public static partial class Opcodes
{
    /// <summary>Number of instructions that a CAP file can hold: 185, opcodes 0 to 184.</summary>
    public static int Count => Table.Length;

    /// <summary>All instructions in order of their opcodes.</summary>
    public static IReadOnlyList<OpcodeInfo> All => Table;

    /// <summary>True when a CAP file can hold the opcode.</summary>
    public static bool IsDefined(byte opcode) => opcode < Table.Length;

    /// <summary>What an instruction takes and does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The opcode is not 0 to 184.</exception>
    public static OpcodeInfo Info(Opcode opcode) =>
        IsDefined((byte)opcode) ? Table[(byte)opcode] : throw new ArgumentOutOfRangeException(nameof(opcode), opcode, "No such instruction.");

    /// <summary>The instruction of a mnemonic as JCVM chapter 7 writes it (<c>getfield_a_this</c>); false when there is none.</summary>
    public static bool TryFind(string mnemonic, [NotNullWhen(true)] out OpcodeInfo? info) => ByMnemonic.TryGetValue(mnemonic, out info);
}
