using System.Buffers.Binary;
using Tsms.SmartCard;
using Tsms.VirtualCard.Api.Natives;

namespace Tsms.VirtualCard.Runtime;

/// <content>
/// The objects by which applets know applications: AIDs (JCSystem.lookupAID) and entries of the registry (GPSystem.getRegistryEntry). They belong to the JCRE and may
/// be kept, so that each stays for as long as its application is there or an applet holds it.
/// </content>
internal sealed partial class JavaCardRuntime
{
    /// <inheritdoc/>
    public void ForgetNames()
    {
        // An entry holds its AID, and goes before it.
        var entries = NamesThatWent(GlobalPlatformNatives.EntryKey);
        var held = Held();
        foreach (var (key, handle) in entries.Where(e => !held.Contains(e.Handle)))
        {
            ForgetSystemObject(key, handle);
        }

        held = Held();
        foreach (var (key, handle) in NamesThatWent(AidNatives.Key).Where(a => !held.Contains(a.Handle)))
        {
            foreach (var bytes in References.Of(Machine.Heap.Get(handle)!).ToList())
            {
                Machine.Heap.Free(Machine.Heap.Get(bytes)!);
            }

            ForgetSystemObject(key, handle);
        }
    }

    private List<(string Key, ushort Handle)> NamesThatWent(Func<Aid?, string> keyOf)
    {
        var prefix = keyOf(null);
        return [.. Machine.SystemObjects
            .Where(s => s.Key.StartsWith(prefix, StringComparison.Ordinal) && !IsThere(Aid.Parse(s.Key[prefix.Length..])))
            .Select(s => (s.Key, s.Value))];
    }

    private bool IsThere(Aid application) => FindApplet(application) is not null || _services?.DomainOf(application) is not null;

    /// <summary>All objects that some object or static field refers to.</summary>
    private HashSet<ushort> Held()
    {
        var held = Machine.Heap.Objects.SelectMany(References.Of).ToHashSet();
        foreach (var package in _packages)
        {
            for (var at = 0; at < package.StaticReferenceBytes; at += 2)
            {
                held.Add(BinaryPrimitives.ReadUInt16BigEndian(package.Statics!.Bytes.AsSpan(at)));
            }
        }

        return held;
    }

    private void ForgetSystemObject(string key, ushort handle)
    {
        PersistentMemory.Change(() => Machine.SystemObjects[key] = handle);
        Machine.SystemObjects.Remove(key);
        if (Machine.Heap.Get(handle) is { } forgotten)
        {
            Machine.Heap.Free(forgotten);
        }
    }
}
