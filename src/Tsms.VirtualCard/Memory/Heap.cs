using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Memory;

/// <summary>
/// The table of objects and the account of memory. A reference is an index of the table, 0 is null. Objects of the JCRE itself are not charged, so that
/// what the card makes for its own use does not show in the free memory.
/// </summary>
internal sealed class Heap
{
    private const int JcrePlaces = 2048; // more than its exceptions, AIDs and registry entries are

    private readonly MachineLimits _limits;
    private readonly HashSet<int> _resting = [];
    private readonly MemoryAccount _account = new();
    private HeapObject?[] _table = new HeapObject?[256];
    private int _count;
    private int _lowestFree = 1;

    /// <summary>Makes an empty heap.</summary>
    public Heap(MachineLimits limits)
    {
        _limits = limits;
        Memory = new PersistentMemory(limits) { Heap = this };
    }

    /// <summary>Where persistent writes go.</summary>
    public PersistentMemory Memory { get; }

    /// <summary>The objects by reference; an index beyond its length or an empty place is a reference to nothing.</summary>
    public HeapObject?[] Table => _table;

    /// <summary>Bytes of packages in persistent memory.</summary>
    public int CodeBytes { get; private set; }

    /// <summary>Bytes of objects in persistent memory.</summary>
    public int ObjectBytes { get; private set; }

    /// <summary>Bytes of CLEAR_ON_RESET objects.</summary>
    public int ResetBytes { get; private set; }

    /// <summary>Bytes of CLEAR_ON_DESELECT objects.</summary>
    public int DeselectBytes { get; private set; }

    /// <summary>Persistent bytes free; what applets have in reserve is not.</summary>
    public int PersistentFree => Unused - _account.ReservedAgainst(0).Persistent;

    /// <summary>Volatile bytes free, of both kinds; what applets have in reserve is not.</summary>
    public int TransientFree =>
        _limits.TransientResetBytes + _limits.TransientDeselectBytes - ResetBytes - DeselectBytes - _account.ReservedAgainst(0).Volatile;

    private int Unused => _limits.PersistentBytes - CodeBytes - ObjectBytes;

    /// <summary>
    /// Sets what an applet may take and has in reserve. A quota that is set while an atomic command runs goes with it when it is rolled back.
    /// </summary>
    /// <returns>False when there is no room for the reserve; nothing is set then.</returns>
    public bool TrySetQuota(int applet, MemoryQuota quota)
    {
        var before = _account.Quota(applet);
        var (persistent, volatileBytes) = _account.Used(applet);
        _account.SetQuota(applet, default);
        var fits = Math.Max(0, quota.PersistentReserve - persistent) <= PersistentFree && Math.Max(0, quota.VolatileReserve - volatileBytes) <= TransientFree;
        _account.SetQuota(applet, before);
        if (!fits)
        {
            return false;
        }

        if (quota != before)
        {
            Memory.Change(() => _account.SetQuota(applet, before));
            _account.SetQuota(applet, quota);
        }

        return true;
    }

    /// <summary>The object of a reference; null for null and for a reference to an object that is gone.</summary>
    public HeapObject? Get(ushort reference) => reference < _table.Length ? _table[reference] : null;

    /// <summary>All objects, by rising reference.</summary>
    public IEnumerable<HeapObject> Objects => _table.OfType<HeapObject>();

    /// <summary>Makes an object of zeros. Null when there is no room for it.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="length">Components, or words of an instance; not negative.</param>
    /// <param name="type">Class of the instance or of the elements.</param>
    /// <param name="owner">Who owns it.</param>
    /// <param name="transient">When it is cleared.</param>
    /// <param name="sharing">What the firewall lets others do.</param>
    /// <exception cref="PowerLost">The power is cut while the object is made.</exception>
    public HeapObject? TryAllocate(
        ObjectKind kind, int length, ClassInfo? type, Ownership owner, TransientKind transient = TransientKind.None, SharingKind sharing = SharingKind.None)
    {
        var content = ContentBytes(kind, length);
        if (_count >= Places(owner) || (owner.Applet != 0 && !HasRoom(owner.Applet, content, transient)))
        {
            return null;
        }

        Memory.Note(20 + (content / 16));
        var target = Make(FreeHandle(), kind, length, type, owner, transient, sharing);
        Memory.Created(target);
        Insert(target);
        return target;
    }

    /// <summary>Frees an object. Whoever held a reference to it holds one to nothing.</summary>
    public void Free(HeapObject target)
    {
        Memory.Freed(target);
        Remove(target);
    }

    /// <summary>Charges (or, negative, gives back) bytes of a package.</summary>
    /// <returns>False when there is no room; nothing is charged.</returns>
    public bool TryChargeCode(int bytes)
    {
        if (bytes > PersistentFree)
        {
            return false;
        }

        Memory.Change(() => CodeBytes -= bytes);
        CodeBytes += bytes;
        return true;
    }

