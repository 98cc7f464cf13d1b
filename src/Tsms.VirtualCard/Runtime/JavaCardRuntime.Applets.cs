using System.Buffers.Binary;
using Tsms.SmartCard;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Runtime;

/// <content>Installing and removing applets (JCRE 3.0.5, 11.1 and 11.3).</content>
internal sealed partial class JavaCardRuntime
{
    private Installation? _installation;

    /// <inheritdoc/>
    public bool Knows(Aid instance) => FindApplet(instance) is not null;

    /// <inheritdoc/>
    public bool IsMultiSelectable(Aid instance) => IsMultiSelectable(Applet(instance));

    /// <inheritdoc/>
    public void Install(Aid package, Aid module, Aid instance, ReadOnlyMemory<byte> installData, MemoryQuota quota = default)
    {
        var linked = _packages.Find(p => p.Aid == package) ?? throw new CardFault(StatusWord.ReferencedDataNotFound, $"There is no package {package}.");
        if (!linked.Modules.TryGetValue(module, out var install))
        {
            throw new CardFault(StatusWord.ReferencedDataNotFound, $"Package {package} has no module {module}.");
        }

        if (Knows(instance))
        {
            throw new CardFault(StatusWord.ConditionsNotSatisfied, $"There is an applet {instance} already.");
        }

        if (_applets.Count >= Machine.Limits.Applets)
        {
            throw new CardFault(StatusWord.NotEnoughMemory, $"The card holds {_applets.Count} applets and takes no more.");
        }

        // 11.2: applets of one package are all multiselectable or none is.
        if (_active.Values.FirstOrDefault(a => a.Package == linked && !IsMultiSelectable(a)) is { } active)
        {
            throw new CardFault(StatusWord.ConditionsNotSatisfied, $"Applet {active.Instance} of package {package} is selected and not multiselectable.");
        }

        var installation = new Installation(LowestFree(_applets.Select(a => a.Number)), instance, linked);
        _installation = installation;
        try
        {
            PersistentMemory.Atomically(() =>
            {
                Reserve(installation.Number, instance, quota);
                RunInstall(install, installation, installData.Span);
            });
        }
        finally
        {
            _installation = null;
            EndCommand();
        }
    }

    /// <inheritdoc/>
    public void SetQuota(Aid instance, MemoryQuota quota) => Reserve(Applet(instance).Number, instance, quota);

    /// <inheritdoc/>
    public void Uninstall(Aid instance)
    {
        var applet = Applet(instance);
        // 11.3.4.1: no applet of its context is active.
        if (_active.Values.FirstOrDefault(a => a.Package == applet.Package) is { } active)
        {
            throw new CardFault(StatusWord.ConditionsNotSatisfied, $"Applet {active.Instance} is selected.");
        }

        try
        {
            PersistentMemory.Atomically(() =>
            {
                NotifyUninstall(applet);
                AbortOpenTransaction();
                CollectObjects();
                Remove(applet);
            });
        }
        finally
        {
            EndCommand();
        }
    }

    private void Reserve(int applet, Aid instance, MemoryQuota quota)
    {
        if (!Machine.Heap.TrySetQuota(applet, quota))
        {
            throw new CardFault(StatusWord.NotEnoughMemory, $"{instance} wants more memory in reserve than is free.");
        }
    }

    private static bool Implements(HeapObject target, ClassInfo? type) => type is not null && target.Class!.IsA(type);

    private bool IsMultiSelectable(AppletEntry applet) => Implements(ObjectOf(applet), Machine.FindApiClass(KnownClass.MultiSelectable));

