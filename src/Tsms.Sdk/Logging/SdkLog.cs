namespace Tsms.Sdk.Logging;

/// <summary>Keeps the last entries that nobody wanted yet, and gives them to the app when an issue occurs (TR-03165 3.5.2).</summary>
internal sealed class SdkLog(ITsmLogListener? listener, TsmLogLevel level, int history, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<TsmLogEntry> _kept = new();

    public void Debug(string message) => Write(TsmLogLevel.Debug, message);

    public void Information(string message) => Write(TsmLogLevel.Information, message);

    public void Warning(string message) => Write(TsmLogLevel.Warning, message);

    public void Error(string message) => Write(TsmLogLevel.Error, message);

    private void Write(TsmLogLevel entryLevel, string message)
    {
        if (listener is null)
        {
            return;
        }

        var entry = new TsmLogEntry(time.GetUtcNow(), entryLevel, message);
        List<TsmLogEntry> entries = [];
        lock (_lock)
        {
            if (entryLevel >= TsmLogLevel.Warning)
            {
                entries.AddRange(_kept);
                _kept.Clear();
                entries.Add(entry);
            }
            else if (entryLevel >= level)
            {
                entries.Add(entry);
            }
            else
            {
                _kept.Enqueue(entry);
                while (_kept.Count > history)
                {
                    _kept.Dequeue();
                }
            }
        }

        if (entries.Count == 0)
        {
            return;
        }

        try
        {
            listener.OnLog(entries);
        }
        catch (Exception)
        {
            // a log that fails must not make the process fail
        }
    }
}
