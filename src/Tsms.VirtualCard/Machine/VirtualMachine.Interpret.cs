using Tsms.JavaCard.Bytecode;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Machine;

/// <content>
/// The loop (JCVM 3.0.5, ch. 7). A frame's locals and operands are spans of the one stack, so that no code can reach beyond its own; what goes beyond
/// raises an exception of the host that <see cref="Call"/> turns into a fault. Java exceptions travel as objects, not as exceptions of the host.
/// </content>
internal sealed partial class VirtualMachine
{
    private void Interpret()
    {
        var budget = _budget;
        HeapObject? thrown;
        MethodInfo? callee;
        Ownership owner;
        int argumentsAt;

    reload:
        ref var frame = ref _frames[_frameCount - 1];
        var method = frame.Method;
        var code = method.Package.Code;
        var pool = method.Package.Pool;
        var localWords = method.ArgumentWords + method.LocalWords;
        var operands = frame.Locals + localWords;
        var local = Stack.AsSpan(frame.Locals, localWords);
        var st = Stack.AsSpan(operands, method.StackWords);
        var pc = frame.Pc;
        var sp = frame.Depth;
        var context = Current.Context;

        while (true)
        {
            if (--budget < 0)
            {
                throw new MachineFault($"The command ran {Limits.ByteCodesPerCommand} byte codes, as many as the profile allows (byteCodesPerCommand), and was ended in {method}.");
            }

            var at = pc;
            switch ((Opcode)code[pc++])
            {
                case Opcode.Nop: continue;

                // Constants: 7.5.3, 7.5.15, 7.5.91, ...
                case Opcode.AConstNull: st[sp++] = 0; continue;
                case Opcode.SConstM1: st[sp++] = -1; continue;
                case Opcode.SConst0: st[sp++] = 0; continue;
                case Opcode.SConst1: st[sp++] = 1; continue;
                case Opcode.SConst2: st[sp++] = 2; continue;
                case Opcode.SConst3: st[sp++] = 3; continue;
                case Opcode.SConst4: st[sp++] = 4; continue;
                case Opcode.SConst5: st[sp++] = 5; continue;
                case Opcode.IConstM1: PushInt(st, ref sp, -1); continue;
                case Opcode.IConst0: PushInt(st, ref sp, 0); continue;
                case Opcode.IConst1: PushInt(st, ref sp, 1); continue;
                case Opcode.IConst2: PushInt(st, ref sp, 2); continue;
                case Opcode.IConst3: PushInt(st, ref sp, 3); continue;
                case Opcode.IConst4: PushInt(st, ref sp, 4); continue;
                case Opcode.IConst5: PushInt(st, ref sp, 5); continue;
                case Opcode.BSPush: st[sp++] = (sbyte)code[pc++]; continue;
                case Opcode.SSPush: st[sp++] = S2(code, pc); pc += 2; continue;
                case Opcode.BIPush: PushInt(st, ref sp, (sbyte)code[pc++]); continue;
                case Opcode.SIPush: PushInt(st, ref sp, S2(code, pc)); pc += 2; continue;
                case Opcode.IIPush: PushInt(st, ref sp, S4(code, pc)); pc += 4; continue;

                // Locals
                case Opcode.ALoad or Opcode.SLoad: st[sp++] = local[code[pc++]]; continue;
                case Opcode.ALoad0 or Opcode.SLoad0: st[sp++] = local[0]; continue;
                case Opcode.ALoad1 or Opcode.SLoad1: st[sp++] = local[1]; continue;
                case Opcode.ALoad2 or Opcode.SLoad2: st[sp++] = local[2]; continue;
                case Opcode.ALoad3 or Opcode.SLoad3: st[sp++] = local[3]; continue;
                case Opcode.ILoad: PushInt(st, ref sp, IntAt(local, code[pc++])); continue;
                case Opcode.ILoad0: PushInt(st, ref sp, IntAt(local, 0)); continue;
                case Opcode.ILoad1: PushInt(st, ref sp, IntAt(local, 1)); continue;
                case Opcode.ILoad2: PushInt(st, ref sp, IntAt(local, 2)); continue;
                case Opcode.ILoad3: PushInt(st, ref sp, IntAt(local, 3)); continue;
                case Opcode.AStore or Opcode.SStore: local[code[pc++]] = st[--sp]; continue;
                case Opcode.AStore0 or Opcode.SStore0: local[0] = st[--sp]; continue;
                case Opcode.AStore1 or Opcode.SStore1: local[1] = st[--sp]; continue;
                case Opcode.AStore2 or Opcode.SStore2: local[2] = st[--sp]; continue;
                case Opcode.AStore3 or Opcode.SStore3: local[3] = st[--sp]; continue;
                case Opcode.IStore: SetInt(local, code[pc++], PopInt(st, ref sp)); continue;
                case Opcode.IStore0: SetInt(local, 0, PopInt(st, ref sp)); continue;
                case Opcode.IStore1: SetInt(local, 1, PopInt(st, ref sp)); continue;
                case Opcode.IStore2: SetInt(local, 2, PopInt(st, ref sp)); continue;
                case Opcode.IStore3: SetInt(local, 3, PopInt(st, ref sp)); continue;
                case Opcode.SInc: local[code[pc]] += (sbyte)code[pc + 1]; pc += 2; continue;
                case Opcode.SIncW: local[code[pc]] += S2(code, pc + 1); pc += 3; continue;
                case Opcode.IInc: SetInt(local, code[pc], IntAt(local, code[pc]) + (sbyte)code[pc + 1]); pc += 2; continue;
                case Opcode.IIncW: SetInt(local, code[pc], IntAt(local, code[pc]) + S2(code, pc + 1)); pc += 3; continue;

                // The operand stack
                case Opcode.Pop: _ = st[--sp]; continue;
                case Opcode.Pop2: sp -= 2; _ = st[sp]; continue;
                case Opcode.Dup: st[sp] = st[sp - 1]; sp++; continue;
                case Opcode.Dup2: st[sp] = st[sp - 2]; st[sp + 1] = st[sp - 1]; sp += 2; continue;
                case Opcode.DupX: sp = DupX(st, sp, code[pc++]); continue;
                case Opcode.SwapX: SwapX(st, sp, code[pc++]); continue;

                // Arithmetic of short
                case Opcode.SAdd: sp--; st[sp - 1] += st[sp]; continue;
                case Opcode.SSub: sp--; st[sp - 1] -= st[sp]; continue;
                case Opcode.SMul: sp--; st[sp - 1] *= st[sp]; continue;
                case Opcode.SDiv:
                    if (st[sp - 1] == 0)
                    {
                        goto arithmetic;
                    }

                    sp--;
                    st[sp - 1] = (short)(st[sp - 1] / st[sp]);
                    continue;
                case Opcode.SRem:
                    if (st[sp - 1] == 0)
                    {
                        goto arithmetic;
                    }

                    sp--;
                    st[sp - 1] = (short)(st[sp - 1] % st[sp]);
                    continue;
                case Opcode.SNeg: st[sp - 1] = (short)-st[sp - 1]; continue;
                case Opcode.SShl: sp--; st[sp - 1] = (short)(st[sp - 1] << (st[sp] & 0x1F)); continue;
                case Opcode.SShr: sp--; st[sp - 1] = (short)(st[sp - 1] >> (st[sp] & 0x1F)); continue;
                case Opcode.SUShr: sp--; st[sp - 1] = (short)((uint)st[sp - 1] >> (st[sp] & 0x1F)); continue;
                case Opcode.SAnd: sp--; st[sp - 1] &= st[sp]; continue;
                case Opcode.SOr: sp--; st[sp - 1] |= st[sp]; continue;
                case Opcode.SXor: sp--; st[sp - 1] ^= st[sp]; continue;
                case Opcode.S2b: st[sp - 1] = (sbyte)st[sp - 1]; continue;
                case Opcode.S2i: PushInt(st, ref sp, st[--sp]); continue;

                // Arithmetic of int
                case Opcode.IAdd or Opcode.ISub or Opcode.IMul or Opcode.IAnd or Opcode.IOr or Opcode.IXor or Opcode.IShl or Opcode.IShr or Opcode.IUShr:
                    sp -= 2;
                    IntArithmetic((Opcode)code[at], st, sp);
                    continue;
                case Opcode.IDiv or Opcode.IRem:
                    if (IntAt(st, sp - 2) == 0)
                    {
                        goto arithmetic;
                    }

                    sp -= 2;
                    IntDivision((Opcode)code[at], st, sp);
                    continue;
                case Opcode.INeg: SetInt(st, sp - 2, -IntAt(st, sp - 2)); continue;
                case Opcode.I2b: sp--; st[sp - 1] = (sbyte)st[sp]; continue;
                case Opcode.I2s: sp--; st[sp - 1] = st[sp]; continue;
                case Opcode.ICmp: sp -= 3; st[sp - 1] = (short)IntAt(st, sp - 1).CompareTo(IntAt(st, sp + 1)); continue;

                // Branches: the offset counts from the instruction
                case Opcode.IfEq: pc = at + (st[--sp] == 0 ? (sbyte)code[pc] : 2); continue;
                case Opcode.IfNe: pc = at + (st[--sp] != 0 ? (sbyte)code[pc] : 2); continue;
                case Opcode.IfLt: pc = at + (st[--sp] < 0 ? (sbyte)code[pc] : 2); continue;
                case Opcode.IfGe: pc = at + (st[--sp] >= 0 ? (sbyte)code[pc] : 2); continue;
                case Opcode.IfGt: pc = at + (st[--sp] > 0 ? (sbyte)code[pc] : 2); continue;
                case Opcode.IfLe: pc = at + (st[--sp] <= 0 ? (sbyte)code[pc] : 2); continue;
                case Opcode.IfNull: pc = at + (Deref(st[--sp]) is null ? (sbyte)code[pc] : 2); continue;
                case Opcode.IfNonNull: pc = at + (Deref(st[--sp]) is not null ? (sbyte)code[pc] : 2); continue;
                case Opcode.IfSCmpEq: sp -= 2; pc = at + (st[sp] == st[sp + 1] ? (sbyte)code[pc] : 2); continue;
                case Opcode.IfACmpEq: sp -= 2; pc = at + (IsSame(st[sp], st[sp + 1]) ? (sbyte)code[pc] : 2); continue;
                case Opcode.IfSCmpNe: sp -= 2; pc = at + (st[sp] != st[sp + 1] ? (sbyte)code[pc] : 2); continue;
                case Opcode.IfACmpNe: sp -= 2; pc = at + (!IsSame(st[sp], st[sp + 1]) ? (sbyte)code[pc] : 2); continue;
                case Opcode.IfSCmpLt: sp -= 2; pc = at + (st[sp] < st[sp + 1] ? (sbyte)code[pc] : 2); continue;
                case Opcode.IfSCmpGe: sp -= 2; pc = at + (st[sp] >= st[sp + 1] ? (sbyte)code[pc] : 2); continue;
                case Opcode.IfSCmpGt: sp -= 2; pc = at + (st[sp] > st[sp + 1] ? (sbyte)code[pc] : 2); continue;
                case Opcode.IfSCmpLe: sp -= 2; pc = at + (st[sp] <= st[sp + 1] ? (sbyte)code[pc] : 2); continue;
                case Opcode.Goto: pc = at + (sbyte)code[pc]; continue;
                case Opcode.IfEqW: pc = at + (st[--sp] == 0 ? S2(code, pc) : 3); continue;
                case Opcode.IfNeW: pc = at + (st[--sp] != 0 ? S2(code, pc) : 3); continue;
                case Opcode.IfLtW: pc = at + (st[--sp] < 0 ? S2(code, pc) : 3); continue;
                case Opcode.IfGeW: pc = at + (st[--sp] >= 0 ? S2(code, pc) : 3); continue;
                case Opcode.IfGtW: pc = at + (st[--sp] > 0 ? S2(code, pc) : 3); continue;
                case Opcode.IfLeW: pc = at + (st[--sp] <= 0 ? S2(code, pc) : 3); continue;
                case Opcode.IfNullW: pc = at + (Deref(st[--sp]) is null ? S2(code, pc) : 3); continue;
                case Opcode.IfNonNullW: pc = at + (Deref(st[--sp]) is not null ? S2(code, pc) : 3); continue;
                case Opcode.IfSCmpEqW: sp -= 2; pc = at + (st[sp] == st[sp + 1] ? S2(code, pc) : 3); continue;
                case Opcode.IfACmpEqW: sp -= 2; pc = at + (IsSame(st[sp], st[sp + 1]) ? S2(code, pc) : 3); continue;
                case Opcode.IfSCmpNeW: sp -= 2; pc = at + (st[sp] != st[sp + 1] ? S2(code, pc) : 3); continue;
                case Opcode.IfACmpNeW: sp -= 2; pc = at + (!IsSame(st[sp], st[sp + 1]) ? S2(code, pc) : 3); continue;
                case Opcode.IfSCmpLtW: sp -= 2; pc = at + (st[sp] < st[sp + 1] ? S2(code, pc) : 3); continue;
                case Opcode.IfSCmpGeW: sp -= 2; pc = at + (st[sp] >= st[sp + 1] ? S2(code, pc) : 3); continue;
                case Opcode.IfSCmpGtW: sp -= 2; pc = at + (st[sp] > st[sp + 1] ? S2(code, pc) : 3); continue;
                case Opcode.IfSCmpLeW: sp -= 2; pc = at + (st[sp] <= st[sp + 1] ? S2(code, pc) : 3); continue;
                case Opcode.GotoW: pc = at + S2(code, pc); continue;
                case Opcode.Jsr: st[sp++] = (short)(at + 3 - method.Block); pc = at + S2(code, pc); continue;
                case Opcode.Ret: pc = method.Block + (ushort)local[code[pc]]; continue;
                case Opcode.STableSwitch: pc = at + TableSwitch(code, pc, st[--sp]); continue;
                case Opcode.SLookupSwitch: pc = at + LookupSwitch(code, pc, st[--sp]); continue;
                case Opcode.ITableSwitch: pc = at + IntTableSwitch(code, pc, PopInt(st, ref sp)); continue;
                case Opcode.ILookupSwitch: pc = at + IntLookupSwitch(code, pc, PopInt(st, ref sp)); continue;

                // Arrays: 7.5.1, 7.5.12, ...
                case Opcode.BALoad:
                {
                    var array = Deref(st[sp - 2]);
                    if (array is null)
                    {
                        goto nullPointer;
                    }

                    if (array.AccessContext != context && !MayUse(array))
                    {
                        goto security;
                    }

                    var bytes = array.Bytes;
                    int index = st[sp - 1];
                    if ((uint)index >= (uint)bytes.Length)
                    {
                        goto bounds;
                    }

                    sp--;
                    st[sp - 1] = (sbyte)bytes[index];
                    continue;
                }

                case Opcode.SALoad or Opcode.AALoad:
                {
                    var array = Deref(st[sp - 2]);
                    if (array is null)
                    {
                        goto nullPointer;
                    }

                    if (array.AccessContext != context && !MayUse(array))
                    {
                        goto security;
                    }

                    var words = array.Words;
                    int index = st[sp - 1];
                    if ((uint)index >= (uint)words.Length)
                    {
                        goto bounds;
                    }

                    sp--;
                    st[sp - 1] = words[index];
                    continue;
                }

                case Opcode.IALoad:
                    thrown = IntLoad(st, sp);
                    break;
                case Opcode.BAStore or Opcode.SAStore:
                    sp -= 3;
                    thrown = ArrayStore((Opcode)code[at], st, sp);
                    break;
                case Opcode.AAStore:
                    sp -= 3;
                    thrown = ReferenceStore(st, sp);
                    break;
                case Opcode.IAStore:
                    sp -= 4;
                    thrown = IntStore(st, sp);
                    break;
                case Opcode.ArrayLength:
                {
                    var array = Deref(st[sp - 1]);
                    if (array is null)
                    {
                        goto nullPointer;
                    }

                    if (array.AccessContext != context && !MayUse(array))
                    {
                        goto security;
                    }

                    st[sp - 1] = (short)array.Length;
                    continue;
                }

                case Opcode.New:
                    thrown = New(pool[U2(code, pc)].Class!, ref st[sp]);
                    sp++;
                    pc += 2;
                    break;
                case Opcode.NewArray:
                    budget -= (ushort)st[sp - 1] >> 3;
                    thrown = NewArray((ObjectKind)code[pc++], null, st, sp);
                    break;
                case Opcode.ANewArray:
                    budget -= (ushort)st[sp - 1] >> 3;
                    thrown = NewArray(ObjectKind.ReferenceArray, pool[U2(code, pc)].Class!, st, sp);
                    pc += 2;
                    break;

                // Fields: 7.5.19 to 7.5.22, 7.5.78 to 7.5.81
                case Opcode.GetFieldA or Opcode.GetFieldB or Opcode.GetFieldS:
                {
                    var target = Deref(st[sp - 1]);
                    if (target is null)
                    {
                        goto nullPointer;
                    }

                    if (target.AccessContext != context && !MayUseFields(target))
                    {
                        goto security;
                    }

                    st[sp - 1] = target.Words[pool[code[pc++]].Index];
                    continue;
                }

                case Opcode.GetFieldAThis or Opcode.GetFieldBThis or Opcode.GetFieldSThis:
                {
                    var target = Deref(local[0]);
                    if (target is null)
                    {
                        goto nullPointer;
                    }

                    if (target.AccessContext != context && !MayUseFields(target))
                    {
                        goto security;
                    }

                    st[sp++] = target.Words[pool[code[pc++]].Index];
                    continue;
                }

                case Opcode.GetFieldAW or Opcode.GetFieldBW or Opcode.GetFieldSW:
                    thrown = GetField(st, sp, pool[U2(code, pc)].Index);
                    pc += 2;
                    break;
                case Opcode.GetFieldI:
                    thrown = GetIntField(Deref(st[sp - 1]), st, sp - 1, pool[code[pc++]].Index);
                    sp++;
                    break;
                case Opcode.GetFieldIW:
                    thrown = GetIntField(Deref(st[sp - 1]), st, sp - 1, pool[U2(code, pc)].Index);
                    sp++;
                    pc += 2;
                    break;
                case Opcode.GetFieldIThis:
                    thrown = GetIntField(Deref(local[0]), st, sp, pool[code[pc++]].Index);
                    sp += 2;
                    break;
                case Opcode.PutFieldB or Opcode.PutFieldS:
                    sp -= 2;
                    thrown = PutField(Deref(st[sp]), pool[code[pc++]].Index, st[sp + 1]);
                    break;
                case Opcode.PutFieldBW or Opcode.PutFieldSW:
                    sp -= 2;
                    thrown = PutField(Deref(st[sp]), pool[U2(code, pc)].Index, st[sp + 1]);
                    pc += 2;
                    break;
                case Opcode.PutFieldBThis or Opcode.PutFieldSThis:
                    thrown = PutField(Deref(local[0]), pool[code[pc++]].Index, st[--sp]);
                    break;
                case Opcode.PutFieldA:
                    sp -= 2;
                    thrown = PutReferenceField(Deref(st[sp]), pool[code[pc++]].Index, st[sp + 1]);
                    break;
                case Opcode.PutFieldAW:
                    sp -= 2;
                    thrown = PutReferenceField(Deref(st[sp]), pool[U2(code, pc)].Index, st[sp + 1]);
                    pc += 2;
                    break;
                case Opcode.PutFieldAThis:
                    thrown = PutReferenceField(Deref(local[0]), pool[code[pc++]].Index, st[--sp]);
                    break;
                case Opcode.PutFieldI:
                    sp -= 3;
                    thrown = PutIntField(Deref(st[sp]), pool[code[pc++]].Index, st[sp + 1], st[sp + 2]);
                    break;
                case Opcode.PutFieldIW:
                    sp -= 3;
                    thrown = PutIntField(Deref(st[sp]), pool[U2(code, pc)].Index, st[sp + 1], st[sp + 2]);
                    pc += 2;
                    break;
                case Opcode.PutFieldIThis:
                    sp -= 2;
                    thrown = PutIntField(Deref(local[0]), pool[code[pc++]].Index, st[sp], st[sp + 1]);
                    break;
                case Opcode.GetStaticA or Opcode.GetStaticB or Opcode.GetStaticS or Opcode.GetStaticI:
                    sp = GetStatic((Opcode)code[at], in pool[U2(code, pc)], st, sp);
                    pc += 2;
                    continue;
                case Opcode.PutStaticA or Opcode.PutStaticB or Opcode.PutStaticS or Opcode.PutStaticI:
                    sp -= (Opcode)code[at] == Opcode.PutStaticI ? 2 : 1;
                    thrown = PutStatic((Opcode)code[at], in pool[U2(code, pc)], st, sp);
                    pc += 2;
                    break;

                // Calls
                case Opcode.InvokeStatic:
                    callee = pool[U2(code, pc)].Method!;
                    pc += 2;
                    argumentsAt = sp - callee.ArgumentWords;
                    owner = Current;
                    goto invoke;
                case Opcode.InvokeSpecial:
                    callee = pool[U2(code, pc)].Method!;
                    pc += 2;
                    argumentsAt = sp - callee.ArgumentWords;
                    if (Deref(st[argumentsAt]) is null)
                    {
                        goto nullPointer;
                    }

                    owner = Current;
                    goto invoke;
                case Opcode.InvokeVirtual:
                {
                    ref var entry = ref pool[U2(code, pc)];
                    pc += 2;
                    argumentsAt = sp - entry.ArgumentWords;
                    var target = Deref(st[argumentsAt]);
                    if (target is null)
                    {
                        goto nullPointer;
                    }

                    if (target.Context != context && !MayCall(target))
                    {
                        goto security;
                    }

                    owner = OwnerAfterSwitch(target);

                    var type = target.Kind == ObjectKind.Instance ? target.Class! : _objectClass;
                    callee = entry.IsPackageVisible ? PackageMethod(type, in entry) : type.PublicMethods[entry.Index];
                    goto invoke;
                }

                case Opcode.InvokeInterface:
                {
                    argumentsAt = sp - code[pc];
                    var iface = pool[U2(code, pc + 1)].Class!;
                    int token = code[pc + 3];
                    pc += 4;
                    var target = Deref(st[argumentsAt]);
                    if (target is null)
                    {
                        goto nullPointer;
                    }

                    if (target.Context != context && !MayCallInterface(target, iface))
                    {
                        goto security;
                    }

                    owner = OwnerAfterSwitch(target);

                    callee = (target.Kind == ObjectKind.Instance ? target.Class! : _objectClass).FindInterfaceMethod(iface, token);
                    goto invoke;
                }

                case Opcode.Return:
                    _result = 0;
                    if (Close())
                    {
                        _budget = budget;
                        return;
                    }

                    goto reload;
                case Opcode.AReturn or Opcode.SReturn:
                    _result = st[sp - 1];
                    if (Close())
                    {
                        _budget = budget;
                        return;
                    }

                    PushResult(1);
                    goto reload;
                case Opcode.IReturn:
                    _result = IntAt(st, sp - 2);
                    if (Close())
                    {
                        _budget = budget;
                        return;
                    }

                    PushResult(2);
                    goto reload;

                // Types
                case Opcode.AThrow:
                    thrown = Deref(st[sp - 1]);
                    if (thrown is null)
                    {
                        goto nullPointer;
                    }

                    if (!MayThrow(thrown))
                    {
                        goto security;
                    }

                    if (thrown.IsArray || !thrown.Class!.IsA(_throwableClass))
                    {
                        throw new MachineFault($"{method} throws {thrown} at offset {at}, which is no Throwable.");
                    }

                    break;
                case Opcode.CheckCast:
                    thrown = CheckCast((ObjectKind)code[pc], pool, U2(code, pc + 1), Deref(st[sp - 1]));
                    pc += 3;
                    break;
                case Opcode.InstanceOf:
                    thrown = InstanceOf((ObjectKind)code[pc], pool, U2(code, pc + 1), ref st[sp - 1]);
                    pc += 3;
                    break;

                default:
                    throw new MachineFault($"{method} holds {code[at]:X2} at offset {at}, which is no byte code.");
            }

            if (thrown is null)
            {
                continue;
            }

            goto raise;

        invoke:
            if (argumentsAt < 0 || callee!.ArgumentWords != sp - argumentsAt)
            {
                throw new MachineFault($"{method} calls {callee} at offset {at} with {sp} words on its stack.");
            }

            frame.Pc = at;
            frame.Next = pc;
            frame.Depth = argumentsAt;
            if (!callee.IsNative)
            {
                Current = owner;
                Open(callee, operands + argumentsAt, isEntry: false);
                goto reload;
            }

            _budget = budget;
            thrown = TryRunBody(callee, operands + argumentsAt);
            budget = _budget;
            if (thrown is not null)
            {
                _raised = (method, at - method.Start, callee);
                goto unwind;
            }

            sp = argumentsAt;
            if (callee.ResultWords == 1)
            {
                st[sp++] = (short)_result;
            }
            else if (callee.ResultWords == 2)
            {
                PushInt(st, ref sp, _result);
            }

            continue;

        arithmetic:
            thrown = SystemException(KnownClass.ArithmeticException);
            goto raise;
        nullPointer:
            thrown = SystemException(KnownClass.NullPointerException);
            goto raise;
        security:
            thrown = SystemException(KnownClass.SecurityException);
            goto raise;
        bounds:
            thrown = SystemException(KnownClass.ArrayIndexOutOfBoundsException);

        raise:
            _raised = (method, at - method.Start, null);
        unwind:
            frame.Pc = at;
            if (!Unwind(thrown))
            {
                _budget = budget;
                throw new JavaThrow(thrown);
            }

            goto reload;
        }
    }
}
