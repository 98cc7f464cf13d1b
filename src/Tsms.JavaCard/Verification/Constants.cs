using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Verification;

/// <summary>What an entry of the constant pool names.</summary>
internal abstract record Constant;

/// <summary>It names nothing.</summary>
internal sealed record BrokenConstant(VerificationRule Rule, string Reason) : Constant;

/// <summary>A class or interface.</summary>
internal sealed record ClassConstant(RefClass Class) : Constant;

/// <summary>A field with the words of its type.</summary>
internal sealed record FieldConstant(RefClass Owner, AccessFlags Flags, TypeKind Kind, VType[] Words) : Constant
{
    public bool IsStatic => (Flags & AccessFlags.Static) != 0;
}

/// <summary>A method with the words of its parameters, without <c>this</c>, and of its result.</summary>
/// <param name="Owner">The class that declares it, or that the constant names.</param>
/// <param name="Named">The class that the constant names.</param>
/// <param name="Flags">Access flags of the method.</param>
/// <param name="Parameters">Words of the parameters.</param>
/// <param name="Result">Words of the result.</param>
/// <param name="Kinds">Kinds of parameters and result, which tell boolean, byte and short apart.</param>
/// <param name="IsSuper">True for a super method reference.</param>
internal sealed record MethodConstant(RefClass Owner, RefClass Named, AccessFlags Flags, VType[] Parameters, VType[] Result, TypeKind[] Kinds, bool IsSuper = false) : Constant
{
    public bool IsStatic => (Flags & AccessFlags.Static) != 0;

    public bool IsConstructor => (Flags & AccessFlags.AbstractClassOrInit) != 0;

    public bool IsAbstract => (Flags & AccessFlags.InterfaceOrAbstractMethod) != 0;

    public bool IsPrivate => (Flags & AccessFlags.Private) != 0;
}
