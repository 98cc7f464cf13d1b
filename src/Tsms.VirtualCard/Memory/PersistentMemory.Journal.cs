using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Memory;

/// <content>Atomic commands, transactions, and the journal that takes them back.</content>
internal sealed partial class PersistentMemory
{
    /// <summary>Opens an atomic card command (INSTALL, LOAD, DELETE); may be nested.</summary>
    /// <returns>A mark for <see cref="RollBackCommand"/>.</returns>
    public int BeginCommand()
    {
        _commandDepth++;
        _journaling = true;
        return _journal.Count;
    }

    /// <summary>Ends an atomic card command: with the outermost all its writes stand.</summary>
    public void CommitCommand()
    {
        if (_commandDepth == 1)
        {
            Count();
            _journal.Clear();
            _journalBytes = 0;
            _transactionStart = -1;
            _transactionCost = 0;
            _journaling = false;
        }

        _commandDepth--;
    }

    /// <summary>Ends an atomic card command and undoes what happened since it began.</summary>
    public void RollBackCommand(int mark)
    {
        RollBackTo(mark);
        ForgetUnmade();
        _transactionStart = -1;
        _transactionCost = 0;
        _commandDepth--;
        _journaling = _commandDepth > 0;
    }

    /// <summary>
    /// Runs work as an atomic card command: all of it stands, or none. After <see cref="PowerLost"/> nothing is undone before the next reset does it.
    /// </summary>
    public void Atomically(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var mark = BeginCommand();
        try
        {
            work();
            CommitCommand();
        }
        catch (Exception e) when (e is not PowerLost)
        {
            RollBackCommand(mark);
            throw;
        }
    }

    /// <summary>Undoes everything since the outermost atomic command or transaction began; also what a reset does after power was lost.</summary>
    public void RollBackAll()
    {
        RollBackTo(0);
        ForgetUnmade();
        IsPowerLost = false;
        _commandDepth = 0;
        _transactionStart = -1;
        _transactionCost = 0;
        _journaling = false;
    }

    /// <summary>JCSystem.beginTransaction; the caller has checked that none is open.</summary>
    public void BeginTransaction()
    {
        _transactionStart = _journal.Count;
        _transactionCost = 0;
        _journaling = true;
    }

    /// <summary>JCSystem.commitTransaction: the writes stand, or belong to the atomic command around.</summary>
    public void CommitTransaction()
    {
        Count();
        _transactionStart = -1;
        _transactionCost = 0;
        if (_commandDepth == 0)
        {
            _journal.Clear();
            _journalBytes = 0;
            _journaling = false;
        }
    }

    /// <summary>JCSystem.abortTransaction: old values come back, objects made inside are freed (JCRE 3.0.5, 7.6).</summary>
    public void AbortTransaction()
    {
        RollBackTo(_transactionStart);
        ForgetUnmade();
        _transactionStart = -1;
        _transactionCost = 0;
        _journaling = _commandDepth > 0;
    }

    /// <summary>
    /// Replaces what a native class keeps beside the fields of an object (<see cref="HeapObject.Host"/>), as a part of an open transaction or command: an init is
    /// undone with its key. What becomes of a message afterwards is no part of it (JCRE 3.0.5, 9.3; class description of Cipher and others).
    /// </summary>
    public void ReplaceHost(HeapObject target, object? host)
    {
        if (_journaling && !target.IsTransient)
        {
            var before = target.Host;
            Add(new JournalEntry(JournalKind.Action, null, 0, 0, null, () => target.SetHost(before)));
            target.Host = host;
        }
        else
        {
            target.SetHost(host);
        }
    }

    private void Count()
    {
        Writes++;
        if (Writes == CutAt)
        {
            IsPowerLost = true;
            throw new PowerLost(Writes);
        }
    }

    private bool Keep(JournalEntry entry)
    {
        if (InTransaction && !_outside)
        {
            if (_transactionCost + entry.Cost > limits.CommitCapacity)
            {
                return false;
            }

            _transactionCost += entry.Cost;
        }

        Add(entry);
        return true;
    }

    // What is written on behalf of the card goes below the transaction's own entries, so that the transaction's abort leaves it (JCRE 3.0.5, 7.5).
    private void Add(JournalEntry entry)
    {
        _journalBytes += JournalEntry.HostBytes + (entry.OldBytes?.Length ?? 0);
        if (_journalBytes > limits.JournalBytes)
        {
            throw new MachineFault($"The command overwrote so much that its old values take more than {limits.JournalBytes} bytes.");
        }

        if (!InTransaction || !_outside)
        {
            _journal.Add(entry);
        }
        else if (_commandDepth > 0)
        {
            Note((_journal.Count - _transactionStart) / 8);
            _journal.Insert(_transactionStart++, entry);
        }
    }

    // The bytes as they were when the transaction began: what a roll back behind it has to bring back, whatever the transaction wrote meanwhile.
    private byte[] BeforeTransaction(HeapObject target)
    {
        Note((target.ContentBytes / 64) + (InTransaction ? _journal.Count - _transactionStart : 0));
        var bytes = target.Content.ToArray();
        for (var i = _journal.Count - 1; InTransaction && i >= _transactionStart; i--)
        {
            if (_journal[i].Target == target)
            {
                _journal[i].PutBack(bytes);
            }
        }

        return bytes;
    }

    private void Structural(JournalKind kind, HeapObject target)
    {
        Count();
        if (_journaling)
        {
            Add(new JournalEntry(kind, target, 0, 0));
        }
    }

    /// <summary>
    /// Undoes the journal from its end. Each entry is a write by itself and leaves the journal with it: power may be lost in between, and the next reset goes on.
    /// </summary>
    private void RollBackTo(int start)
    {
        Note(2 * (_journal.Count - start));
        for (var i = _journal.Count - 1; i >= start; i--)
        {
            Count();
            Undo(_journal[i]);
            _journalBytes -= JournalEntry.HostBytes + (_journal[i].OldBytes?.Length ?? 0);
            _journal.RemoveAt(i);
        }
    }

    private void Undo(JournalEntry entry)
    {
        switch (entry.Kind)
        {
            case JournalKind.Created:
                Heap!.Remove(entry.Target!);
                _hasUnmade = true;
                break;
            case JournalKind.Freed:
                Heap!.PutBack(entry.Target!);
                break;
            case JournalKind.Action:
                entry.Undo!();
                break;
            default:
                entry.PutBack(entry.Target!.Content);
                break;
        }
    }

    /// <summary>Objects that are unmade leave no reference behind in transient arrays (JCRE 3.0.5, 7.6.3).</summary>
    private void ForgetUnmade()
    {
        if (_hasUnmade)
        {
            _hasUnmade = false;
            Heap!.ForgetDeadReferences();
        }
    }
}
