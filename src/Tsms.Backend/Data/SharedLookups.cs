namespace Tsms.Backend.Data;

/// <summary>
/// Lets those who ask the same at the same time share one look-up. While one is under way, all who come wait for the next: nobody gets an answer whose look-up began before it
/// asked, so it is as new as one of its own would be; and however many ask, one look-up of a key runs at a time.
/// </summary>
internal sealed class SharedLookups<TKey, TAnswer> where TKey : notnull
{
    private readonly Batches<TKey, TaskCompletionSource<TAnswer>> _batches;

    public SharedLookups(Func<TKey, Task<TAnswer>> lookUp) => _batches = new(
        async (key, waiting) =>
        {
            var answer = lookUp(key);
            await Task.WhenAny(answer).ConfigureAwait(false);
            foreach (var one in waiting)
            {
                one.SetFromTask(answer);
            }
        },
        int.MaxValue);

    /// <summary>Keys whose look-up is under way.</summary>
    internal int UnderWay => _batches.UnderWay;

    /// <summary>Looks a key up, alone or with others. The look-up is everybody's: the token only ends the waiting of one.</summary>
    public Task<TAnswer> AskAsync(TKey key, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _batches.Add(key, answer);
        return answer.Task.WaitAsync(cancellationToken);
    }
}
