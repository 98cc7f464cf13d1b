using Tsms.Api.Device;
using Tsms.TsmApi;
using Tsms.TsmApi.Results;

namespace Tsms.Sdk.Processes;

/// <summary>A process to be started.</summary>
/// <param name="ServiceInstanceId">The instance.</param>
/// <param name="Operation">deploy, update, suspend, resume or terminate.</param>
/// <param name="Commands">Service commands.</param>
/// <param name="IsFinal">Finalize.</param>
/// <param name="Listener">The app's listener, or null.</param>
internal sealed record ProcessRequest(
    Guid ServiceInstanceId, string Operation, IReadOnlyList<DeviceServiceCommand> Commands, bool IsFinal, ITsmProcessListener? Listener);

/// <summary>How a process ended, or why there was none.</summary>
internal sealed record ProcessOutcome(
    ProcessInfo Info, ServiceInstanceState State, TechnicalInformation Information, IReadOnlyList<ServiceCommandResult> Commands, string Reader);
