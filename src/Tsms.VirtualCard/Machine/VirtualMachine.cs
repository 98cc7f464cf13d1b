using System.Security.Cryptography;
using Tsms.VirtualCard.Linking;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Machine;

/// <summary>The Java Card virtual machine (JCVM 3.0.5): one thread, one stack, one heap.</summary>
internal sealed partial class VirtualMachine
{
    /// <summary>Name of the field of CardException and CardRuntimeException that holds the reason.</summary>
    public const string ReasonField = "reason";

    private readonly LinkedLibrary _library;
    private readonly ClassInfo _objectClass;
    private readonly ClassInfo _throwableClass;

    /// <summary>Makes a machine with the card's own packages linked.</summary>
    public VirtualMachine(MachineLimits limits, ApiLibrary library, RandomNumberGenerator random)
    {
        Limits = limits;
        Random = random;
        Heap = new Heap(limits);
        Stack = new short[limits.StackWords];
        _frames = new Frame[limits.Frames];
        _library = library.Linked;
        _objectClass = ApiClass(KnownClass.Object);
        _throwableClass = ApiClass(KnownClass.Throwable);
    }

    /// <summary>What there is room for.</summary>
    public MachineLimits Limits { get; }

    /// <summary>The card's own packages.</summary>
    public IReadOnlyList<PackageInfo> ApiPackages => _library.Packages;

    /// <summary>Chance, for keys, challenges and RandomData.</summary>
    public RandomNumberGenerator Random { get; }

    /// <summary>The objects.</summary>
    public Heap Heap { get; }

    /// <summary>Locals and operands of all frames.</summary>
    public short[] Stack { get; }

    /// <summary>Whose code runs: owner of new objects and the context that the firewall asks for.</summary>
    public Ownership Current { get; internal set; }

    /// <summary>The context of the applet selected on the channel in use; <see cref="HeapObject.NoContext"/> when none is.</summary>
    public int SelectedContext { get; internal set; } = HeapObject.NoContext;

    /// <summary>What natives of JCSystem, Applet and org.globalplatform ask of the runtime environment.</summary>
    public IJcre Jcre { get; internal set; } = null!;

    /// <summary>The command in work; null outside of process.</summary>
    public ApduState? Apdu { get; internal set; }

    /// <summary>The card's own objects that the applet at work has open (OneShot).</summary>
    internal List<HeapObject> Lent { get; } = [];

    /// <summary>References of the card's own objects by name.</summary>
    internal SortedDictionary<string, ushort> SystemObjects { get; } = new(StringComparer.Ordinal);

    /// <summary>A class of the card.</summary>
    /// <exception cref="MachineFault">The card has none of this name.</exception>
    public ClassInfo ApiClass(string name) => _library.Classes.TryGetValue(name, out var type) ? type : throw new MachineFault($"The card has no class {name}.");

    /// <summary>A class of the card; null when there is none.</summary>
    public ClassInfo? FindApiClass(string name) => _library.Classes.GetValueOrDefault(name);
}
