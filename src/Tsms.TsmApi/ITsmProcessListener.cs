namespace Tsms.TsmApi;

/// <summary>Told of a process while it runs (TR-03165 4.2.3.6).</summary>
public interface ITsmProcessListener
{
    /// <summary>The process has started. If this throws, the start notice counts as not delivered and the process is aborted before the card changes.</summary>
    void OnProcessStart(ProcessStart processStart);

    /// <summary>The process goes on; called any number of times. What this throws is logged and changes nothing.</summary>
    void OnProcessProgress(ProcessProgress processProgress);
}
