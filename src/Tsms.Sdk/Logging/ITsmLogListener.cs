namespace Tsms.Sdk.Logging;

/// <summary>How much an entry matters.</summary>
public enum TsmLogLevel
{
    /// <summary>Every order and every list of commands.</summary>
    Debug = 0,

    /// <summary>Start and end of processes.</summary>
    Information,

    /// <summary>Something went wrong and was mended.</summary>
    Warning,

    /// <summary>A request or process failed.</summary>
    Error,
}

/// <summary>An entry of the SDK's log. APDU data appear as lengths.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Message">What happened.</param>
public sealed record TsmLogEntry(DateTimeOffset Time, TsmLogLevel Level, string Message);

/// <summary>Given the log of the SDK by the app (TR-03165 3.5.2).</summary>
public interface ITsmLogListener
{
    /// <summary>
    /// New entries. With an issue (warning or error) come the entries shortly before it that were below the level of forwarding, in the order of time. What this throws is dropped.
    /// </summary>
    void OnLog(IReadOnlyList<TsmLogEntry> entries);
}
