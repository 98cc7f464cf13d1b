using Tsms.JavaCard.Bytecode;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Verification;

/// <content>Arrays, fields, objects.</content>
internal sealed partial class MethodVerifier
{
    private void ArrayElement(Opcode op)
    {
        switch (op)
        {
            case Opcode.AALoad:
                PopShort();
                Push(Element(PopReference()));
                break;
            case Opcode.BALoad or Opcode.SALoad or Opcode.IALoad:
                PopShort();
                PopArray(op - Opcode.BALoad);
                Push(op == Opcode.IALoad ? [VType.IntHigh, VType.IntLow] : [VType.Short]);
                break;
            case Opcode.AAStore:
                // Whether the element fits is seen when it is stored (7.5.2).
                PopReference();
                PopShort();
                Element(PopReference());
                break;
            default:
                Pop(op == Opcode.IAStore ? [VType.IntHigh, VType.IntLow] : [VType.Short]);
                PopShort();
                PopArray(op - Opcode.BAStore);
                break;
        }
    }

    private VType Element(VType array)
    {
        if (array is not RefSet set)
        {
            return VType.Null;
        }

        VType element = VType.Null;
        foreach (var type in set.Types)
        {
            if (type.Array != 14)
            {
                throw Refuse(VerificationRule.Type, $"an array of references is wanted, {array} is on the stack");
            }

            element = _world.Merge(element, _world.Class(type.Class!));
        }

        return element;
    }

    // 0: of boolean or byte; 1: of short; 2: of int
    private void PopArray(int kind)
    {
        var array = PopReference();
        if (array is RefSet set && set.Types.Any(t => kind switch { 0 => t.Array is not (10 or 11), 1 => t.Array != 12, _ => t.Array != 13 }))
        {
            throw Refuse(VerificationRule.Type, $"{array} is no array of that type");
        }
    }

    private void Field(Opcode op)
    {
        var field = (FieldConstant)_constants[_now.ConstantPoolIndex!.Value]!;
        var (kind, isPut, isThis) = Shape(op);
        var right = kind switch
        {
            0 => field.Kind >= TypeKind.Reference,
            1 => field.Kind is TypeKind.Boolean or TypeKind.Byte,
            2 => field.Kind == TypeKind.Short,
            _ => field.Kind == TypeKind.Int,
        };
        if (!right)
        {
            throw Refuse(VerificationRule.Type, $"the field is a {field.Kind}");
        }

        var isStatic = op <= Opcode.PutStaticI;
        if (field.IsStatic != isStatic)
        {
            throw Refuse(VerificationRule.Constant, "the field is static, or is not");
        }

        Accessible(field.Owner, field.Flags, "field");
        if (isPut)
        {
            Pop(field.Words);
        }

        if (isThis)
        {
            ThisOf(field, isPut);
        }
        else if (!isStatic)
        {
            PopOwner(field, isPut);
        }

        if (!isPut)
        {
            Push(field.Words);
        }
    }

    private void ThisOf(FieldConstant field, bool isPut)
    {
        var self = _frame.Locals[0];
        if (_method.IsStatic || !(_world.Fits(self, _world.Class(field.Owner)) || IsOwnBeforeConstructor(self, field, isPut)))
        {
            throw Refuse(self == VType.UninitializedThis ? VerificationRule.Uninitialized : VerificationRule.Type, $"local variable 0 has {self}, the field is of {field.Owner}");
        }
    }

    private void PopOwner(FieldConstant field, bool isPut)
    {
        if (_frame.Depth > 0 && IsOwnBeforeConstructor(_frame.Stack[_frame.Depth - 1], field, isPut))
        {
            Pop();
            return;
        }

        Receiver(PopReference(_world.Class(field.Owner)), field.Owner, field.Flags);
    }

    // A constructor may set fields of its own class before it calls another constructor, as inner classes do.
    private bool IsOwnBeforeConstructor(VType value, FieldConstant field, bool isPut) => isPut && value == VType.UninitializedThis && field.Owner == _owner;

    private static (int Kind, bool IsPut, bool IsThis) Shape(Opcode op) => op switch
    {
        <= Opcode.GetStaticI => (op - Opcode.GetStaticA, false, false),
        <= Opcode.PutStaticI => (op - Opcode.PutStaticA, true, false),
        <= Opcode.GetFieldI => (op - Opcode.GetFieldA, false, false),
        <= Opcode.PutFieldI => (op - Opcode.PutFieldA, true, false),
        <= Opcode.GetFieldIW => (op - Opcode.GetFieldAW, false, false),
        <= Opcode.GetFieldIThis => (op - Opcode.GetFieldAThis, false, true),
        <= Opcode.PutFieldIW => (op - Opcode.PutFieldAW, true, false),
        _ => (op - Opcode.PutFieldAThis, true, true),
    };

    private void Objects(Opcode op)
    {
        switch (op)
        {
            case Opcode.New:
                New(((ClassConstant)_constants[_now.ConstantPoolIndex!.Value]!).Class);
                break;
            case Opcode.NewArray:
                PopShort();
                Push(_world.Array(_now.Operands.Span[0]));
                break;
            case Opcode.ANewArray:
                PopShort();
                Push(_world.Array(14, ((ClassConstant)_constants[_now.ConstantPoolIndex!.Value]!).Class));
                break;
            case Opcode.ArrayLength:
                if (PopReference() is RefSet set && set.Types.Any(t => t.Array == 0))
                {
                    throw Refuse(VerificationRule.Type, $"{set} is no array");
                }

                Push(VType.Short);
                break;
            case Opcode.CheckCast:
                PopReference();
                Push(Cast());
                break;
            case Opcode.InstanceOf:
                PopReference();
                Push(VType.Short);
                break;
            default:
                throw Refuse(VerificationRule.Instruction, "this is no instruction of a CAP file");
        }
    }

    private RefSet Cast()
    {
        var kind = _now.Operands.Span[0];
        var type = _now.ConstantPoolIndex is { } index ? ((ClassConstant)_constants[index]!).Class : null;
        return kind == 0 ? _world.Class(type!) : _world.Array(kind, type);
    }

    private void New(RefClass type)
    {
        if (type.IsInterface || type.IsAbstract)
        {
            throw Refuse(VerificationRule.Type, $"{type} is abstract");
        }

        if (!_new.TryGetValue(_now.Offset, out var made))
        {
            _new.Add(_now.Offset, made = new Uninitialized(_now.Offset, type));
        }

        // An object that this instruction made before and that never saw its constructor is lost.
        if (_frame.Stack.AsSpan(0, _frame.Depth).Contains(made))
        {
            throw Refuse(VerificationRule.Uninitialized, "an object that this instruction made before is on the stack, and its constructor has not run");
        }

        Replace(made, VType.Top);
        Push(made);
    }

    private void Replace(VType from, VType to)
    {
        _frame.Stack.AsSpan(0, _frame.Depth).Replace(from, to);
        _frame.Locals.AsSpan().Replace(from, to);
        _localsChanged = true;
    }
}
