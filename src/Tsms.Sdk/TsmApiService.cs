using Tsms.Api.Device;
using Tsms.Sdk.Http;
using Tsms.Sdk.Logging;
using Tsms.Sdk.Processes;
using Tsms.SmartCard.Omapi;
using Tsms.TsmApi;
using Tsms.TsmApi.Results;

namespace Tsms.Sdk;

/// <summary>
/// The TSM-API-SDK: the TSM-API of TR-03165 4.2 on a phone. Arguments are checked here; everything else is asked of the TSM-Backend, whose scripts a SERAM agent plays
/// on the secure component. The phone never has keys.
/// </summary>
public sealed partial class TsmApiService : ITsmApiService
{
    private readonly SecureElementService _service;
    private readonly TsmSdkOptions _options;
    private readonly SdkLog _log;
    private readonly DeviceDoor _door;
    private readonly ProcessRunner _runner;

    /// <summary>Makes the SDK of one app.</summary>
    /// <param name="http">Sends the requests; not disposed. Its own time limit should be off (<see cref="Timeout.InfiniteTimeSpan"/>) or above that of the options.</param>
    /// <param name="service">The secure components, opened for the agent that plays the backend's scripts; usually a privileged caller.</param>
    /// <param name="options">Settings.</param>
    /// <param name="time">The clock of dates, pauses and time limits.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public TsmApiService(HttpClient http, SecureElementService service, TsmSdkOptions options, TimeProvider time)
    {
        options.Check();
        (_service, _options) = (service, options);
        _log = new SdkLog(options.LogListener, options.LogLevel, options.LogHistory, time);
        _door = new DeviceDoor(http, options, time, Traffic, _log);
        _runner = new ProcessRunner(_door, service, options, time, Traffic, _log);
    }

    /// <summary>What was sent and received so far, by this SDK and its agent.</summary>
    public PhoneTraffic Traffic { get; } = new();

    /// <inheritdoc/>
    public Task<CreateServiceInstanceResult> CreateServiceInstanceAsync(string serviceId, string version, CancellationToken cancellationToken = default)
    {
        const string request = "CreateServiceInstanceRequest";
        var error = Arguments.CheckId(serviceId, "serviceId", request, out _) ?? Arguments.CheckVersion(version, "version", request);
        return AskAsync(
            error,
            async () =>
            {
                var device = await DescribeAsync(cancellationToken).ConfigureAwait(false);
                var answer = await _door.PostAsync(
                    DevicePaths.CreateInstance, new CreateInstanceRequest(device, serviceId, version), DeviceJson.Default.CreateInstanceRequest,
                    DeviceJson.Default.CreateInstanceResponse, cancellationToken).ConfigureAwait(false);
                return new CreateServiceInstanceResult(
                    answer.Instance is null ? null : Mapping.InstanceOf(answer.Instance), Mapping.ErrorOf(answer.Status.Code), answer.Status.Message);
            },
            (type, message) => new CreateServiceInstanceResult(null, type, message),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<GetServiceInstancesResult> GetServiceInstancesAsync(string serviceId, CancellationToken cancellationToken = default) => AskAsync(
        Arguments.CheckId(serviceId, "serviceId", "GetServiceInstancesRequest", out _),
        async () =>
        {
            var device = await DescribeAsync(cancellationToken).ConfigureAwait(false);
            var answer = await _door.PostAsync(
                DevicePaths.ListInstances, new ListInstancesRequest(device, serviceId), DeviceJson.Default.ListInstancesRequest,
                DeviceJson.Default.ListInstancesResponse, cancellationToken).ConfigureAwait(false);
            return new GetServiceInstancesResult([.. answer.Instances.Select(Mapping.InstanceOf)], Mapping.ErrorOf(answer.Status.Code), answer.Status.Message);
        },
        (type, message) => new GetServiceInstancesResult([], type, message),
        cancellationToken);

    /// <inheritdoc/>
    public Task<ServiceDeploymentAvailableResult> CheckServiceDeploymentAvailableAsync(string serviceId, string version, CancellationToken cancellationToken = default)
    {
        const string request = "CheckServiceDeploymentAvailableRequest";
        var error = Arguments.CheckId(serviceId, "serviceId", request, out _) ?? Arguments.CheckPattern(version, "version", request);
        return AskAsync(
            error,
            async () =>
            {
                var device = await DescribeAsync(cancellationToken).ConfigureAwait(false);
                var answer = await _door.PostAsync(
                    DevicePaths.Availability, new AvailabilityRequest(device, serviceId, version), DeviceJson.Default.AvailabilityRequest,
                    DeviceJson.Default.AvailabilityResponse, cancellationToken).ConfigureAwait(false);
                return new ServiceDeploymentAvailableResult(
                    answer.Available ? DeploymentAvailable.DeploymentAvailable : DeploymentAvailable.DeviceNotEligible, answer.Version,
                    answer.TechnicalInformation is null ? null : Mapping.InformationOf(answer.TechnicalInformation), Mapping.ErrorOf(answer.Status.Code),
                    answer.Status.Message);
            },
            (type, message) => new ServiceDeploymentAvailableResult(DeploymentAvailable.DeviceNotEligible, "", null, type, message),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ServiceUpdateAvailableResult> CheckServiceUpdateAvailableAsync(
        string serviceInstanceId, string newVersion, CancellationToken cancellationToken = default)
    {
        const string request = "CheckServiceUpdateAvailableRequest";
        var error = Arguments.CheckId(serviceInstanceId, "serviceInstanceId", request, out _) ?? Arguments.CheckPattern(newVersion, "newVersion", request);
        var (type, message) = error is null ? NotYet("checkServiceUpdateAvailable") : (ErrorType.InvalidArgument, error);
        return Task.FromResult(new ServiceUpdateAvailableResult(UpdateAvailable.NoUpdateAvailable, "", null, type, message));
    }

    /// <inheritdoc/>
    public Task<SetAccessTokenResult> SetAccessTokenAsync(ITsmAccessToken accessToken, CancellationToken cancellationToken = default)
    {
        if (accessToken is null)
        {
            return Task.FromResult(new SetAccessTokenResult(ErrorType.InvalidArgument, TsmMessages.InvalidFormat("accessToken", "SetAccessTokenRequest")));
        }

        _door.AccessToken = accessToken;
        return Task.FromResult(new SetAccessTokenResult(ErrorType.NoError, ""));
    }

    private static (ErrorType Type, string Message) NotYet(string method) =>
        (ErrorType.NotAllowed, TsmMessages.Of(ErrorType.NotAllowed, $"{method} is not available in this version of the TSM-API-SDK"));

    private async Task<DeviceContext> DescribeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new DeviceContext(_options.DeviceAppId, await SecureComponentHints.ReadAsync(_service, _log, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>One request without a process: whatever fails becomes a status.</summary>
    private async Task<T> AskAsync<T>(string? argumentError, Func<Task<T>> ask, Func<ErrorType, string, T> fail, CancellationToken cancellationToken)
    {
        if (argumentError is not null)
        {
            return fail(ErrorType.InvalidArgument, argumentError);
        }

        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (DeviceDoorException e)
        {
            return fail(e.Type, e.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return fail(ErrorType.ExecutionInterrupted, TsmMessages.ManuallyCancelled);
        }
        catch (Exception e)
        {
            _log.Error($"Unexpected: {e.GetType().Name}: {e.Message}");
            return fail(ErrorType.InternalError, TsmMessages.Of(ErrorType.InternalError, "unexpected failure in the TSM-API-SDK"));
        }
    }
}
