namespace Tsms.TsmApi.Results;

/// <summary>Result of createServiceInstance (TR-03165 4.2.5.1).</summary>
/// <param name="ServiceInstance">The instance, or null if there is none.</param>
/// <param name="ExecutionStatus">0, or the error category.</param>
/// <param name="ExecutionMessage">Empty for 0, else <c>Name in words: details</c>.</param>
public sealed record CreateServiceInstanceResult(ServiceInstance? ServiceInstance, ErrorType ExecutionStatus, string ExecutionMessage);

/// <summary>Result of getServiceInstances (TR-03165 4.2.5.2).</summary>
/// <param name="ServiceInstances">The instances; empty if there are none.</param>
/// <param name="ExecutionStatus">0, or the error category.</param>
/// <param name="ExecutionMessage">Empty for 0, else <c>Name in words: details</c>.</param>
public sealed record GetServiceInstancesResult(IReadOnlyList<ServiceInstance> ServiceInstances, ErrorType ExecutionStatus, string ExecutionMessage);

/// <summary>Result of setAccessToken (TR-03165 4.2.5.9).</summary>
/// <param name="ExecutionStatus">0, or the error category.</param>
/// <param name="ExecutionMessage">Empty for 0, else <c>Name in words: details</c>.</param>
public sealed record SetAccessTokenResult(ErrorType ExecutionStatus, string ExecutionMessage);
