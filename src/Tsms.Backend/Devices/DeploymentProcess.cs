using Tsms.Api.Device;
using Tsms.Backend.Issuers;
using Tsms.Backend.Lifecycle;
using Tsms.Backend.Planning;

namespace Tsms.Backend.Devices;

/// <summary>A process in memory: a coroutine that the phone pulls along, report by report. It always ends with a result, whatever breaks.</summary>
internal sealed class DeploymentProcess(ProcessCase process, SessionDoor door, StopSign stop, string deviceAppId, string cardId)
{
    public ProcessCase Case { get; } = process;

    public SessionDoor Door { get; } = door;

    /// <summary>The app that started it.</summary>
    public string DeviceAppId { get; } = deviceAppId;

    /// <summary>The card that it has leased.</summary>
    public string CardId { get; } = cardId;

    /// <summary>The result; set once.</summary>
    public TaskCompletionSource<ProcessNotice> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Asks it to stop. True: it stops at once and <see cref="Result"/> comes soon.</summary>
    public bool RequestStop() => stop.Request();

    /// <summary>Runs the work and says how it ended.</summary>
    public static async Task<ProcessEnd> RunAsync(ProcessCase process, CardWork work)
    {
        try
        {
            await work.RunAsync().ConfigureAwait(false);
            return new ProcessEnd(DeviceStatus.Ok, work.Changed, -1);
        }
        catch (ProcessFailure e)
        {
            return Failed(e.Status);
        }
        catch (IssuerException e)
        {
            return Failed(e.Status);
        }
        catch (TimeoutException)
        {
            return Failed(DeviceErrors.ConnectionInterrupted());
        }
        catch (OperationCanceledException)
        {
            return Failed(DeviceErrors.Cancelled());
        }

        ProcessEnd Failed(DeviceStatus status) => new(status, work.Changed, FailedCommand(process.Request, work));
    }

    /// <summary>The command that the failed step belongs to; what fails before any step fails the first command.</summary>
    private static int FailedCommand(ServiceRequest request, CardWork work)
    {
        var activation = work.FailedStep is PlanStep.MakeSelectable or PlanStep.SetLock;
        var kinds = request.Kinds.ToList();
        return activation && kinds.IndexOf(ServiceCommandKind.Activate) is var at and >= 0 ? at : kinds.Count == 0 ? -1 : 0;
    }

    /// <summary>The result for the phone.</summary>
    public static ProcessResultData ToResult(ProcessCase process, ProcessEnd end, InstanceStatus? after, PhoneLink link, DateTimeOffset now)
    {
        var commands = process.Request.Commands.Select((_, i) => new CommandResultData(
            end.Status.Code == 0 || (end.FailedCommand > i) ? 0 : i == end.FailedCommand ? 1 : 2));
        return new ProcessResultData(
            end.Status, DeviceDates.ToText(process.StartDate), DeviceDates.ToText(now), (int)(after?.State ?? ServiceState.NotDeployed),
            after is null ? null : process.Flavor.ToTechnicalInformation(), [.. commands], link.Exchanges, link.Apdus, link.Bytes);
    }
}

/// <summary>Dates as TR-03165 4.2 has them.</summary>
internal static class DeviceDates
{
    /// <summary>UTC, ISO 8601, milliseconds, Z.</summary>
    public static string ToText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