    private void RunInstall(MethodInfo install, Installation installation, ReadOnlySpan<byte> data)
    {
        // Cards hand out the APDU buffer; public applets look at the bytes behind the parameters before they look at the length.
        var length = Math.Max(data.Length, Machine.Limits.ApduBufferBytes);
        var parameters = Machine.NewSystemObject(ObjectKind.ByteArray, length, null, TransientKind.ClearOnReset, SharingKind.GlobalArray);
        data.CopyTo(parameters.Bytes);

        // For CLEAR_ON_DESELECT objects the applet counts as selected (JCRE 3.0.5, 11.1.5).
        BeginCommand(installation.Package.Context, channel: 0);
        try
        {
            Machine.Call(
                install,
                new Ownership(installation.Number, installation.Package.Context),
                (short)parameters.Handle,
                0,
                (short)Math.Min(data.Length, sbyte.MaxValue));
        }
        catch (JavaThrow e)
        {
            throw Refused(installation, e.Exception);
        }
        catch (MachineFault e)
        {
            throw new CardFault(StatusWord.Unknown, $"install of {installation.Instance} was ended: {e.Message}");
        }

        // 7.6.2: as after an exception that nobody caught.
        if (PersistentMemory.InTransaction)
        {
            throw new CardFault(StatusWord.Unknown, $"install of {installation.Instance} returned within a transaction.");
        }

        if (installation.Registered is not { } entry || Machine.Heap.Get(entry.Reference) is null)
        {
            throw new CardFault(StatusWord.ConditionsNotSatisfied, $"install of {installation.Instance} returned without having registered an applet.");
        }

        Machine.Heap.Free(parameters);
    }

    private CardFault Refused(Installation installation, HeapObject exception)
    {
        var name = exception.Class!.Name;
        var reason = ReasonOf(exception);
        var isShort = name == KnownClass.SystemException && reason is ReasonCode.NoResource or ReasonCode.NoTransientSpace;
        var sw = isShort ? StatusWord.NotEnoughMemory : StatusWordOf(exception);
        return new CardFault(sw, $"install of {installation.Instance} threw {name} with reason {ReasonNames.Of(name, reason)}, {Machine.Raised}.");
    }

    private void NotifyUninstall(AppletEntry applet)
    {
        var type = Machine.FindApiClass(KnownClass.AppletEvent);
        if (!Implements(ObjectOf(applet), type))
        {
            return;
        }

        BeginCommand(applet.Package.Context, channel: 0);
        try
        {
            Machine.InvokeInterface(ObjectOf(applet), type!, "uninstall()V");
        }
        catch (Exception e) when (e is JavaThrow or MachineFault)
        {
            // Exceptions of uninstall are ignored (AppletEvent.uninstall of the API).
        }
    }

    private void Remove(AppletEntry applet)
    {
        var own = Machine.Heap.Objects.Where(o => o.Owner == applet.Number).ToList();
        var handles = own.Select(o => o.Handle).ToHashSet();
        var holders = Machine.Heap.Objects.Where(o => o.Owner != applet.Number && References.Of(o).Any(handles.Contains)).ToList();

        // What an applet of another package refers to stays, and so does the applet (JCRE 3.0.5, 11.3.4).
        if (holders.Find(o => o.Context != applet.Package.Context) is { } holder)
        {
            throw new CardFault(StatusWord.ConditionsNotSatisfied, $"Applet {NameOf(holder.Owner)} refers to an object of {applet.Instance}.");
        }

        foreach (var target in holders)
        {
            References.Forget(target, handles, PersistentMemory);
        }

        ForgetInStatics(applet, handles);
        foreach (var target in own)
        {
            Machine.Heap.Free(target);
        }

        Machine.Heap.TrySetQuota(applet.Number, default);
        var place = _applets.IndexOf(applet);
        PersistentMemory.Change(() => _applets.Insert(place, applet));
        _applets.RemoveAt(place);
        ForgetNames();
    }

    private void ForgetInStatics(AppletEntry applet, HashSet<ushort> handles)
    {
        foreach (var package in _packages)
        {
            for (var at = 0; at < package.StaticReferenceBytes; at += 2)
            {
                if (!handles.Contains(BinaryPrimitives.ReadUInt16BigEndian(package.Statics!.Bytes.AsSpan(at))))
                {
                    continue;
                }

                if (package != applet.Package && package.Modules.Count > 0)
                {
                    throw new CardFault(StatusWord.ConditionsNotSatisfied, $"A static field of {package.Aid} refers to an object of {applet.Instance}.");
                }

                PersistentMemory.TryWriteBytes(package.Statics, at, [0, 0]);
            }
        }
    }

    /// <summary>An install method at work.</summary>
    private sealed class Installation(int number, Aid instance, PackageInfo package)
    {
        public int Number { get; } = number;

        public Aid Instance { get; } = instance;

        public PackageInfo Package { get; } = package;

        public AppletEntry? Registered { get; set; }
    }
}
