using Tsms.Backend.Lifecycle;

namespace Tsms.Backend.Devices;

/// <summary>
/// How a process is asked to stop. While nothing that changes the card is under way it stops at once; while something is, its report is awaited first
/// and the process stops before the next list.
/// </summary>
internal sealed class StopSign : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Lock _lock = new();
    private bool _requested;
    private bool _changing;

    /// <summary>For waits during which nothing is changing.</summary>
    public CancellationToken Token
    {
        get
        {
            lock (_lock)
            {
                _changing = false;
                if (_requested)
                {
                    _source.Cancel();
                }
            }

            return _source.Token;
        }
    }

    /// <summary>For the wait for a report to a list that changes the card: it is not cut short.</summary>
    public CancellationToken Sent
    {
        get
        {
            lock (_lock)
            {
                _changing = true;
            }

            return CancellationToken.None;
        }
    }

    /// <summary>Asks to stop. True when the process stops at once.</summary>
    public bool Request()
    {
        lock (_lock)
        {
            _requested = true;
            if (!_changing)
            {
                _source.Cancel();
            }

            return !_changing;
        }
    }

    /// <summary>A safe point between two lists.</summary>
    /// <exception cref="ProcessFailure">Stopping was asked for.</exception>
    public void ThrowIfRequested()
    {
        lock (_lock)
        {
            _changing = false;
            if (_requested)
            {
                throw new ProcessFailure(DeviceErrors.Cancelled());
            }
        }
    }

    public void Dispose() => _source.Dispose();
}
