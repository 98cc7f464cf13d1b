using Tsms.Api.Device;
using Kind = Tsms.Backend.Lifecycle.ServiceCommandKind;

namespace Tsms.Backend.Lifecycle;

/// <summary>
/// The life cycle of a service instance (TR-03165 3.2.2, 4.2.5.3 to 4.2.5.6) as a pure function of status and call. Where the TR's text and its
/// Figure 4 differ, docs/divergences.md says what was chosen.
/// </summary>
internal static class ServiceInstanceMachine
{
    /// <summary>The command lists that a state takes (TR-03165 4.2.5.3); ours, from Figure 4: Installed also takes Personalize alone and, like the others, none with finalize.</summary>
    private static readonly Dictionary<ServiceState, Kind[][]> Lists = new()
    {
        [ServiceState.NotDeployed] =
        [
            [Kind.Install, Kind.Activate, Kind.Personalize], [Kind.Install, Kind.Activate], [Kind.Install, Kind.Personalize, Kind.Activate],
            [Kind.Install, Kind.Personalize], [Kind.Install],
        ],
        [ServiceState.UnderDeploymentInstalled] =
            [[Kind.Activate, Kind.Personalize], [Kind.Activate], [Kind.Personalize, Kind.Activate], [Kind.Personalize], []],
        [ServiceState.UnderDeploymentPersonalized] = [[Kind.Activate], []],
        [ServiceState.UnderDeploymentActivated] = [[Kind.Personalize], []],
    };

    /// <summary>What happens when this call reaches an instance of this status.</summary>
    public static MachineAnswer Ask(InstanceStatus status, ServiceRequest request)
    {
        if (CheckArguments(request) is { } invalid)
        {
            return new MachineAnswer.Refused(invalid);
        }

        if (request is { Orphaned: true, Call: ServiceCall.Deploy or ServiceCall.Update })
        {
            return new MachineAnswer.Refused(DeviceErrors.Orphaned());
        }

        if (status.State == ServiceState.UnderDeploymentInitialized)
        {
            return new MachineAnswer.Refused(DeviceErrors.StateTransfer(status.State, Target(status, request)));
        }

        return status.State == ServiceState.InError ? AskInError(status, request) : AskAt(status, status.State, request);
    }

    private static MachineAnswer AskInError(InstanceStatus status, ServiceRequest request)
    {
        if (request.Call == ServiceCall.Terminate)
        {
            return Accept(status, status, request);
        }

        return status.Failed is { } failed && failed.IsRepeatedBy(request)
            ? AskAt(status with { State = failed.StateBefore }, failed.StateBefore, request, status)
            : new MachineAnswer.Refused(DeviceErrors.StateTransfer(ServiceState.InError, Target(status, request)));
    }

    private static MachineAnswer AskAt(InstanceStatus status, ServiceState state, ServiceRequest request, InstanceStatus? fallback = null)
    {
        var before = fallback ?? status;
        switch (request.Call)
        {
            case ServiceCall.Terminate:
                return Accept(status, before, request);
            case ServiceCall.Suspend or ServiceCall.Resume when state is ServiceState.DeployedOperational or ServiceState.DeployedSuspended:
                return Target(status, request) == state && fallback is null
                    ? new MachineAnswer.AlreadyDone(Operation(request))
                    : Accept(status, before, request);
            case ServiceCall.Update when state is ServiceState.DeployedOperational or ServiceState.DeployedSuspended && Fits(ServiceState.NotDeployed, request):
                return Accept(status, before, request);
            case ServiceCall.Deploy when Executed(status, request) is { } again:
                return new MachineAnswer.Refused(again);
            case ServiceCall.Deploy when Fits(state, request):
                return Accept(status, before, request);
            default:
                return new MachineAnswer.Refused(DeviceErrors.StateTransfer(state, Target(status, request)));
        }
    }

    private static MachineAnswer.Accepted Accept(InstanceStatus status, InstanceStatus before, ServiceRequest request)
    {
        var stateBefore = before.Failed?.StateBefore ?? before.State;
        var failed = before with
        {
            State = ServiceState.InError,
            Failed = request.Call == ServiceCall.Terminate && before.Failed is { } earlier
                ? earlier
                : new FailedCall(request.Call, [.. request.Kinds], request.Finalize, request.NewVersion, stateBefore),
        };
        var running = request.Call is ServiceCall.Deploy or ServiceCall.Update ? before with { State = ServiceState.UnderDeploymentInitialized } : before;
        return new MachineAnswer.Accepted(running, Success(status, request), before, failed, Operation(request));
    }

    private static InstanceStatus? Success(InstanceStatus status, ServiceRequest request)
    {
        if (request.Call == ServiceCall.Terminate)
        {
            return null;
        }

        var executed = request.Call == ServiceCall.Update ? ExecutedCommands.None : status.Executed;
        executed = request.Kinds.Aggregate(executed, (set, kind) => set | Flag(kind));
        return new InstanceStatus(Target(status, request), executed, Suspends(status, request), null);
    }

