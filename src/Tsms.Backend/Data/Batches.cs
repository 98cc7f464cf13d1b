namespace Tsms.Backend.Data;

/// <summary>
/// Does what comes for the same key in batches, one batch of a key at a time: what comes while one is under way waits for the next. So however much comes at once, nothing waits for
/// more than what is under way and its own batch.
/// </summary>
/// <param name="run">Does a batch. It tells each item what came of it, and throws nothing.</param>
/// <param name="max">Items of a batch at most.</param>
internal sealed class Batches<TKey, TItem>(Func<TKey, IReadOnlyList<TItem>, Task> run, int max) where TKey : notnull
{
    private readonly Lock _gate = new();

    // The keys with a batch under way, each with what waits for the next.
    private readonly Dictionary<TKey, Queue<TItem>> _waiting = [];

    /// <summary>Keys with a batch under way.</summary>
    internal int UnderWay
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Takes an item; when nothing of its key is under way, it is begun at once.</summary>
    public void Add(TKey key, TItem item)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(key, out var line))
            {
                line.Enqueue(item);
                return;
            }

            _waiting.Add(key, []);
        }

        _ = RunAsync(key, [item]);
    }

    private async Task RunAsync(TKey key, IReadOnlyList<TItem> batch)
    {
        while (true)
        {
            await run(key, batch).ConfigureAwait(false);
            batch = TakeWaiting(key);
            if (batch.Count == 0)
            {
                return;
            }

            // Who added the first item does not do the others' work on its own time.
            await Task.Yield();
        }
    }

    private List<TItem> TakeWaiting(TKey key)
    {
        var batch = new List<TItem>();
        lock (_gate)
        {
            var line = _waiting[key];
            while (batch.Count < max && line.TryDequeue(out var item))
            {
                batch.Add(item);
            }

            if (batch.Count == 0)
            {
                _waiting.Remove(key);
            }
        }

        return batch;
    }
}
