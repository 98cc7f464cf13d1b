using Tsms.JavaCard.Bytecode;

namespace Tsms.JavaCard.Verification;

/// <content>What each instruction does to the types (JCVM 3.0.5, 7.5).</content>
internal sealed partial class MethodVerifier
{
    /// <summary>Follows the instruction at hand; false when the next one is not reached from it by falling through.</summary>
    private bool Execute()
    {
        var op = _now.Opcode;
        switch (op)
        {
            case Opcode.Nop:
                return true;
            case Opcode.AConstNull:
                Push(VType.Null);
                return true;
            case >= Opcode.SConstM1 and <= Opcode.SConst5 or Opcode.BSPush or Opcode.SSPush:
                Push(VType.Short);
                return true;
            case >= Opcode.IConstM1 and <= Opcode.IConst5 or Opcode.BIPush or Opcode.SIPush or Opcode.IIPush:
                PushInt();
                return true;
            case >= Opcode.ALoad and <= Opcode.ILoad3:
                Loads(op, LocalOf(_now)!.Value);
                return true;
            case >= Opcode.AStore and <= Opcode.IStore and not Opcode.AAStore or >= Opcode.AStore0 and <= Opcode.IStore3:
                Stores(op, LocalOf(_now)!.Value);
                return true;
            case >= Opcode.AALoad and <= Opcode.IALoad or >= Opcode.AAStore and <= Opcode.IAStore:
                ArrayElement(op);
                return true;
            case Opcode.Pop:
                PopWords(1);
                return true;
            case Opcode.Pop2:
                PopWords(2);
                return true;
            case Opcode.Dup:
                Duplicate(1, 0);
                return true;
            case Opcode.Dup2:
                Duplicate(2, 0);
                return true;
            case Opcode.DupX:
                Duplicate(_now.Operands.Span[0] >> 4, _now.Operands.Span[0] & 0xF);
                return true;
            case Opcode.SwapX:
                Swap(_now.Operands.Span[0] >> 4, _now.Operands.Span[0] & 0xF);
                return true;
            case >= Opcode.SAdd and <= Opcode.ICmp:
                Arithmetic(op);
                return true;
            case Opcode.SIncW or Opcode.IIncW:
                Arithmetic(op);
                return true;
            case >= Opcode.IfEq and <= Opcode.IfSCmpLe or >= Opcode.IfEqW and <= Opcode.IfSCmpLeW:
                Compare(op >= Opcode.IfEqW ? op - (Opcode.IfEqW - Opcode.IfEq) : op);
                JoinTargets();
                return true;
            case >= Opcode.Goto and <= Opcode.Return or Opcode.GotoW or Opcode.AThrow:
                Leave(op);
                return false;
            case >= Opcode.GetStaticA and <= Opcode.PutFieldI or >= Opcode.GetFieldAW and <= Opcode.PutFieldIThis:
                Field(op);
                return true;
            case >= Opcode.InvokeVirtual and <= Opcode.InvokeInterface:
                Invoke(op);
                return true;
            default:
                Objects(op);
                return true;
        }
    }

    private void Loads(Opcode op, int local)
    {
        switch (op)
        {
            case Opcode.ALoad or (>= Opcode.ALoad0 and <= Opcode.ALoad3):
                LoadReference(local);
                break;
            case Opcode.SLoad or (>= Opcode.SLoad0 and <= Opcode.SLoad3):
                Load(local, VType.Short);
                break;
            default:
                LoadInt(local);
                break;
        }
    }

    private void Stores(Opcode op, int local)
    {
        switch (op)
        {
            case Opcode.AStore or (>= Opcode.AStore0 and <= Opcode.AStore3):
                StoreReference(local);
                break;
            case Opcode.SStore or (>= Opcode.SStore0 and <= Opcode.SStore3):
                PopShort();
                Store(local, VType.Short);
                break;
            default:
                StoreInt(local);
                break;
        }
    }

    private void Arithmetic(Opcode op)
    {
        switch (op)
        {
            case Opcode.SNeg or Opcode.S2b:
                PopShort();
                Push(VType.Short);
                break;
            case Opcode.INeg:
                PopInt();
                PushInt();
                break;
            case Opcode.S2i:
                PopShort();
                PushInt();
                break;
            case Opcode.I2b or Opcode.I2s:
                PopInt();
                Push(VType.Short);
                break;
            case Opcode.ICmp:
                PopInt();
                PopInt();
                Push(VType.Short);
                break;
            case Opcode.SInc or Opcode.SIncW:
                if (_frame.Locals[_now.Local!.Value] is var found && found != VType.Short)
                {
                    throw Refuse(VerificationRule.Type, $"short is wanted, local variable {_now.Local} has {found}");
                }

                break;
            case Opcode.IInc or Opcode.IIncW:
                LoadedInt(_now.Local!.Value);
                break;

            // From sadd to ixor the codes of short and int alternate, short first.
            case var _ when (op - Opcode.SAdd) % 2 == 0:
                PopShort();
                PopShort();
                Push(VType.Short);
                break;
            default:
                PopInt();
                PopInt();
                PushInt();
                break;
        }
    }

    private void LoadedInt(int local)
    {
        if (_frame.Locals[local] != VType.IntHigh || _frame.Locals[local + 1] != VType.IntLow)
        {
            throw Refuse(VerificationRule.Type, $"int is wanted, local variable {local} has {_frame.Locals[local]}");
        }
    }

    private void Compare(Opcode op)
    {
        switch (op)
        {
            case <= Opcode.IfLe:
                PopShort();
                break;
            case Opcode.IfNull or Opcode.IfNonNull:
                PopReference();
                break;
            case Opcode.IfACmpEq or Opcode.IfACmpNe:
                PopReference();
                PopReference();
                break;
            default:
                PopShort();
                PopShort();
                break;
        }
    }

    private void Leave(Opcode op)
    {
        switch (op)
        {
            case Opcode.Goto or Opcode.GotoW:
                JoinTargets();
                break;
            case Opcode.Jsr:
                Subroutine();
                break;
            case Opcode.Ret:
                LeaveSubroutine();
                break;
            case Opcode.STableSwitch or Opcode.SLookupSwitch:
                PopShort();
                JoinTargets();
                break;
            case Opcode.ITableSwitch or Opcode.ILookupSwitch:
                PopInt();
                JoinTargets();
                break;
            case Opcode.AThrow:
                PopReference(_world.Class(_world.Throwable));
                break;
            default:
                Return(op);
                break;
        }
    }

    private void Return(Opcode op)
    {
        var result = ReturnType(op);
        if (_frame.NeedsConstructor)
        {
            throw Refuse(VerificationRule.Uninitialized, "the constructor has not called another one");
        }

        Pop(result);
    }

    /// <summary>The words that the method returns; the instruction must be the one for them, reached or not.</summary>
    private VType[] ReturnType(Opcode op)
    {
        var result = _cap.Descriptor!.TryGetType(_method.TypeOffset, out var signature) ? _world.Words(signature.Result) : null;
        var right = result is not null && op switch
        {
            Opcode.AReturn => result is [RefSet],
            Opcode.SReturn => result is [var single] && single == VType.Short,
            Opcode.IReturn => result.Length == 2,
            _ => result.Length == 0,
        };
        return right ? result! : throw Refuse(VerificationRule.Type, "the method returns another type");
    }
}
