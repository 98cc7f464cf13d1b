using System.Buffers.Binary;
using Tsms.SmartCard;
using Tsms.VirtualCard.Api.Natives;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Runtime;

/// <content>What natives ask, and object deletion (JCRE 3.0.5, ch. 8).</content>
internal sealed partial class JavaCardRuntime : IJcre
{
    private bool _collect;

    /// <inheritdoc/>
    public ICardServices Services => _services ?? throw new MachineFault("The runtime has no operating system.");

    /// <inheritdoc/>
    public Aid? CurrentApplet => AidOf(Machine.Current.Applet);

    /// <inheritdoc/>
    public Aid? PreviousApplet => AidOf(Machine.PreviousOwner());

    /// <inheritdoc/>
    public IReadOnlyDictionary<short, ReadOnlyMemory<byte>> Resources =>
        _packages.Find(p => p.Context == Machine.Current.Context)?.Resources ?? new Dictionary<short, ReadOnlyMemory<byte>>();

    /// <inheritdoc/>
    public bool IsSelecting => _isSelecting;

    /// <inheritdoc/>
    public int Channel => _channel;

    /// <inheritdoc/>
    public HeapObject? AidObject(Aid applet)
    {
        var entry = FindApplet(applet) ?? (_installation?.Registered is { } made && made.Instance == applet ? made : null);
        return entry is null ? null : Machine.SystemObject(AidNatives.Key(applet), () => AidNatives.CreateEntryPoint(Machine, applet));
    }

    /// <inheritdoc/>
    public bool IsActive(Aid applet) =>
        _active.Values.Any(a => a.Instance == applet) || _selected?.Instance == applet || _installation?.Registered?.Instance == applet;

    /// <inheritdoc/>
    public void Register(HeapObject applet, Aid? aid)
    {
        if (_installation is not { Registered: null } installation
            || applet.Owner != installation.Number
            || (aid is { } wanted && wanted != installation.Instance))
        {
            throw Machine.Throw(KnownClass.SystemException, ReasonCode.IllegalAid);
        }

        var entry = new AppletEntry(installation.Number, installation.Instance, installation.Package, applet.Handle);
        PersistentMemory.Change(() =>
        {
            _applets.Remove(entry);
            installation.Registered = null;
        });
        _applets.Add(entry);
        installation.Registered = entry;
    }

    /// <inheritdoc/>
    public HeapObject? GetShareable(Aid server, byte parameter)
    {
        if (FindApplet(server) is not { } applet || (_installation is { } installation && installation.Registered == applet))
        {
            return null;
        }

        // 6.2.7.2: it is not multiselectable and active on another channel.
        if (Machine.BusyElsewhere.Contains(applet.Number))
        {
            throw Machine.Security();
        }

        try
        {
            var client = CurrentApplet is { } aid ? AidObject(aid) : null;
            Machine.InvokeVirtual(
                ObjectOf(applet),
                "getShareableInterfaceObject(Ljavacard/framework/AID;B)Ljavacard/framework/Shareable;",
                (short)(client?.Handle ?? 0),
                (sbyte)parameter);
            return Machine.ResultReference is { Class.IsShareable: true } shared ? shared : null;
        }
        catch (JavaThrow)
        {
            // 6.2.7.4: an exception of the server means that it shares nothing.
            return null;
        }
    }

    /// <inheritdoc/>
    public void RequestObjectDeletion() => _collect = true;

    /// <inheritdoc/>
    public int AvailableMemory(TransientKind kind) => kind switch
    {
        TransientKind.ClearOnReset => Machine.Limits.TransientResetBytes - Machine.Heap.ResetBytes,
        TransientKind.ClearOnDeselect => Machine.Limits.TransientDeselectBytes - Machine.Heap.DeselectBytes,
        _ => Machine.Heap.PersistentFree,
    };

    /// <inheritdoc/>
    public HeapObject GlobalBytes(string key, int length)
    {
        var array = Machine.SystemObject(
            key, () => Machine.NewSystemObject(ObjectKind.ByteArray, length, null, TransientKind.ClearOnReset, SharingKind.GlobalArray));
        return array.Bytes.Length == length ? array : throw new MachineFault($"The global array {key} has {array.Bytes.Length} bytes, not {length}.");
    }


    private Aid? AidOf(int owner) =>
        _installation is { } installation && installation.Number == owner ? installation.Instance : _applets.Find(a => a.Number == owner)?.Instance;

    // Frees objects of applets that nothing leads to. What leads: applet objects, static fields, the card's own objects.
    private void CollectObjects()
    {
        var reached = new HashSet<ushort>();
        var open = new Stack<ushort>(_applets.Select(a => a.Reference));
        foreach (var package in _packages)
        {
            for (var at = 0; at < package.StaticReferenceBytes; at += 2)
            {
                open.Push(BinaryPrimitives.ReadUInt16BigEndian(package.Statics!.Bytes.AsSpan(at)));
            }
        }

        foreach (var target in Machine.Heap.Objects.Where(o => o.Owner == 0))
        {
            open.Push(target.Handle);
        }

        while (open.TryPop(out var handle))
        {
            if (handle != 0 && Machine.Heap.Get(handle) is { } target && reached.Add(handle))
            {
                foreach (var next in References.Of(target))
                {
                    open.Push(next);
                }
            }
        }

        foreach (var target in Machine.Heap.Objects.Where(o => o.Owner != 0 && !reached.Contains(o.Handle)).ToList())
        {
            Machine.Heap.Free(target);
        }

        ForgetNames();
    }
}
