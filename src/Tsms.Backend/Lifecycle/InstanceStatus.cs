using Tsms.Api.Device;

namespace Tsms.Backend.Lifecycle;

/// <summary>
/// The state of an instance as the life cycle sees it: the TR's state, the commands executed so far, and what a failure has to remember.
/// </summary>
/// <param name="State">The state of TR-03165 3.2.2.</param>
/// <param name="Executed">Commands of deployment that were completed.</param>
/// <param name="SuspendWhenFinal">An executed Activate carried suspensionControl: finalizing leads to DeployedSuspended.</param>
/// <param name="Failed">In InError: the call that failed and may be repeated; null otherwise.</param>
internal sealed record InstanceStatus(ServiceState State, ExecutedCommands Executed, bool SuspendWhenFinal, FailedCall? Failed)
{
    /// <summary>An instance as createServiceInstance leaves it.</summary>
    public static readonly InstanceStatus New = new(ServiceState.NotDeployed, ExecutedCommands.None, false, null);
}

/// <summary>What failed, as far as it decides whether a call is the same call again; with what was true before it.</summary>
internal sealed record FailedCall(
    ServiceCall Call, IReadOnlyList<ServiceCommandKind> Commands, bool Finalize, string? NewVersion, ServiceState StateBefore)
{
    public bool IsRepeatedBy(ServiceRequest request) =>
        request.Call == Call && request.Finalize == Finalize && request.NewVersion == NewVersion && request.Kinds.SequenceEqual(Commands);
}

/// <summary>A call with its commands.</summary>
/// <param name="Call">Which of the five.</param>
/// <param name="Commands">The commands of deploy and update, else empty.</param>
/// <param name="Finalize">finalizeDeployment.</param>
/// <param name="NewVersion">For update the version, else null.</param>
/// <param name="Orphaned">The instance's flavor was deleted.</param>
internal sealed record ServiceRequest(
    ServiceCall Call, IReadOnlyList<ServiceRequestCommand> Commands, bool Finalize = false, string? NewVersion = null, bool Orphaned = false)
{
    public IEnumerable<ServiceCommandKind> Kinds => Commands.Select(c => c.Kind);
}

/// <summary>One command; <paramref name="SuspensionControl"/> is Activate's.</summary>
internal sealed record ServiceRequestCommand(ServiceCommandKind Kind, bool SuspensionControl = false);

/// <summary>What the machine says to a call: a refusal, or the way ahead.</summary>
internal abstract record MachineAnswer
{
    /// <summary>The call is refused; nothing changes.</summary>
    public sealed record Refused(DeviceStatus Status) : MachineAnswer;

    /// <summary>The call is already fulfilled; there is nothing to play.</summary>
    public sealed record AlreadyDone(ServiceOperation Operation) : MachineAnswer;

    /// <summary>A process starts.</summary>
    /// <param name="Running">The instance while it runs: UnderDeploymentInitialized for deploy and update, else the state it has.</param>
    /// <param name="Success">The instance when it succeeds; null: the instance is gone and its id invalid.</param>
    /// <param name="FailedUntouched">The instance when it fails before the first change on the card: as before.</param>
    /// <param name="FailedChanged">The instance when it fails later: InError, remembering the call.</param>
    /// <param name="Operation">The operation to tell and to keep as the last one.</param>
    public sealed record Accepted(
        InstanceStatus Running, InstanceStatus? Success, InstanceStatus FailedUntouched, InstanceStatus FailedChanged, ServiceOperation Operation) : MachineAnswer;
}
