using Tsms.Api.Device;
using Tsms.Backend.Catalog;
using Tsms.Backend.Issuers;
using Tsms.Backend.Lifecycle;
using Tsms.Backend.Planning;

namespace Tsms.Backend.Devices;

/// <summary>One process: what was asked, of which instance, on which card, and where it may lead.</summary>
/// <param name="Identity">Ids and the secure element.</param>
/// <param name="InstanceId">The service instance.</param>
/// <param name="Hint">What the phone tells of the card.</param>
/// <param name="Flavor">The frozen flavor.</param>
/// <param name="Request">The call.</param>
/// <param name="Answer">Where the call leads.</param>
/// <param name="Goal">How far the Service shall come.</param>
/// <param name="Issuer">The card's issuer.</param>
/// <param name="StartDate">When it started.</param>
internal sealed record ProcessCase(
    ProcessIdentity Identity, Guid InstanceId, SecureComponentHint Hint, FrozenFlavor Flavor, ServiceRequest Request, MachineAnswer.Accepted Answer,
    ServiceGoal Goal, IIssuerAdapter Issuer, DateTimeOffset StartDate)
{
    /// <summary>Most data bytes of one command that the card's profile has; more than 255: it takes extended length.</summary>
    public int MaxCommandData { get; init; } = byte.MaxValue;

    /// <summary>The goal of a call; null: the call needs nothing of the card.</summary>
    public static ServiceGoal GoalOf(ServiceRequest request, InstanceStatus success)
    {
        var selectable = success.Executed.HasFlag(ExecutedCommands.Activate);
        return request.Call == ServiceCall.Terminate
            ? ServiceGoal.Gone
            : new ServiceGoal(true, selectable, success.State == ServiceState.DeployedSuspended);
    }
}

/// <summary>How a process ended.</summary>
/// <param name="Status">0, or why it failed.</param>
/// <param name="Changed">An order that may change the card had left.</param>
/// <param name="FailedCommand">Index of the command that failed; -1: none of them.</param>
internal sealed record ProcessEnd(DeviceStatus Status, bool Changed, int FailedCommand);
