namespace Tsms.VirtualCard.Memory;

/// <summary>
/// The one place where persistent memory is written. It counts writes, can cut the power at one of them, and keeps old values while a transaction
/// (JCRE 3.0.5, ch. 7) or an atomic card command is open. A single write outside of both is atomic by itself.
/// </summary>
/// <param name="limits">The size of the transaction buffer.</param>
internal sealed partial class PersistentMemory(MachineLimits limits)
{
    private readonly List<JournalEntry> _journal = [];
    private int _commandDepth;
    private int _transactionStart = -1;
    private int _transactionCost;
    private bool _journaling;
    private bool _outside;
    private bool _hasUnmade;
    private long _work;
    private long _journalBytes;

    /// <summary>The heap that entries about objects go back to.</summary>
    internal Heap? Heap { get; set; }

    /// <summary>Told of each object that is about to be written, transient ones included; for tests that watch whose it is.</summary>
    internal Action<HeapObject>? Watcher { get; set; }

    /// <summary>Persistent writes so far.</summary>
    public long Writes { get; private set; }

    /// <summary>The number of the write (counted as <see cref="Writes"/> does, from 1) that loses power; null: none.</summary>
    public long? CutAt { get; set; }

    /// <summary>True while a transaction of an applet is open.</summary>
    public bool InTransaction => _transactionStart >= 0;

    /// <summary>True from the moment power is lost until <see cref="RollBackAll"/>.</summary>
    public bool IsPowerLost { get; private set; }

    /// <summary>True when power was lost or a command was left half done; <see cref="RollBackAll"/> mends it.</summary>
    public bool IsTorn => IsPowerLost || _journal.Count > 0 || _commandDepth > 0 || InTransaction;

    /// <summary>
    /// What was done beside plain writes since it was last asked for, in byte codes that a machine could have run meanwhile: objects made, searched or cleared,
    /// old values sought or brought back.
    /// </summary>
    public long TakeWork()
    {
        var work = _work;
        _work = 0;
        return work;
    }

    /// <summary>Notes work, in steps about as long as a byte code.</summary>
    internal void Note(long work) => _work += work;

    /// <summary>Bytes of the transaction buffer.</summary>
    public int MaxCommitCapacity => limits.CommitCapacity;

    /// <summary>Bytes of the transaction buffer that are free.</summary>
    public int UnusedCommitCapacity => Math.Max(0, limits.CommitCapacity - _transactionCost);

    /// <summary>Writes a word; transient objects are written directly.</summary>
    /// <returns>False when the transaction buffer is full: nothing was written, and TransactionException.BUFFER_FULL is due.</returns>
    /// <exception cref="PowerLost">The power is cut at this write.</exception>
    public bool TryWriteWord(HeapObject target, int index, short value)
    {
        Watcher?.Invoke(target);
        if (!target.IsTransient)
        {
            if (_journaling && !Keep(new JournalEntry(JournalKind.Word, target, index, target.Words[index])))
            {
                return false;
            }

            Count();
        }

        target.Words[index] = value;
        return true;
    }

    /// <summary>Writes a byte or boolean.</summary>
    /// <inheritdoc cref="TryWriteWord"/>
    public bool TryWriteByte(HeapObject target, int index, byte value)
    {
        Watcher?.Invoke(target);
        if (!target.IsTransient)
        {
            if (_journaling && !Keep(new JournalEntry(JournalKind.Byte, target, index, target.Bytes[index])))
            {
                return false;
            }

            Count();
        }

        target.Bytes[index] = value;
        return true;
    }

    /// <summary>Writes the two words of an int field as one write.</summary>
    /// <inheritdoc cref="TryWriteWord"/>
    public bool TryWriteIntWords(HeapObject target, int index, short high, short low)
    {
        Watcher?.Invoke(target);
        if (!target.IsTransient)
        {
            if (_journaling && !Keep(new JournalEntry(JournalKind.IntWords, target, index, (target.Words[index] << 16) | (ushort)target.Words[index + 1])))
            {
                return false;
            }

            Count();
        }

        target.Words[index] = high;
        target.Words[index + 1] = low;
        return true;
    }

    /// <summary>Writes an integer.</summary>
    /// <inheritdoc cref="TryWriteWord"/>
    public bool TryWriteInt(HeapObject target, int index, int value)
    {
        Watcher?.Invoke(target);
        if (!target.IsTransient)
        {
            if (_journaling && !Keep(new JournalEntry(JournalKind.Int, target, index, target.Ints[index])))
            {
                return false;
            }

            Count();
        }

        target.Ints[index] = value;
        return true;
    }

    /// <summary>
    /// Writes bytes into a byte[] or boolean[], all or none of them (Util.arrayCopy); into other arrays bytes of <see cref="HeapObject.Content"/>.
    /// The source may be the target's own content, overlapping.
    /// </summary>
    /// <inheritdoc cref="TryWriteWord"/>
    public bool TryWriteBytes(HeapObject target, int index, ReadOnlySpan<byte> value)
    {
        Watcher?.Invoke(target);
        if (!target.IsTransient && !value.IsEmpty)
        {
            if (_journaling && !Keep(new JournalEntry(JournalKind.Range, target, index, 0, target.Content.Slice(index, value.Length).ToArray())))
            {
                return false;
            }

            Count();
        }

        value.CopyTo(target.Content.Slice(index, value.Length));
        return true;
    }

    /// <summary>
    /// Writes components one after the other, outside of any transaction (Util.arrayCopyNonAtomic): when power is lost, those before stay written, and each is whole
    /// (JCRE 3.0.5, 7.1). Index and value are in bytes, as in <see cref="TryWriteBytes"/>. Inside an atomic card command the old values are kept all the same.
    /// </summary>
    public void WriteBytesNonAtomic(HeapObject target, int index, ReadOnlySpan<byte> value)
    {
        Watcher?.Invoke(target);
        if (target.IsTransient)
        {
            value.CopyTo(target.Content.Slice(index, value.Length));
            return;
        }

        if (target.Content.Overlaps(value))
        {
            value = value.ToArray();
        }

        var length = value.Length;
        if (_commandDepth > 0)
        {
            var entry = new JournalEntry(JournalKind.Range, target, index, 0, BeforeTransaction(target).AsSpan(index, length).ToArray());
            OutsideTransaction(() => Add(entry));
        }

        var content = target.Content;
        var size = target.ComponentBytes;
        for (var i = 0; i < value.Length; i += size)
        {
            Count();
            value.Slice(i, size).CopyTo(content[(index + i)..]);
        }
    }

    /// <summary>
    /// Notes a change that is no write to an object: it counts as a write, and <paramref name="undo"/> runs when the change is rolled back.
    /// Call it before the change. The operating system's registry uses it too.
    /// </summary>
    /// <exception cref="PowerLost">The power is cut at this write; the change must not happen.</exception>
    public void Change(Action undo)
    {
        Count();
        if (_journaling)
        {
            Add(new JournalEntry(JournalKind.Action, null, 0, 0, null, undo));
        }
    }

    /// <summary>Runs work whose writes are no part of an open transaction: what the card makes for its own use.</summary>
    public void OutsideTransaction(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var before = _outside;
        _outside = true;
        try
        {
            work();
        }
        finally
        {
            _outside = before;
        }
    }

    /// <summary>Notes a new object.</summary>
    internal void Created(HeapObject target) => Structural(JournalKind.Created, target);

    /// <summary>Notes that an object is about to be freed.</summary>
    internal void Freed(HeapObject target) => Structural(JournalKind.Freed, target);
}
