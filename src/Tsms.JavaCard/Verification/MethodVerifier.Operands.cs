using System.Buffers.Binary;
using Tsms.JavaCard.Bytecode;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Verification;

/// <content>Each instruction by itself: jumps, locals, constants, tables.</content>
internal sealed partial class MethodVerifier
{
    private int Locals => _header.NArgs + _header.MaxLocals;

    private void Operands()
    {
        foreach (var target in _now.Targets())
        {
            if (!IsInstruction(target))
            {
                throw Refuse(VerificationRule.BranchTarget, $"no instruction of the method begins at {target}");
            }
        }

        if (LocalOf(_now) is { } local && local + WordsOf(_now) > Locals)
        {
            throw Refuse(VerificationRule.Local, $"local variable {local} of {Locals}");
        }

        if ((_cap.Header.Flags & CapFlags.Int) == 0 && UsesInt(_now))
        {
            throw new MethodRefused(VerificationRule.Int, _now.Offset, "6.4", $"{_now.Info.Mnemonic} uses int, the header has no ACC_INT");
        }

        if (_now.Opcode is >= Opcode.AReturn and <= Opcode.Return)
        {
            ReturnType(_now.Opcode);
        }

        switch (_now.Info.Operands)
        {
            case OperandLayout.Nibbles:
                Nibbles();
                break;
            case OperandLayout.ArrayType when _now.Operands.Span[0] is < 10 or > 13:
            case OperandLayout.Cast when _now.Operands.Span[0] is not (0 or (>= 10 and <= 14)):
                throw Refuse(VerificationRule.Instruction, $"{_now.Operands.Span[0]} is no array type");
            case OperandLayout.Cast when _now.Operands.Span[0] is >= 10 and <= 13 && (_now.Operands.Span[1] | _now.Operands.Span[2]) != 0:
                throw Refuse(VerificationRule.Instruction, "the index for arrays of primitives is 0");
            case OperandLayout.Switch when _now.Opcode is Opcode.SLookupSwitch or Opcode.ILookupSwitch:
                Keys();
                break;
        }

        if (_now.ConstantPoolIndex is { } index)
        {
            Constant(index);
        }
    }

    // dup_x: m 1 to 4, n 0 or m to m + 4 (7.5.18); swap_x: m and n 1 or 2 (7.5.108)
    private void Nibbles()
    {
        var (m, n) = (_now.Operands.Span[0] >> 4, _now.Operands.Span[0] & 0xF);
        var good = _now.Opcode == Opcode.DupX ? m is >= 1 and <= 4 && (n == 0 || (n >= m && n <= m + 4)) : m is 1 or 2 && n is 1 or 2;
        if (!good)
        {
            throw Refuse(VerificationRule.Instruction, $"m {m} and n {n}");
        }
    }

    private void Keys()
    {
        var table = _now.Operands.Span[4..];
        var (size, step) = _now.Opcode == Opcode.SLookupSwitch ? (2, 4) : (4, 6);
        for (var at = step; at < table.Length; at += step)
        {
            if (Key(table[at..], size) <= Key(table[(at - step)..], size))
            {
                throw Refuse(VerificationRule.Instruction, "the keys do not rise");
            }
        }
    }

    private static int Key(ReadOnlySpan<byte> bytes, int size) =>
        size == 2 ? BinaryPrimitives.ReadInt16BigEndian(bytes) : BinaryPrimitives.ReadInt32BigEndian(bytes);

    private void Constant(int index)
    {
        var constant = _constants[index] ?? throw Refuse(VerificationRule.Constant, $"constant {index} of {_constants.Count}");
        if (constant is BrokenConstant broken)
        {
            throw Refuse(broken.Rule, $"constant {index}: {broken.Reason}");
        }

        var tag = _cap.ConstantPool.Entries[index].Tag;
        var right = _now.Opcode switch
        {
            Opcode.New or Opcode.ANewArray or Opcode.CheckCast or Opcode.InstanceOf or Opcode.InvokeInterface => tag == ConstantPoolTag.ClassRef,
            Opcode.InvokeVirtual => tag == ConstantPoolTag.VirtualMethodRef,
            Opcode.InvokeSpecial => tag is ConstantPoolTag.SuperMethodRef or ConstantPoolTag.StaticMethodRef,
            Opcode.InvokeStatic => tag == ConstantPoolTag.StaticMethodRef,
            >= Opcode.GetStaticA and <= Opcode.PutStaticI => tag == ConstantPoolTag.StaticFieldRef,
            _ => tag == ConstantPoolTag.InstanceFieldRef,
        };
        if (!right)
        {
            throw Refuse(VerificationRule.Constant, $"constant {index} is a {tag}");
        }
    }

    /// <summary>The local variable that an instruction names, in its opcode or behind it.</summary>
    private static int? LocalOf(in Instruction instruction)
    {
        if (instruction.Local is { } local)
        {
            return local;
        }

        if (instruction.Opcode is Opcode.Ret)
        {
            return instruction.Operands.Span[0];
        }

        return instruction.Opcode switch
        {
            >= Opcode.ALoad0 and <= Opcode.ILoad3 => (instruction.Opcode - Opcode.ALoad0) % 4,
            >= Opcode.AStore0 and <= Opcode.IStore3 => (instruction.Opcode - Opcode.AStore0) % 4,
            >= Opcode.GetFieldAThis and <= Opcode.GetFieldIThis or >= Opcode.PutFieldAThis and <= Opcode.PutFieldIThis => 0,
            _ => null,
        };
    }

    private static int WordsOf(in Instruction instruction) => instruction.Opcode switch
    {
        Opcode.ILoad or Opcode.IStore or Opcode.IInc or Opcode.IIncW or (>= Opcode.ILoad0 and <= Opcode.ILoad3) or (>= Opcode.IStore0 and <= Opcode.IStore3) => 2,
        _ => 1,
    };

    private static bool UsesInt(in Instruction instruction) => instruction.Opcode switch
    {
        >= Opcode.IConstM1 and <= Opcode.IConst5 => true,
        Opcode.BIPush or Opcode.SIPush or Opcode.IIPush or Opcode.IALoad or Opcode.IAStore => true,
        Opcode.IAdd or Opcode.ISub or Opcode.IMul or Opcode.IDiv or Opcode.IRem or Opcode.INeg or Opcode.IShl or Opcode.IShr or Opcode.IUShr => true,
        Opcode.IAnd or Opcode.IOr or Opcode.IXor or Opcode.S2i or Opcode.I2b or Opcode.I2s or Opcode.ICmp or Opcode.IReturn => true,
        Opcode.ITableSwitch or Opcode.ILookupSwitch or Opcode.GetStaticI or Opcode.PutStaticI or Opcode.GetFieldI or Opcode.PutFieldI => true,
        Opcode.GetFieldIW or Opcode.PutFieldIW or Opcode.GetFieldIThis or Opcode.PutFieldIThis => true,
        Opcode.NewArray => instruction.Operands.Span[0] == 13,
        Opcode.CheckCast or Opcode.InstanceOf => instruction.Operands.Span[0] == 13,
        _ => WordsOf(instruction) == 2,
    };
}
