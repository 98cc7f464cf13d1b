using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Machine;

/// <summary>A Java exception on its way through native code.</summary>
internal sealed class JavaThrow(HeapObject exception) : Exception(exception.Class?.Name)
{
    /// <summary>The exception object.</summary>
    public HeapObject Exception { get; } = exception;
}

/// <summary>The machine cannot go on: code that no verifier would pass, a command that ran too long. The card answers 6F00.</summary>
internal sealed class MachineFault(string reason, Exception? cause = null) : Exception(reason, cause);
