using System.Security.Cryptography;
using Tsms.JavaCard;
using Tsms.SmartCard;
using Tsms.VirtualCard.Linking;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Runtime;

/// <summary>The Java Card runtime environment (JCRE 3.0.5): packages, applets, their contexts and objects, over one machine.</summary>
internal sealed partial class JavaCardRuntime : IAppletRuntime
{
    private readonly List<PackageInfo> _packages = [];
    private readonly List<AppletEntry> _applets = [];
    private readonly SortedDictionary<int, AppletEntry> _active = [];
    private ICardServices? _services;

    /// <summary>Makes a runtime without packages.</summary>
    /// <param name="limits">What there is room for.</param>
    /// <param name="library">The card's own packages.</param>
    /// <param name="random">Chance for applets.</param>
    public JavaCardRuntime(MachineLimits limits, ApiLibrary library, RandomNumberGenerator random)
    {
        Machine = new VirtualMachine(limits, library, random) { Jcre = this };
    }

    /// <summary>The machine.</summary>
    public VirtualMachine Machine { get; }

    /// <summary>Persistent memory, in which the operating system may keep its registry (<see cref="PersistentMemory.Change"/>).</summary>
    public PersistentMemory PersistentMemory => Machine.Heap.Memory;

    /// <summary>AIDs of loaded packages, in the order of loading.</summary>
    public IEnumerable<Aid> Packages => _packages.Select(p => p.Aid);

    /// <inheritdoc/>
    public MemoryReport Memory
    {
        get
        {
            var (heap, limits) = (Machine.Heap, Machine.Limits);
            var transient = limits.TransientResetBytes + limits.TransientDeselectBytes;
            return new MemoryReport(limits.PersistentBytes, heap.PersistentFree, transient, heap.TransientFree);
        }
    }

    /// <summary>Names the operating system that applets ask; to be called once, before the first command.</summary>
    public void Attach(ICardServices services) => _services = services;

    /// <inheritdoc/>
    public void Load(CapFile package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (package.Header.Packages.Select(p => p.Aid).Prepend(package.Aid).Select(FindPackage).FirstOrDefault(p => p is not null) is { } there)
        {
            throw new CardFault(StatusWord.ConditionsNotSatisfied, $"Package {there.Aid} is there already.");
        }

        if (_packages.Count >= Machine.Limits.Packages)
        {
            throw new CardFault(StatusWord.NotEnoughMemory, $"The card holds {_packages.Count} packages and takes no more.");
        }

        if (Machine.Limits.VerifiesCode)
        {
            CodeVerification.Demand(package, _packages);
        }

        try
        {
            PersistentMemory.Atomically(() => Link(package));
        }
        catch (CapFormatException e)
        {
            throw new CardFault(StatusWord.WrongData, $"Package {package.Aid} cannot be linked: {e.Message}");
        }

        Machine.Heap.EndOfCommand();
    }

    /// <inheritdoc/>
    public void Unload(Aid package)
    {
        var linked = _packages.Find(p => p.Aid == package) ?? throw new CardFault(StatusWord.ReferencedDataNotFound, $"There is no package {package}.");
        var user = _packages.Find(p => p != linked && p.Imports.Any(i => i == linked || linked.Parts.Contains(i)))?.Aid ?? _applets.Find(a => a.Package == linked)?.Instance;
        if (user is { } aid)
        {
            throw new CardFault(StatusWord.ConditionsNotSatisfied, $"Package {package} is used by {aid}.");
        }

        PersistentMemory.Atomically(() =>
        {
            // 11.3.4.3: garbage does not keep a package.
            CollectObjects();

            // An object of a class of this package that an applet of another package made would be left without code (JCRE 3.0.5, 11.3.3).
            if (Machine.Heap.Objects.FirstOrDefault(o => o.Class?.Package == linked && o.Owner < PackageInfo.StaticOwnerBase) is { } orphan)
            {
                throw new CardFault(StatusWord.ConditionsNotSatisfied, $"Package {package} is used by an object of applet {NameOf(orphan.Owner)}.");
            }

            foreach (var target in Machine.Heap.Objects.Where(o => o.Owner == linked.StaticOwner.Applet || o == linked.Statics).ToList())
            {
                Machine.Heap.Free(target);
            }

            Machine.Heap.TryChargeCode(-linked.ChargedBytes);
            var place = _packages.IndexOf(linked);
            PersistentMemory.Change(() => _packages.Insert(place, linked));
            _packages.RemoveAt(place);
        });
        Machine.Heap.EndOfCommand();
    }

    /// <inheritdoc/>
    public void Reset()
    {
        if (PersistentMemory.IsTorn)
        {
            PersistentMemory.RollBackAll();
        }

        _active.Clear();
        _deselected.Clear();
        _collect = false;
        EndCommand();
        foreach (var target in Machine.Heap.Objects)
        {
            target.DropHost();
        }

        Machine.Heap.ClearTransient(_ => true);
    }

    private void Link(CapFile package)
    {
        var context = LowestFree(_packages.Select(p => p.Context));
        var linker = new PackageLinker(package, context, FindPackage);
        var linked = linker.Link();
        if (!Machine.Heap.TryChargeCode(linked.ChargedBytes))
        {
            throw new CardFault(
                StatusWord.NotEnoughMemory, $"Package {package.Aid} takes {linked.ChargedBytes} bytes; {Machine.Heap.PersistentFree} are free.");
        }

        StaticFieldLoader.Load(package.StaticField, linked, Machine.Heap);
        linker.Resolve();
        PersistentMemory.Change(() => _packages.Remove(linked));
        _packages.Add(linked);
    }

    private PackageInfo? FindPackage(Aid package) => _packages.SelectMany(p => p.Parts.Prepend(p)).FirstOrDefault(p => p.Aid == package) ?? Machine.ApiPackages.FirstOrDefault(p => p.Aid == package);

    private AppletEntry? FindApplet(Aid instance) => _applets.Find(a => a.Instance == instance);

    private AppletEntry Applet(Aid instance) =>
        FindApplet(instance) ?? throw new CardFault(StatusWord.ReferencedDataNotFound, $"There is no applet {instance}.");

    private HeapObject ObjectOf(AppletEntry applet) =>
        Machine.Heap.Get(applet.Reference) ?? throw new CardFault(StatusWord.Unknown, $"The object of applet {applet.Instance} is gone.");

    private string NameOf(int owner) => _applets.Find(a => a.Number == owner)?.Instance.ToString() ?? $"number {owner}";

    private static int LowestFree(IEnumerable<int> taken)
    {
        var used = taken.ToHashSet();
        var number = 1;
        while (used.Contains(number))
        {
            number++;
        }

        return number;
    }
}
