using System.Text.Json;
using Tsms.Api.Device;
using Tsms.Sdk.Agent;
using Tsms.Sdk.Http;
using Tsms.Sdk.Logging;
using Tsms.SmartCard.Omapi;
using Tsms.TsmApi;
using Tsms.TsmApi.Results;

namespace Tsms.Sdk.Processes;

/// <summary>Runs a process from its start to its result: start notice to the app, SERAM session, progress, end, abort.</summary>
internal sealed class ProcessRunner(DeviceDoor door, SecureElementService service, TsmSdkOptions options, TimeProvider time, PhoneTraffic traffic, SdkLog log)
{
    /// <summary>Runs a process. Nothing is thrown; the outcome tells what went wrong.</summary>
    public async Task<ProcessOutcome> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        var requested = Mapping.DateOf(time.GetUtcNow());
        StartProcessResponse start;
        DeviceContext device;
        try
        {
            device = new DeviceContext(options.DeviceAppId, await SecureComponentHints.ReadAsync(service, log, cancellationToken).ConfigureAwait(false));
            cancellationToken.ThrowIfCancellationRequested();

            // not cancelled while it is under way: the process would run without anybody who knows its id
            start = await door.PostAsync(
                DevicePaths.StartProcess, new StartProcessRequest(device, request.ServiceInstanceId, request.Operation, request.Commands, request.IsFinal),
                DeviceJson.Default.StartProcessRequest, DeviceJson.Default.StartProcessResponse, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DeviceDoorException e)
        {
            return NotStarted(request, e.Type, e.Message, requested);
        }
        catch (OperationCanceledException)
        {
            return NotStarted(request, ErrorType.ExecutionInterrupted, TsmMessages.ManuallyCancelled, requested);
        }

        if (start.Status.Code != 0 || start.ProcessId.Length == 0)
        {
            return start.Status.Code != 0
                ? NotStarted(request, Mapping.ErrorOf(start.Status.Code), start.Status.Message, requested)
                : NotStarted(request, ErrorType.InternalError, TsmMessages.Of(ErrorType.InternalError, "'tsmService' started a process without an id"), requested);
        }

        log.Information($"Process {start.ProcessId} ({request.Operation}) started on reader '{start.Reader}'.");
        ProcessOutcome outcome;
        try
        {
            outcome = await RunStartedAsync(request, device, start, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            log.Error($"Unexpected: {e.GetType().Name}: {e.Message}");
            outcome = OutcomeOf(request, start, null, ErrorType.InternalError, TsmMessages.Of(ErrorType.InternalError, "unexpected failure in the TSM-API-SDK"));
        }

        log.Information($"Process {start.ProcessId} ended: {(int)outcome.Info.ExecutionStatus} {outcome.Info.ExecutionMessage}");
        return outcome;
    }

    /// <summary>The outcome of a request that no process came of.</summary>
    public ProcessOutcome NotStarted(ProcessRequest request, ErrorType type, string message, string? requested = null)
    {
        log.Error($"Request ({request.Operation}) failed: {message}");
        var now = Mapping.DateOf(time.GetUtcNow());
        return new ProcessOutcome(
            new ProcessInfo("", type, message, requested ?? now, now), ServiceInstanceState.Unknown, TechnicalInformation.Empty, NotExecuted(request), "");
    }

    private async Task<ProcessOutcome> RunStartedAsync(
        ProcessRequest request, DeviceContext device, StartProcessResponse start, CancellationToken cancellationToken)
    {
        ProcessNotice? last = start.Result;
        try
        {
            request.Listener?.OnProcessStart(new ProcessStart(start.ProcessId, options.DeviceAppId, start.StartDate));
        }
        catch (Exception e)
        {
            // TR-03165 3.2: without the start notice there is no process
            log.Warning($"The app's listener failed at the start notice: {e.Message}");
            var notice = await AbortAsync(device, start.ProcessId, "the start notice could not be delivered").ConfigureAwait(false);
            return OutcomeOf(request, start, notice, ErrorType.ExecutionInterrupted, TsmMessages.StartNoticeNotDelivered);
        }

        if (start.SessionId is null)
        {
            Progress(request, last);
            return OutcomeOf(request, start, last, ErrorType.InternalError, NoResult);
        }

        var session = new SeramSession(door, service, options, time, traffic, log, start.SessionId, text => last = OnNotification(request, text) ?? last);
        await using (session.ConfigureAwait(false))
        {
            try
            {
                await session.RunAsync(cancellationToken).ConfigureAwait(false);
                return OutcomeOf(request, start, last, ErrorType.InternalError, NoResult);
            }
            catch (OperationCanceledException)
            {
                last = await AbortAsync(device, start.ProcessId, "manually cancelled").ConfigureAwait(false) ?? last;
            }
            catch (DeviceDoorException e)
            {
                return OutcomeOf(request, start, last, e.IsTransport ? ErrorType.ExecutionInterrupted : e.Type, e.IsTransport ? TsmMessages.ConnectionInterrupted : e.Message);
            }

            return await StopSafelyAsync(request, start, session, () => last).ConfigureAwait(false);
        }
    }

    /// <summary>After an abort without a result the backend stops at its next safe point: the session is played until then.</summary>
    private async Task<ProcessOutcome> StopSafelyAsync(ProcessRequest request, StartProcessResponse start, SeramSession session, Func<ProcessNotice?> last)
    {
        if (last() is { Result: null })
        {
            try
            {
                await session.RunAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (DeviceDoorException e)
            {
                log.Warning($"Process {start.ProcessId} could not be brought to an orderly end: {e.Message}");
            }
        }

        return OutcomeOf(request, start, last(), ErrorType.ExecutionInterrupted, TsmMessages.ManuallyCancelled);
    }

    private async Task<ProcessNotice?> AbortAsync(DeviceContext device, string processId, string reason)
    {
        try
        {
            return await door.PostAsync(
                DevicePaths.AbortProcess, new AbortProcessRequest(device, processId, reason), DeviceJson.Default.AbortProcessRequest, DeviceJson.Default.ProcessNotice,
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (DeviceDoorException e)
        {
            log.Warning($"Process {processId} could not be aborted: {e.Message}");
            return null;
        }
    }

    private ProcessNotice? OnNotification(ProcessRequest request, string text)
    {
        try
        {
            var notice = JsonSerializer.Deserialize(text, DeviceJson.Default.ProcessNotice);
            Progress(request, notice);
            return notice;
        }
        catch (JsonException)
        {
            log.Warning($"A notification of {text.Length} characters is no notice of a process and was dropped.");
            return null;
        }
    }

    private void Progress(ProcessRequest request, ProcessNotice? notice)
    {
        if (notice is null)
        {
            return;
        }

        try
        {
            request.Listener?.OnProcessProgress(
                new ProcessProgress(notice.ProcessId, Math.Clamp(notice.Progress, 0, 100), Mapping.OperationOf(notice.Operation)));
        }
        catch (Exception e)
        {
            log.Warning($"The app's listener failed at a progress notice: {e.Message}");
        }
    }

    private static string NoResult => TsmMessages.Of(ErrorType.InternalError, "the process ended without a result");

    private static ServiceCommandResult[] NotExecuted(ProcessRequest request) =>
        [.. request.Commands.Select(_ => new ServiceCommandResult(CommandResultType.NotExecuted, []))];

    /// <summary>The result that the backend gave; without one the error that is known here.</summary>
    private ProcessOutcome OutcomeOf(ProcessRequest request, StartProcessResponse start, ProcessNotice? notice, ErrorType otherwise, string otherwiseMessage)
    {
        if (notice?.Result is not { } result)
        {
            var ended = Mapping.DateOf(time.GetUtcNow());
            var failed = new ProcessInfo(start.ProcessId, otherwise, otherwiseMessage, start.StartDate, ended);
            return new ProcessOutcome(failed, ServiceInstanceState.Unknown, TechnicalInformation.Empty, NotExecuted(request), start.Reader);
        }

        var info = new ProcessInfo(start.ProcessId, Mapping.ErrorOf(result.Status.Code), result.Status.Message, result.StartDate, result.EndDate);
        return new ProcessOutcome(
            info, Mapping.StateOf(result.State), Mapping.InformationOf(result.TechnicalInformation), [.. result.CommandResults.Select(Mapping.ResultOf)], start.Reader);
    }
}
