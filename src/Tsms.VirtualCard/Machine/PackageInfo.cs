using Tsms.SmartCard;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Machine;

/// <summary>A linked package: one of the card's own or a loaded one.</summary>
internal sealed class PackageInfo
{
    /// <summary>Owner numbers from here on belong to packages, those below to applets.</summary>
    public const int StaticOwnerBase = 1000;

    /// <summary>AID of the package.</summary>
    public required Aid Aid { get; init; }

    /// <summary>Name with slashes, where it is known.</summary>
    public required string Name { get; init; }

    /// <summary>Major version.</summary>
    public required byte Major { get; init; }

    /// <summary>Minor version.</summary>
    public required byte Minor { get; init; }

    /// <summary>Number of its context (JCRE 3.0.5, 6.1.2); 0 for packages of the card.</summary>
    public int Context { get; init; }

    /// <summary>True for a package that the card brings along.</summary>
    public bool IsApi { get; init; }

    /// <summary>The Method component: branches and handlers count from its start.</summary>
    public byte[] Code { get; set; } = [];

    /// <summary>The constant pool, resolved.</summary>
    public PoolEntry[] Pool { get; set; } = [];

    /// <summary>Exception handlers in the order of the Method component.</summary>
    public HandlerInfo[] Handlers { get; set; } = [];

    /// <summary>The static field image (JCVM 3.0.5, 6.11) as a byte array; null when there are no static fields.</summary>
    public HeapObject? Statics { get; set; }

    /// <summary>Bytes of the image that are references: the first ones.</summary>
    public int StaticReferenceBytes { get; set; }

    /// <summary>Classes by <see cref="ClassInfo.Id"/>.</summary>
    public Dictionary<int, ClassInfo> Classes { get; } = [];

    /// <summary>Exported classes by class token.</summary>
    public ExportedClass?[] Exports { get; set; } = [];

    /// <summary>Packages that it imports, by package token.</summary>
    public PackageInfo[] Imports { get; set; } = [];

    /// <summary>The public packages of an extended CAP, each with its AID and exports; else empty.</summary>
    public PackageInfo[] Parts { get; set; } = [];

    /// <summary>Static resources by number (JCVM 3.1, 6.16).</summary>
    public IReadOnlyDictionary<short, ReadOnlyMemory<byte>> Resources { get; init; } = new Dictionary<short, ReadOnlyMemory<byte>>();

    /// <summary>Where <c>install</c> of each module begins.</summary>
    public Dictionary<Aid, MethodInfo> Modules { get; } = [];

    /// <summary>The load file, from which the package is linked again when an image is read.</summary>
    public byte[] LoadFile { get; init; } = [];

    /// <summary>Who owns initialized static arrays: nobody among the applets, but of the package's context.</summary>
    public Ownership StaticOwner => new(StaticOwnerBase + Context, Context);

    /// <summary>Persistent bytes charged for it.</summary>
    public int ChargedBytes { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What an exported class lets other packages use.</summary>
/// <param name="Class">The class.</param>
/// <param name="StaticFields">Offsets in the static field image by token.</param>
/// <param name="StaticMethods">Static methods and constructors by token.</param>
internal sealed record ExportedClass(ClassInfo Class, int[] StaticFields, MethodInfo?[] StaticMethods);

/// <summary>An exception handler (JCVM 3.0.5, 6.10.1); offsets count from the start of the Method component.</summary>
/// <param name="Start">First byte code covered.</param>
/// <param name="End">First byte code not covered any more.</param>
/// <param name="Target">Where the handler begins.</param>
/// <param name="CatchType">Index in the constant pool; 0: every exception.</param>
internal readonly record struct HandlerInfo(int Start, int End, int Target, int CatchType);

/// <summary>A resolved entry of the constant pool.</summary>
internal struct PoolEntry
{
    /// <summary>Classref: the class. Virtual and super method: the class of the reference.</summary>
    public ClassInfo? Class;

    /// <summary>Static and super method: the method.</summary>
    public MethodInfo? Method;

    /// <summary>Static field: the image.</summary>
    public HeapObject? Statics;

    /// <summary>Instance field: index of its word. Static field: offset in the image. Virtual method: slot, or token without the high bit where only the package sees it.</summary>
    public int Index;

    /// <summary>Virtual method: words of its arguments.</summary>
    public int ArgumentWords;

    /// <summary>Virtual method: true when it is package-visible.</summary>
    public bool IsPackageVisible;
}
