namespace Tsms.Backend.Rest;

/// <summary>Holds a minute's worth of something and fills up steadily.</summary>
/// <param name="limit">What it holds at first.</param>
/// <param name="since">Now.</param>
internal sealed class RequestBucket(int limit, DateTimeOffset since)
{
    private readonly Lock _gate = new();
    private double _left = limit;
    private DateTimeOffset _since = since;

    /// <summary>Takes one: zero when there was one, else how long until there is.</summary>
    public TimeSpan Take(int perMinute, DateTimeOffset now)
    {
        lock (_gate)
        {
            Fill(perMinute, now);
            if (_left < 1)
            {
                return TimeSpan.FromMinutes((1 - _left) / perMinute);
            }

            _left--;
            return TimeSpan.Zero;
        }
    }

    /// <summary>Puts back what was taken and not used.</summary>
    public void Return(int perMinute)
    {
        lock (_gate)
        {
            _left = Math.Min(perMinute, _left + 1);
        }
    }

    /// <summary>True when it is as full as can be: then it says nothing that a new one would not.</summary>
    public bool IsFull(int perMinute, DateTimeOffset now)
    {
        lock (_gate)
        {
            Fill(perMinute, now);
            return _left >= perMinute;
        }
    }

    private void Fill(int perMinute, DateTimeOffset now)
    {
        _left = Math.Min(perMinute, _left + (Math.Max(0, (now - _since).TotalMinutes) * perMinute));
        _since = now;
    }
}
