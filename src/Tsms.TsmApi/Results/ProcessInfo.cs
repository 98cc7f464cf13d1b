namespace Tsms.TsmApi.Results;

/// <summary>How a process ended (TR-03165 4.2.3.9).</summary>
/// <param name="ProcessId">Identifier; empty if the request failed before a process existed.</param>
/// <param name="ExecutionStatus">0, or the error category.</param>
/// <param name="ExecutionMessage">Empty for 0, else <c>Name in words: details</c>.</param>
/// <param name="StartDate">UTC, ISO 8601 with milliseconds and Z.</param>
/// <param name="EndDate">The same.</param>
public sealed record ProcessInfo(string ProcessId, ErrorType ExecutionStatus, string ExecutionMessage, string StartDate, string EndDate);
