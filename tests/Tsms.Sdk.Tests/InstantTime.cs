namespace Tsms.Sdk.Tests;

/// <summary>A clock that stands still but for pauses: each pause is written down, moves the clock and is over at once. Time limits never strike.</summary>
internal sealed class InstantTime(TimeSpan timeLimit) : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero);

    public List<double> Pauses { get; } = [];

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != timeLimit)
        {
            Pauses.Add(dueTime.TotalMilliseconds);
            _now += dueTime;
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return new Timer();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
