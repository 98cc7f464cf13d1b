namespace Tsms.JavaCard.Verification;

/// <summary>The rules that verification holds a CAP file to.</summary>
public enum VerificationRule
{
    /// <summary>The file cannot be read (JCVM 6).</summary>
    Format,

    /// <summary>There is no Descriptor component, without which nothing can be verified (6.14).</summary>
    MissingDescriptor,

    /// <summary>An imported package is not known, is imported twice, or is known in a version that does not satisfy the import (4.5.2, 6.7).</summary>
    Import,

    /// <summary>An applet has no public static install([BSB)V in a subclass of Applet, or another RID than its package (6.6).</summary>
    Applet,

    /// <summary>A superclass or interface is of the wrong kind, or what it inherits is not stated (6.9.2).</summary>
    ClassHierarchy,

    /// <summary>Tables of virtual methods or interface methods do not fit the methods (6.9.2.3, 6.9.2.4).</summary>
    ClassTable,

    /// <summary>Instance fields do not fit the size and references of the class (6.9.2.3).</summary>
    InstanceFields,

    /// <summary>Static fields do not fit the static field image (6.11).</summary>
    StaticFields,

    /// <summary>Methods do not lie one after the other, or a header does not fit the signature (6.10.3).</summary>
    MethodLayout,

    /// <summary>An exception handler is not in its method, or catches what is no Throwable (6.10.2).</summary>
    ExceptionHandler,

    /// <summary>A place of a constant pool index is missing or wrong (6.12).</summary>
    ReferenceLocation,

    /// <summary>Something is exported that is not public, or not what the Descriptor says (6.13).</summary>
    Export,

    /// <summary>The Descriptor contradicts other components (6.14).</summary>
    Descriptor,

    /// <summary>A constant names nothing, or an instruction uses a constant of another kind (6.8, 7.5).</summary>
    Constant,

    /// <summary>The type that the Descriptor states for a constant is not that of the field or method (6.14.4).</summary>
    ConstantType,

    /// <summary>A byte is no instruction, or an operand has a value that it cannot have (7.5).</summary>
    Instruction,

    /// <summary>A jump does not lead to an instruction of its method (7.5).</summary>
    BranchTarget,

    /// <summary>A local variable lies outside the frame (3.5).</summary>
    Local,

    /// <summary>The operand stack overflows, underflows, or has different heights where paths meet (3.5, 7.2).</summary>
    Stack,

    /// <summary>A value has another type than an instruction, a field or a method takes (7.2).</summary>
    Type,

    /// <summary>An object is used before its constructor ran, or a constructor does not call another (7.2).</summary>
    Uninitialized,

    /// <summary>A private, package-visible or protected member is used from where it cannot be (2.2.1.1).</summary>
    Access,

    /// <summary>A subroutine is entered again from within, or left wrongly (7.5.69, 7.5.79).</summary>
    Subroutine,

    /// <summary>The code ends without return, throw or jump (7.2).</summary>
    FallsOff,

    /// <summary>The type int is used without the flag ACC_INT (6.4).</summary>
    Int,

    /// <summary>Verification passes a limit of <see cref="VerifierLimits"/>.</summary>
    TooComplex,
}

/// <summary>How much work verification takes upon itself before it refuses a method. Compilers stay far below.</summary>
/// <param name="MaxSteps">Instructions that are followed in one method, each as often as its types change; default 2,000,000.</param>
/// <param name="MaxCells">Words of frames that are remembered for one method; default 4,000,000.</param>
/// <param name="MaxFindings">Findings after which verification ends; default 200.</param>
public sealed record VerifierLimits(int MaxSteps = 2_000_000, int MaxCells = 4_000_000, int MaxFindings = 200)
{
    /// <summary>The limits as stated.</summary>
    public static VerifierLimits Default { get; } = new();
}
