using Tsms.JavaCard.Bytecode;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Verification;

/// <content>Calls, and who may use what.</content>
internal sealed partial class MethodVerifier
{
    private void Invoke(Opcode op)
    {
        var constant = _constants[_now.ConstantPoolIndex!.Value]!;
        if (op == Opcode.InvokeInterface)
        {
            InvokeInterface(((ClassConstant)constant).Class);
            return;
        }

        var method = (MethodConstant)constant;
        Accessible(method.Owner, method.Flags, "method");
        Pop(method.Parameters);
        switch (op)
        {
            case Opcode.InvokeStatic:
                if (!method.IsStatic || method.IsConstructor)
                {
                    throw Refuse(VerificationRule.Constant, "the method is not static");
                }

                break;
            case Opcode.InvokeVirtual:
                if (method.IsStatic || method.IsConstructor)
                {
                    throw Refuse(VerificationRule.Constant, "the method is not virtual");
                }

                Receiver(PopReference(_world.Class(method.Named)), method.Owner, method.Flags);
                break;
            case var _ when method.IsConstructor:
                Construct(method);
                break;
            default:
                Special(method);
                break;
        }

        Push(method.Result);
    }

    // A private method of the class, or a method of a superclass (7.5.55).
    private void Special(MethodConstant method)
    {
        if (method.IsStatic)
        {
            throw Refuse(VerificationRule.Constant, "the method is static");
        }

        if (method.IsSuper)
        {
            if (method.Named != _owner)
            {
                throw Refuse(VerificationRule.Constant, $"a super method reference of {method.Named} stands in {_owner}");
            }

            if (method.IsAbstract)
            {
                throw Refuse(VerificationRule.Constant, "the superclass's method is abstract");
            }
        }
        else if (!method.IsPrivate)
        {
            throw Refuse(VerificationRule.Constant, "the method is neither private nor a constructor");
        }

        PopReference(_world.Class(_owner));
    }

    private void Construct(MethodConstant method)
    {
        var target = Pop();
        switch (target)
        {
            case Uninitialized made:
                if (made.Class != method.Owner)
                {
                    throw Refuse(VerificationRule.Uninitialized, $"the constructor is that of {method.Owner}, the object is a {made.Class}");
                }

                if ((method.Flags & AccessFlags.Protected) != 0 && method.Owner.Package != _owner.Package)
                {
                    throw Refuse(VerificationRule.Access, $"the constructor of {method.Owner} is protected");
                }

                Replace(made, _world.Class(made.Class));
                break;
            case var _ when target == VType.UninitializedThis:
                if (method.Owner != _owner && method.Owner != _owner.Super)
                {
                    throw Refuse(VerificationRule.Uninitialized, $"the constructor of {method.Owner} is neither that of {_owner} nor of its superclass");
                }

                Replace(target, _world.Class(_owner));
                _frame.NeedsConstructor = false;
                break;
            default:
                throw Refuse(VerificationRule.Uninitialized, $"a constructor is called on {target}");
        }
    }

    private void InvokeInterface(RefClass type)
    {
        if (!type.IsInterface)
        {
            throw Refuse(VerificationRule.Constant, $"{type} is no interface");
        }

        var token = _now.Operands.Span[3];
        var method = _constants.InterfaceMethod(type, token) ?? throw Refuse(VerificationRule.Constant, $"{type} has no method {token}");
        if (_now.Operands.Span[0] != method.Parameters.Length + 1)
        {
            throw Refuse(VerificationRule.Instruction, $"nargs is {_now.Operands.Span[0]}, the method has {method.Parameters.Length + 1} words");
        }

        Pop(method.Parameters);
        PopReference(_world.Class(type));
        Push(method.Result);
    }

    /// <summary>Holds private to the class, no flag to the package, protected to package and subclasses.</summary>
    private void Accessible(RefClass owner, AccessFlags flags, string what)
    {
        var samePackage = owner.Package >= 0 && owner.Package == _owner.Package;
        var allowed = (flags & (AccessFlags.Public | AccessFlags.Private | AccessFlags.Protected)) switch
        {
            AccessFlags.Public => true,
            AccessFlags.Private => owner == _owner,
            AccessFlags.Protected => samePackage || _owner.IsSubclassOf(owner),
            _ => samePackage,
        };
        if (!allowed)
        {
            throw Refuse(VerificationRule.Access, $"the {what} of {owner} cannot be used in {_owner}");
        }
    }

    /// <summary>A protected member of another package's class can be used on objects of the own class only.</summary>
    private void Receiver(VType target, RefClass owner, AccessFlags flags)
    {
        if ((flags & AccessFlags.Protected) != 0 && owner.Package != _owner.Package && !_world.Fits(target, _world.Class(_owner)))
        {
            throw Refuse(VerificationRule.Access, $"a protected member of {owner} is used on {target}, which is no {_owner}");
        }
    }
}
