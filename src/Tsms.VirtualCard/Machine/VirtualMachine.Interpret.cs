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
                throw new MachineFault($"The command ran {Limits.ByteCodesPerCommand} byte codes and was ended.");
            }

            var at = pc;
            switch ((Op)code[pc++])
            {
                case Op.Nop: continue;

                // Constants: 7.5.3, 7.5.15, 7.5.91, ...
                case Op.AconstNull: st[sp++] = 0; continue;
                case Op.SconstM1: st[sp++] = -1; continue;
                case Op.Sconst0: st[sp++] = 0; continue;
                case Op.Sconst1: st[sp++] = 1; continue;
                case Op.Sconst2: st[sp++] = 2; continue;
                case Op.Sconst3: st[sp++] = 3; continue;
                case Op.Sconst4: st[sp++] = 4; continue;
                case Op.Sconst5: st[sp++] = 5; continue;
                case Op.IconstM1: PushInt(st, ref sp, -1); continue;
                case Op.Iconst0: PushInt(st, ref sp, 0); continue;
                case Op.Iconst1: PushInt(st, ref sp, 1); continue;
                case Op.Iconst2: PushInt(st, ref sp, 2); continue;
                case Op.Iconst3: PushInt(st, ref sp, 3); continue;
                case Op.Iconst4: PushInt(st, ref sp, 4); continue;
                case Op.Iconst5: PushInt(st, ref sp, 5); continue;
                case Op.Bspush: st[sp++] = (sbyte)code[pc++]; continue;
                case Op.Sspush: st[sp++] = S2(code, pc); pc += 2; continue;
                case Op.Bipush: PushInt(st, ref sp, (sbyte)code[pc++]); continue;
                case Op.Sipush: PushInt(st, ref sp, S2(code, pc)); pc += 2; continue;
                case Op.Iipush: PushInt(st, ref sp, S4(code, pc)); pc += 4; continue;

                // Locals
                case Op.Aload or Op.Sload: st[sp++] = local[code[pc++]]; continue;
                case Op.Aload0 or Op.Sload0: st[sp++] = local[0]; continue;
                case Op.Aload1 or Op.Sload1: st[sp++] = local[1]; continue;
                case Op.Aload2 or Op.Sload2: st[sp++] = local[2]; continue;
                case Op.Aload3 or Op.Sload3: st[sp++] = local[3]; continue;
                case Op.Iload: PushInt(st, ref sp, IntAt(local, code[pc++])); continue;
                case Op.Iload0: PushInt(st, ref sp, IntAt(local, 0)); continue;
                case Op.Iload1: PushInt(st, ref sp, IntAt(local, 1)); continue;
                case Op.Iload2: PushInt(st, ref sp, IntAt(local, 2)); continue;
                case Op.Iload3: PushInt(st, ref sp, IntAt(local, 3)); continue;
                case Op.Astore or Op.Sstore: local[code[pc++]] = st[--sp]; continue;
                case Op.Astore0 or Op.Sstore0: local[0] = st[--sp]; continue;
                case Op.Astore1 or Op.Sstore1: local[1] = st[--sp]; continue;
                case Op.Astore2 or Op.Sstore2: local[2] = st[--sp]; continue;
                case Op.Astore3 or Op.Sstore3: local[3] = st[--sp]; continue;
                case Op.Istore: SetInt(local, code[pc++], PopInt(st, ref sp)); continue;
                case Op.Istore0: SetInt(local, 0, PopInt(st, ref sp)); continue;
                case Op.Istore1: SetInt(local, 1, PopInt(st, ref sp)); continue;
                case Op.Istore2: SetInt(local, 2, PopInt(st, ref sp)); continue;
                case Op.Istore3: SetInt(local, 3, PopInt(st, ref sp)); continue;
                case Op.Sinc: local[code[pc]] += (sbyte)code[pc + 1]; pc += 2; continue;
                case Op.SincW: local[code[pc]] += S2(code, pc + 1); pc += 3; continue;
                case Op.Iinc: SetInt(local, code[pc], IntAt(local, code[pc]) + (sbyte)code[pc + 1]); pc += 2; continue;
                case Op.IincW: SetInt(local, code[pc], IntAt(local, code[pc]) + S2(code, pc + 1)); pc += 3; continue;

                // The operand stack
                case Op.Pop: _ = st[--sp]; continue;
                case Op.Pop2: sp -= 2; _ = st[sp]; continue;
                case Op.Dup: st[sp] = st[sp - 1]; sp++; continue;
                case Op.Dup2: st[sp] = st[sp - 2]; st[sp + 1] = st[sp - 1]; sp += 2; continue;
                case Op.DupX: DupX(st, ref sp, code[pc++]); continue;
                case Op.SwapX: SwapX(st, sp, code[pc++]); continue;

                // Arithmetic of short
                case Op.Sadd: sp--; st[sp - 1] += st[sp]; continue;
                case Op.Ssub: sp--; st[sp - 1] -= st[sp]; continue;
                case Op.Smul: sp--; st[sp - 1] *= st[sp]; continue;
                case Op.Sdiv:
                    if (st[sp - 1] == 0)
                    {
                        goto arithmetic;
                    }

                    sp--;
                    st[sp - 1] = (short)(st[sp - 1] / st[sp]);
                    continue;
                case Op.Srem:
                    if (st[sp - 1] == 0)
                    {
                        goto arithmetic;
                    }

                    sp--;
                    st[sp - 1] = (short)(st[sp - 1] % st[sp]);
                    continue;
                case Op.Sneg: st[sp - 1] = (short)-st[sp - 1]; continue;
                case Op.Sshl: sp--; st[sp - 1] = (short)(st[sp - 1] << (st[sp] & 0x1F)); continue;
                case Op.Sshr: sp--; st[sp - 1] = (short)(st[sp - 1] >> (st[sp] & 0x1F)); continue;
                case Op.Sushr: sp--; st[sp - 1] = (short)((uint)st[sp - 1] >> (st[sp] & 0x1F)); continue;
                case Op.Sand: sp--; st[sp - 1] &= st[sp]; continue;
                case Op.Sor: sp--; st[sp - 1] |= st[sp]; continue;
                case Op.Sxor: sp--; st[sp - 1] ^= st[sp]; continue;
                case Op.S2b: st[sp - 1] = (sbyte)st[sp - 1]; continue;
                case Op.S2i: PushInt(st, ref sp, st[--sp]); continue;

                // Arithmetic of int
                case Op.Iadd or Op.Isub or Op.Imul or Op.Iand or Op.Ior or Op.Ixor or Op.Ishl or Op.Ishr or Op.Iushr:
                    IntArithmetic((Op)code[at], st, ref sp);
                    continue;
                case Op.Idiv or Op.Irem:
                    if (IntAt(st, sp - 2) == 0)
                    {
                        goto arithmetic;
                    }

                    IntDivision((Op)code[at], st, ref sp);
                    continue;
                case Op.Ineg: SetInt(st, sp - 2, -IntAt(st, sp - 2)); continue;
                case Op.I2b: sp--; st[sp - 1] = (sbyte)st[sp]; continue;
                case Op.I2s: sp--; st[sp - 1] = st[sp]; continue;
                case Op.Icmp: sp -= 3; st[sp - 1] = (short)IntAt(st, sp - 1).CompareTo(IntAt(st, sp + 1)); continue;

                // Branches: the offset counts from the instruction
                case Op.Ifeq: pc = at + (st[--sp] == 0 ? (sbyte)code[pc] : 2); continue;
                case Op.Ifne: pc = at + (st[--sp] != 0 ? (sbyte)code[pc] : 2); continue;
                case Op.Iflt: pc = at + (st[--sp] < 0 ? (sbyte)code[pc] : 2); continue;
                case Op.Ifge: pc = at + (st[--sp] >= 0 ? (sbyte)code[pc] : 2); continue;
                case Op.Ifgt: pc = at + (st[--sp] > 0 ? (sbyte)code[pc] : 2); continue;
                case Op.Ifle: pc = at + (st[--sp] <= 0 ? (sbyte)code[pc] : 2); continue;
                case Op.Ifnull: pc = at + (Deref(st[--sp]) is null ? (sbyte)code[pc] : 2); continue;
                case Op.Ifnonnull: pc = at + (Deref(st[--sp]) is not null ? (sbyte)code[pc] : 2); continue;
                case Op.IfAcmpeq or Op.IfScmpeq: sp -= 2; pc = at + (st[sp] == st[sp + 1] ? (sbyte)code[pc] : 2); continue;
                case Op.IfAcmpne or Op.IfScmpne: sp -= 2; pc = at + (st[sp] != st[sp + 1] ? (sbyte)code[pc] : 2); continue;
                case Op.IfScmplt: sp -= 2; pc = at + (st[sp] < st[sp + 1] ? (sbyte)code[pc] : 2); continue;
                case Op.IfScmpge: sp -= 2; pc = at + (st[sp] >= st[sp + 1] ? (sbyte)code[pc] : 2); continue;
                case Op.IfScmpgt: sp -= 2; pc = at + (st[sp] > st[sp + 1] ? (sbyte)code[pc] : 2); continue;
                case Op.IfScmple: sp -= 2; pc = at + (st[sp] <= st[sp + 1] ? (sbyte)code[pc] : 2); continue;
                case Op.Goto: pc = at + (sbyte)code[pc]; continue;
                case Op.IfeqW: pc = at + (st[--sp] == 0 ? S2(code, pc) : 3); continue;
                case Op.IfneW: pc = at + (st[--sp] != 0 ? S2(code, pc) : 3); continue;
                case Op.IfltW: pc = at + (st[--sp] < 0 ? S2(code, pc) : 3); continue;
                case Op.IfgeW: pc = at + (st[--sp] >= 0 ? S2(code, pc) : 3); continue;
                case Op.IfgtW: pc = at + (st[--sp] > 0 ? S2(code, pc) : 3); continue;
                case Op.IfleW: pc = at + (st[--sp] <= 0 ? S2(code, pc) : 3); continue;
                case Op.IfnullW: pc = at + (Deref(st[--sp]) is null ? S2(code, pc) : 3); continue;
                case Op.IfnonnullW: pc = at + (Deref(st[--sp]) is not null ? S2(code, pc) : 3); continue;
                case Op.IfAcmpeqW or Op.IfScmpeqW: sp -= 2; pc = at + (st[sp] == st[sp + 1] ? S2(code, pc) : 3); continue;
                case Op.IfAcmpneW or Op.IfScmpneW: sp -= 2; pc = at + (st[sp] != st[sp + 1] ? S2(code, pc) : 3); continue;
                case Op.IfScmpltW: sp -= 2; pc = at + (st[sp] < st[sp + 1] ? S2(code, pc) : 3); continue;
                case Op.IfScmpgeW: sp -= 2; pc = at + (st[sp] >= st[sp + 1] ? S2(code, pc) : 3); continue;
                case Op.IfScmpgtW: sp -= 2; pc = at + (st[sp] > st[sp + 1] ? S2(code, pc) : 3); continue;
                case Op.IfScmpleW: sp -= 2; pc = at + (st[sp] <= st[sp + 1] ? S2(code, pc) : 3); continue;
                case Op.GotoW: pc = at + S2(code, pc); continue;
                case Op.Jsr: st[sp++] = (short)(at + 3); pc = at + S2(code, pc); continue;
                case Op.Ret: pc = (ushort)local[code[pc]]; continue;
                case Op.Stableswitch: pc = at + TableSwitch(code, pc, st[--sp]); continue;
                case Op.Slookupswitch: pc = at + LookupSwitch(code, pc, st[--sp]); continue;
                case Op.Itableswitch: pc = at + IntTableSwitch(code, pc, PopInt(st, ref sp)); continue;
                case Op.Ilookupswitch: pc = at + IntLookupSwitch(code, pc, PopInt(st, ref sp)); continue;

                // Arrays: 7.5.1, 7.5.12, ...
                case Op.Baload:
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

                case Op.Saload or Op.Aaload:
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

                case Op.Iaload:
                    thrown = IntLoad(st, ref sp);
                    break;
                case Op.Bastore or Op.Sastore:
                    thrown = ArrayStore((Op)code[at], st, ref sp);
                    break;
                case Op.Aastore:
                    thrown = ReferenceStore(st, ref sp);
                    break;
                case Op.Iastore:
                    thrown = IntStore(st, ref sp);
                    break;
                case Op.Arraylength:
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

                case Op.New:
                    thrown = New(pool[U2(code, pc)].Class!, st, ref sp);
                    pc += 2;
                    break;
                case Op.Newarray:
                    thrown = NewArray((ObjectKind)code[pc++], null, st, sp);
                    break;
                case Op.Anewarray:
                    thrown = NewArray(ObjectKind.ReferenceArray, pool[U2(code, pc)].Class!, st, sp);
                    pc += 2;
                    break;

                // Fields: 7.5.19 to 7.5.22, 7.5.78 to 7.5.81
                case Op.GetfieldA or Op.GetfieldB or Op.GetfieldS:
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

                case Op.GetfieldAThis or Op.GetfieldBThis or Op.GetfieldSThis:
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

                case Op.GetfieldAW or Op.GetfieldBW or Op.GetfieldSW:
                    thrown = GetField(st, sp, pool[U2(code, pc)].Index);
                    pc += 2;
                    break;
                case Op.GetfieldI:
                    thrown = GetIntField(Deref(st[--sp]), st, ref sp, pool[code[pc++]].Index);
                    break;
                case Op.GetfieldIW:
                    thrown = GetIntField(Deref(st[--sp]), st, ref sp, pool[U2(code, pc)].Index);
                    pc += 2;
                    break;
                case Op.GetfieldIThis:
                    thrown = GetIntField(Deref(local[0]), st, ref sp, pool[code[pc++]].Index);
                    break;
                case Op.PutfieldB or Op.PutfieldS:
                    sp -= 2;
                    thrown = PutField(Deref(st[sp]), pool[code[pc++]].Index, st[sp + 1]);
                    break;
                case Op.PutfieldBW or Op.PutfieldSW:
                    sp -= 2;
                    thrown = PutField(Deref(st[sp]), pool[U2(code, pc)].Index, st[sp + 1]);
                    pc += 2;
                    break;
                case Op.PutfieldBThis or Op.PutfieldSThis:
                    thrown = PutField(Deref(local[0]), pool[code[pc++]].Index, st[--sp]);
                    break;
                case Op.PutfieldA:
                    sp -= 2;
                    thrown = PutReferenceField(Deref(st[sp]), pool[code[pc++]].Index, st[sp + 1]);
                    break;
                case Op.PutfieldAW:
                    sp -= 2;
                    thrown = PutReferenceField(Deref(st[sp]), pool[U2(code, pc)].Index, st[sp + 1]);
                    pc += 2;
                    break;
                case Op.PutfieldAThis:
                    thrown = PutReferenceField(Deref(local[0]), pool[code[pc++]].Index, st[--sp]);
                    break;
                case Op.PutfieldI:
                    sp -= 3;
                    thrown = PutIntField(Deref(st[sp]), pool[code[pc++]].Index, st[sp + 1], st[sp + 2]);
                    break;
                case Op.PutfieldIW:
                    sp -= 3;
                    thrown = PutIntField(Deref(st[sp]), pool[U2(code, pc)].Index, st[sp + 1], st[sp + 2]);
                    pc += 2;
                    break;
                case Op.PutfieldIThis:
                    sp -= 2;
                    thrown = PutIntField(Deref(local[0]), pool[code[pc++]].Index, st[sp], st[sp + 1]);
                    break;
                case Op.GetstaticA or Op.GetstaticB or Op.GetstaticS or Op.GetstaticI:
                    GetStatic((Op)code[at], in pool[U2(code, pc)], st, ref sp);
                    pc += 2;
                    continue;
                case Op.PutstaticA or Op.PutstaticB or Op.PutstaticS or Op.PutstaticI:
                    thrown = PutStatic((Op)code[at], in pool[U2(code, pc)], st, ref sp);
                    pc += 2;
                    break;

                // Calls
                case Op.Invokestatic:
                    callee = pool[U2(code, pc)].Method!;
                    pc += 2;
                    argumentsAt = sp - callee.ArgumentWords;
                    owner = Current;
                    goto invoke;
                case Op.Invokespecial:
                    callee = pool[U2(code, pc)].Method!;
                    pc += 2;
                    argumentsAt = sp - callee.ArgumentWords;
                    if (Deref(st[argumentsAt]) is null)
                    {
                        goto nullPointer;
                    }

                    owner = Current;
                    goto invoke;
                case Op.Invokevirtual:
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

                case Op.Invokeinterface:
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

                case Op.Return:
                    _result = 0;
                    if (Close())
                    {
                        _budget = budget;
                        return;
                    }

                    goto reload;
                case Op.Areturn or Op.Sreturn:
                    _result = st[sp - 1];
                    if (Close())
                    {
                        _budget = budget;
                        return;
                    }

                    PushResult(1);
                    goto reload;
                case Op.Ireturn:
                    _result = IntAt(st, sp - 2);
                    if (Close())
                    {
                        _budget = budget;
                        return;
                    }

                    PushResult(2);
                    goto reload;

                // Types
                case Op.Athrow:
                    thrown = Deref(st[sp - 1]);
                    if (thrown is null)
                    {
                        goto nullPointer;
                    }

                    if (!MayThrow(thrown))
                    {
                        goto security;
                    }

                    break;
                case Op.Checkcast:
                    thrown = CheckCast((ObjectKind)code[pc], pool, U2(code, pc + 1), Deref(st[sp - 1]));
                    pc += 3;
                    break;
                case Op.Instanceof:
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
                goto raise;
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