    /// <summary>Clears the transient objects that <paramref name="which"/> picks.</summary>
    public void ClearTransient(Func<HeapObject, bool> which)
    {
        foreach (var target in Objects)
        {
            if (target.IsTransient && which(target))
            {
                target.Clear();
            }
        }
    }

    /// <summary>References of objects that were freed may be given out again: no frame is open that could hold one.</summary>
    public void EndOfCommand()
    {
        foreach (var handle in _resting)
        {
            _lowestFree = Math.Min(_lowestFree, handle);
        }

        _resting.Clear();
    }

    /// <summary>Puts an object of a saved image at its place.</summary>
    internal void Restore(HeapObject target) => Insert(target);

    internal void PutBack(HeapObject target)
    {
        _resting.Remove(target.Handle);
        Insert(target);
    }

    internal void Remove(HeapObject target)
    {
        if (_table[target.Handle] != target)
        {
            return;
        }

        _table[target.Handle] = null;
        _resting.Add(target.Handle);
        target.DropHost();
        _count--;
        Charge(target, -1);
    }

    /// <summary>Sets references in transient objects to null where their object is gone (JCRE 3.0.5, 7.6.3); persistent ones were rolled back.</summary>
    internal void ForgetDeadReferences()
    {
        Memory.Note(4 * _table.Length);
        foreach (var target in Objects)
        {
            if (target.IsTransient && target.Kind == ObjectKind.ReferenceArray)
            {
                Memory.Note(target.Words.Length / 2);
                for (var i = 0; i < target.Words.Length; i++)
                {
                    if (Get((ushort)target.Words[i]) is null)
                    {
                        target.Words[i] = 0;
                    }
                }
            }
        }
    }

    internal static HeapObject Make(
        ushort handle, ObjectKind kind, int length, ClassInfo? type, Ownership owner, TransientKind transient, SharingKind sharing)
    {
        var target = new HeapObject
        {
            Handle = handle,
            Kind = kind,
            Class = type,
            Owner = owner.Applet,
            Context = owner.Context,
            Transient = transient,
            Sharing = sharing,
            AccessContext = transient == TransientKind.ClearOnDeselect ? HeapObject.NoContext : owner.Context,
        };
        switch (kind)
        {
            case ObjectKind.BooleanArray or ObjectKind.ByteArray:
                target.Bytes = new byte[length];
                break;
            case ObjectKind.IntArray:
                target.Ints = new int[length];
                break;
            default:
                target.Words = new short[length];
                break;
        }

        return target;
    }

    // The JCRE's own objects, exceptions above all, find a place in a table that applets have filled (JCRE 3.0.5, 9.2).
    private int Places(Ownership owner) => owner.Applet == 0 ? ushort.MaxValue - 1 : Math.Min(_limits.Objects, ushort.MaxValue - 1 - JcrePlaces);

    private static int ContentBytes(ObjectKind kind, int length) => kind switch
    {
        ObjectKind.BooleanArray or ObjectKind.ByteArray => length,
        ObjectKind.IntArray => 4 * length,
        _ => 2 * length,
    };

    private bool HasRoom(int applet, int content, TransientKind transient)
    {
        var persistent = transient == TransientKind.None ? HeapObject.HeaderBytes + content : HeapObject.HeaderBytes;
        var volatileBytes = transient == TransientKind.None ? 0 : content;
        var reserved = _account.ReservedAgainst(applet);
        return _account.Allows(applet, persistent, volatileBytes)
            && persistent + reserved.Persistent <= Unused
            && transient switch
            {
                TransientKind.None => true,
                TransientKind.ClearOnReset => ResetBytes + content <= _limits.TransientResetBytes,
                _ => DeselectBytes + content <= _limits.TransientDeselectBytes,
            }
            && (volatileBytes == 0 || volatileBytes + reserved.Volatile
                <= _limits.TransientResetBytes + _limits.TransientDeselectBytes - ResetBytes - DeselectBytes);
    }

    private ushort FreeHandle()
    {
        while (_lowestFree < _table.Length && (_table[_lowestFree] is not null || _resting.Contains(_lowestFree)))
        {
            _lowestFree++;
        }

        return (ushort)_lowestFree;
    }

    private void Insert(HeapObject target)
    {
        if (target.Handle >= _table.Length)
        {
            Array.Resize(ref _table, Math.Min(65536, Math.Max(target.Handle + 1, 2 * _table.Length)));
        }

        _table[target.Handle] = target;
        _count++;
        Charge(target, +1);
    }

    private void Charge(HeapObject target, int sign)
    {
        if (target.Owner == 0)
        {
            return;
        }

        ObjectBytes += sign * HeapObject.HeaderBytes;
        var content = sign * target.ContentBytes;
        _account.Charge(target.Owner, (sign * HeapObject.HeaderBytes) + (target.IsTransient ? 0 : content), target.IsTransient ? content : 0);
        switch (target.Transient)
        {
            case TransientKind.ClearOnReset:
                ResetBytes += content;
                break;
            case TransientKind.ClearOnDeselect:
                DeselectBytes += content;
                break;
            default:
                ObjectBytes += content;
                break;
        }
    }
}