    /// <summary>The state that the call leads to; the one of its first command when it is asked for the text of a refusal is the TR's way of telling.</summary>
    private static ServiceState Target(InstanceStatus status, ServiceRequest request) => request.Call switch
    {
        ServiceCall.Terminate => ServiceState.NotDeployed,
        ServiceCall.Suspend => ServiceState.DeployedSuspended,
        ServiceCall.Resume => ServiceState.DeployedOperational,
        _ when request.Finalize && Reachable(status, request) => Suspends(status, request) ? ServiceState.DeployedSuspended : ServiceState.DeployedOperational,
        _ when request.Commands.Count == 0 => ServiceState.DeployedOperational,
        _ => StateOf(Reachable(status, request) ? request.Commands[^1].Kind : request.Commands[0].Kind),
    };

    private static bool Reachable(InstanceStatus status, ServiceRequest request) => request.Call switch
    {
        ServiceCall.Update => Fits(ServiceState.NotDeployed, request),
        _ => Executed(status, request) is null && Fits(status.State, request),
    };

    private static bool Suspends(InstanceStatus status, ServiceRequest request) =>
        (request.Call != ServiceCall.Update && status.SuspendWhenFinal) || request.Commands.Any(c => c is { Kind: Kind.Activate, SuspensionControl: true });

    private static bool Fits(ServiceState state, ServiceRequest request) =>
        Lists.TryGetValue(state, out var lists) && lists.Any(list => list.SequenceEqual(request.Kinds));

    /// <summary>A command that was executed is refused by name; the TR tells a repeated Personalize as a state transfer (4.2.4.4, category 13).</summary>
    private static DeviceStatus? Executed(InstanceStatus status, ServiceRequest request)
    {
        if (status.State is not (ServiceState.UnderDeploymentInstalled or ServiceState.UnderDeploymentPersonalized or ServiceState.UnderDeploymentActivated))
        {
            return null;
        }

        foreach (var kind in request.Kinds.Where(kind => status.Executed.HasFlag(Flag(kind))))
        {
            return kind == Kind.Personalize && status.State == ServiceState.UnderDeploymentPersonalized
                ? DeviceErrors.StateTransfer(status.State, status.State)
                : DeviceErrors.CommandExecuted(kind);
        }

        return null;
    }

    private static DeviceStatus? CheckArguments(ServiceRequest request)
    {
        if (request.Call is not (ServiceCall.Deploy or ServiceCall.Update))
        {
            return request.Commands.Count == 0 ? null : DeviceErrors.InvalidArgument($"serviceCommands are not allowed in {request.Call} requests");
        }

        var name = $"{request.Call}ServiceRequest";
        if (request.Commands.Count == 0 && !request.Finalize)
        {
            return DeviceErrors.InvalidArgument($"serviceCommands in {name} is only allowed to be empty if the finalize deployment flag is set");
        }

        foreach (var kind in Enum.GetValues<Kind>())
        {
            if (request.Kinds.Count(k => k == kind) > 1)
            {
                return DeviceErrors.InvalidArgument($"serviceCommands in {name} contain multiple {kind}ServiceCommands");
            }
        }

        return null;
    }

    private static ServiceOperation Operation(ServiceRequest request)
    {
        var update = request.Call == ServiceCall.Update;
        return request.Call switch
        {
            ServiceCall.Terminate => ServiceOperation.Termination,
            ServiceCall.Suspend => ServiceOperation.Suspension,
            ServiceCall.Resume => ServiceOperation.Resumption,
            _ when request.Finalize => update ? ServiceOperation.UpdateFinalize : ServiceOperation.DeploymentFinalize,
            _ => OperationOf(request.Commands[^1].Kind, update),
        };
    }

    /// <summary>The operation that one command is told as (SPOS: requestedOperations).</summary>
    public static ServiceOperation OperationOf(Kind kind, bool update) => kind switch
    {
        Kind.Install => update ? ServiceOperation.UpdateInstallation : ServiceOperation.DeploymentInstallation,
        Kind.Personalize => update ? ServiceOperation.UpdatePersonalization : ServiceOperation.DeploymentPersonalization,
        _ => update ? ServiceOperation.UpdateActivation : ServiceOperation.DeploymentActivation,
    };

    private static ServiceState StateOf(Kind kind) => kind switch
    {
        Kind.Install => ServiceState.UnderDeploymentInstalled,
        Kind.Personalize => ServiceState.UnderDeploymentPersonalized,
        _ => ServiceState.UnderDeploymentActivated,
    };

    private static ExecutedCommands Flag(Kind kind) => kind switch
    {
        Kind.Install => ExecutedCommands.Install,
        Kind.Personalize => ExecutedCommands.Personalize,
        _ => ExecutedCommands.Activate,
    };
}
