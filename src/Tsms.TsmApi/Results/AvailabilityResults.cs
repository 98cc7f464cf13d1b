namespace Tsms.TsmApi.Results;

/// <summary>Result of checkServiceDeploymentAvailable (TR-03165 4.2.5.7). A phone that is not eligible is no error: status 0 and an empty version.</summary>
/// <param name="DeploymentAvailable">Can it be deployed?</param>
/// <param name="Version">The version asked for, or the highest one that fits the pattern; empty if none.</param>
/// <param name="NewTechnicalInformation">Of the instance that would be deployed; null if none.</param>
/// <param name="ExecutionStatus">0, or the error category.</param>
/// <param name="ExecutionMessage">Empty for 0, else <c>Name in words: details</c>.</param>
public sealed record ServiceDeploymentAvailableResult(
    DeploymentAvailable DeploymentAvailable, string Version, TechnicalInformation? NewTechnicalInformation, ErrorType ExecutionStatus, string ExecutionMessage);

/// <summary>Result of checkServiceUpdateAvailable (TR-03165 4.2.5.8). An equal or lower version is no error: status 0 and NO_UPDATE_AVAILABLE.</summary>
/// <param name="UpdateAvailable">Is there an update?</param>
/// <param name="NewVersion">The version asked for, or the highest one that fits the pattern; empty if none.</param>
/// <param name="NewTechnicalInformation">Of the instance after the update; null if none.</param>
/// <param name="ExecutionStatus">0, or the error category.</param>
/// <param name="ExecutionMessage">Empty for 0, else <c>Name in words: details</c>.</param>
public sealed record ServiceUpdateAvailableResult(
    UpdateAvailable UpdateAvailable, string NewVersion, TechnicalInformation? NewTechnicalInformation, ErrorType ExecutionStatus, string ExecutionMessage);
