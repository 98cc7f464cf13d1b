namespace Tsms.TsmApi;

/// <summary>What became of one service command (TR-03165 4.2.3.10).</summary>
public enum CommandResultType
{
    /// <summary>0 EXECUTION_SUCCESS.</summary>
    ExecutionSuccess = 0,

    /// <summary>1 EXECUTION_FAILED.</summary>
    ExecutionFailed = 1,

    /// <summary>2 NOT_EXECUTED.</summary>
    NotExecuted = 2,
}
