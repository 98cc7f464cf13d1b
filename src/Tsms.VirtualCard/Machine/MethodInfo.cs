namespace Tsms.VirtualCard.Machine;

/// <summary>A linked method: byte code or native.</summary>
internal sealed class MethodInfo
{
    /// <summary>The package whose code and constant pool it uses.</summary>
    public required PackageInfo Package { get; init; }

    /// <summary>Name and descriptor; empty for a loaded method, whose name the CAP does not have.</summary>
    public string Signature { get; init; } = "";

    /// <summary>Name for messages.</summary>
    public required string Name { get; init; }

    /// <summary>Offset of the first byte code in the package's code; for byte code only.</summary>
    public int Start { get; init; }

    /// <summary>Where its block of methods begins in the package's code: return addresses count from there. 0 in a compact CAP.</summary>
    public int Block { get; init; }

    /// <summary>Offset of the method in the Method component, its header included.</summary>
    public int Id { get; init; }

    /// <summary>Words of arguments, <c>this</c> included.</summary>
    public int ArgumentWords { get; init; }

    /// <summary>Words of the result of a native method: 0, 1, or 2 for int.</summary>
    public int ResultWords { get; init; }

    /// <summary>Words of locals beside the arguments.</summary>
    public int LocalWords { get; init; }

    /// <summary>Greatest depth of the operand stack in words.</summary>
    public int StackWords { get; init; }

    /// <summary>True when it has no body.</summary>
    public bool IsAbstract { get; init; }

    /// <summary>True for a method of a class of the card.</summary>
    public bool IsNative { get; init; }

    /// <summary>The references among the arguments of a native method, <c>this</c> included; each is checked before the body runs.</summary>
    public NativeParameter[] References { get; set; } = [];

    /// <summary>What a call of a native method takes of the command's byte codes.</summary>
    public NativeCost Cost { get; init; }

    /// <summary>The body of a native method; null when the card has none.</summary>
    public NativeBody? Body { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
