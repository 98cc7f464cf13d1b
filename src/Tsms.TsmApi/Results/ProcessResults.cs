namespace Tsms.TsmApi.Results;

/// <summary>Result of deployService (TR-03165 4.2.5.3).</summary>
/// <param name="ProcessInfo">How the process ended.</param>
/// <param name="ServiceInstanceState">State afterwards; <see cref="ServiceInstanceState.Unknown"/> when no process ran.</param>
/// <param name="TechnicalInformation">Of the instance; empty when no process ran.</param>
/// <param name="ServiceCommandResults">One for each command, in the order asked for.</param>
/// <param name="Reader">OMAPI name of the reader; empty when no process ran.</param>
public sealed record DeployServiceResult(
    ProcessInfo ProcessInfo, ServiceInstanceState ServiceInstanceState, TechnicalInformation TechnicalInformation,
    IReadOnlyList<ServiceCommandResult> ServiceCommandResults, string Reader);

/// <summary>Result of updateService (TR-03165 4.2.5.4).</summary>
/// <param name="ProcessInfo">How the process ended.</param>
/// <param name="ServiceInstanceState">State afterwards; <see cref="ServiceInstanceState.Unknown"/> when no process ran.</param>
/// <param name="TechnicalInformation">Of the instance; empty when no process ran.</param>
/// <param name="ServiceCommandResults">One for each command, in the order asked for.</param>
/// <param name="Reader">OMAPI name of the reader; empty when no process ran.</param>
public sealed record UpdateServiceResult(
    ProcessInfo ProcessInfo, ServiceInstanceState ServiceInstanceState, TechnicalInformation TechnicalInformation,
    IReadOnlyList<ServiceCommandResult> ServiceCommandResults, string Reader);

/// <summary>Result of suspendOrResumeService (TR-03165 4.2.5.5).</summary>
/// <param name="ProcessInfo">How the process ended.</param>
public sealed record SuspendOrResumeResult(ProcessInfo ProcessInfo);

/// <summary>Result of terminateService (TR-03165 4.2.5.6).</summary>
/// <param name="ProcessInfo">How the process ended; the instance's id may be invalid afterwards even if this is an error.</param>
public sealed record TerminateServiceResult(ProcessInfo ProcessInfo);
