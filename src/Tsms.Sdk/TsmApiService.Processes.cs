using Tsms.Sdk.Processes;
using Tsms.TsmApi;
using Tsms.TsmApi.Parameters;
using Tsms.TsmApi.Results;

namespace Tsms.Sdk;

// The methods that run a process (TR-03165 4.2.5.3 to 4.2.5.6).
public sealed partial class TsmApiService
{
    /// <inheritdoc/>
    public async Task<DeployServiceResult> DeployServiceAsync(
        string serviceInstanceId, IReadOnlyList<ServiceCommand> serviceCommands, bool finalizeDeployment, ITsmProcessListener? listener = null,
        CancellationToken cancellationToken = default)
    {
        const string request = "DeployServiceRequest";
        var error = Arguments.CheckId(serviceInstanceId, "serviceInstanceId", request, out var id)
            ?? Arguments.CheckCommands(serviceCommands, finalizeDeployment, request);
        var process = new ProcessRequest(id, "deploy", error is null ? [.. serviceCommands.Select(Mapping.CommandOf)] : [], finalizeDeployment, listener);
        var outcome = await RunAsync(error, process, cancellationToken).ConfigureAwait(false);
        return new DeployServiceResult(outcome.Info, outcome.State, outcome.Information, outcome.Commands, outcome.Reader);
    }

    /// <inheritdoc/>
    public Task<UpdateServiceResult> UpdateServiceAsync(
        string serviceInstanceId, string newVersion, IReadOnlyList<ServiceCommand> serviceCommands, bool finalizeDeployment,
        ITsmProcessListener? listener = null, CancellationToken cancellationToken = default)
    {
        const string request = "UpdateServiceRequest";
        var error = Arguments.CheckId(serviceInstanceId, "serviceInstanceId", request, out var id)
            ?? Arguments.CheckVersion(newVersion, "newVersion", request)
            ?? Arguments.CheckCommands(serviceCommands, finalizeDeployment, request);
        var process = new ProcessRequest(id, "update", error is null ? [.. serviceCommands.Select(Mapping.CommandOf)] : [], finalizeDeployment, listener);
        var outcome = Refuse(error, process, "updateService");
        return Task.FromResult(new UpdateServiceResult(outcome.Info, outcome.State, outcome.Information, outcome.Commands, outcome.Reader));
    }

    /// <inheritdoc/>
    public Task<SuspendOrResumeResult> SuspendOrResumeServiceAsync(
        string serviceInstanceId, bool suspensionControl, ITsmProcessListener? listener = null, CancellationToken cancellationToken = default)
    {
        var error = Arguments.CheckId(serviceInstanceId, "serviceInstanceId", "SuspendOrResumeServiceRequest", out var id);
        var process = new ProcessRequest(id, suspensionControl ? "suspend" : "resume", [], true, listener);
        return Task.FromResult(new SuspendOrResumeResult(Refuse(error, process, "suspendOrResumeService").Info));
    }

    /// <inheritdoc/>
    public async Task<TerminateServiceResult> TerminateServiceAsync(
        string serviceInstanceId, ITsmProcessListener? listener = null, CancellationToken cancellationToken = default)
    {
        var error = Arguments.CheckId(serviceInstanceId, "serviceInstanceId", "TerminateServiceRequest", out var id);
        var outcome = await RunAsync(error, new ProcessRequest(id, "terminate", [], true, listener), cancellationToken).ConfigureAwait(false);
        return new TerminateServiceResult(outcome.Info);
    }

    private async Task<ProcessOutcome> RunAsync(string? argumentError, ProcessRequest request, CancellationToken cancellationToken)
    {
        if (argumentError is not null)
        {
            return _runner.NotStarted(request, ErrorType.InvalidArgument, argumentError);
        }

        try
        {
            return await _runner.RunAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _log.Error($"Unexpected: {e.GetType().Name}: {e.Message}");
            return _runner.NotStarted(request, ErrorType.InternalError, TsmMessages.Of(ErrorType.InternalError, "unexpected failure in the TSM-API-SDK"));
        }
    }

    private ProcessOutcome Refuse(string? argumentError, ProcessRequest request, string method)
    {
        var (type, message) = argumentError is null ? NotYet(method) : (ErrorType.InvalidArgument, argumentError);
        return _runner.NotStarted(request, type, message);
    }
}
