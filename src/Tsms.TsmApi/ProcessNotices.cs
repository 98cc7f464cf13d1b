namespace Tsms.TsmApi;

/// <summary>A process has started (TR-03165 4.2.3.7).</summary>
/// <param name="ProcessId">Identifier of the process.</param>
/// <param name="CallerId">Device application identifier: hash of the app's signing certificate, lower-case hexadecimal.</param>
/// <param name="StartDate">UTC, ISO 8601 with milliseconds and Z.</param>
public sealed record ProcessStart(string ProcessId, string CallerId, string StartDate);

/// <summary>A process goes on (TR-03165 4.2.3.8).</summary>
/// <param name="ProcessId">Identifier of the process.</param>
/// <param name="Progress">0 to 100 percent.</param>
/// <param name="Operation">The operation that runs.</param>
public sealed record ProcessProgress(string ProcessId, int Progress, ServiceOperation Operation);
