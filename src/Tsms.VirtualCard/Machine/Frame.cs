using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Machine;

/// <summary>A method at work.</summary>
internal struct Frame
{
    /// <summary>The method.</summary>
    public MethodInfo Method;

    /// <summary>The byte code to go on with, or that is at work, in the package's code.</summary>
    public int Pc;

    /// <summary>The byte code after the call at work.</summary>
    public int Next;

    /// <summary>Where its locals begin on the stack; its first argument is the first of them.</summary>
    public int Locals;

    /// <summary>Words on its operand stack.</summary>
    public int Depth;

    /// <summary>Whose code it is; comes back to force when a callee returns.</summary>
    public Ownership Owner;

    /// <summary>True for the frame that a call from native code or the runtime opened: its end ends the loop.</summary>
    public bool IsEntry;
}
