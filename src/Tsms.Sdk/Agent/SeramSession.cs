using Tsms.Api.Device;
using Tsms.Api.Device.Seram;
using Tsms.Sdk.Http;
using Tsms.Sdk.Logging;
using Tsms.SmartCard.Omapi;

namespace Tsms.Sdk.Agent;

/// <summary>
/// One management session of a SERAM 2.0 local agent: handshake, then report and order in turn until the stop command. Cancelling ends <see cref="RunAsync"/> between two
/// orders, never inside a list; it can be called again to go on.
/// </summary>
internal sealed class SeramSession : IAsyncDisposable
{
    /// <summary>Longest pause that an order can ask for: 5 minutes, after which a Remote Agent counts the Local Agent as lost.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(5);

    private readonly DeviceDoor _door;
    private readonly SecureElementService _service;
    private readonly TsmSdkOptions _options;
    private readonly TimeProvider _time;
    private readonly SdkLog _log;
    private readonly string _query;
    private readonly AgentCard _card;
    private readonly OrderRunner _runner;
    private RemoteManagementReport? _report;

    public SeramSession(
        DeviceDoor door, SecureElementService service, TsmSdkOptions options, TimeProvider time, PhoneTraffic traffic, SdkLog log, string sessionId,
        Action<string> onNotification)
    {
        (_door, _service, _options, _time, _log) = (door, service, options, time, log);
        _query = $"?sessionId={Uri.EscapeDataString(sessionId)}";
        _card = new AgentCard(service);
        _runner = new OrderRunner(_card, onNotification, traffic, log);
    }

    /// <summary>Plays the session to its end.</summary>
    /// <exception cref="DeviceDoorException">The backend cannot be reached, or does not know the session.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the session stands where it stood.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _report ??= await ShakeHandsAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var order = await RepeatAsync(
                () => _door.PostAsync(
                    SeramPaths.RemoteManagement + _query, _report, DeviceJson.Default.RemoteManagementReport, DeviceJson.Default.RemoteManagementOrder, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            if (await _runner.RunAsync(order, CancellationToken.None).ConfigureAwait(false) is not { } report)
            {
                return;
            }

            _report = report;
            await PauseAsync(TimeSpan.FromMilliseconds(Math.Max(0, order.Delay ?? 1000)), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the channel.</summary>
    public ValueTask DisposeAsync() => _card.DisposeAsync();

    private async Task<RemoteManagementReport> ShakeHandsAsync(CancellationToken cancellationToken)
    {
        var elements = _service.Readers.Select(reader => new SecureElement(SecureComponentHints.TypeOf(reader.Name), reader.Name)).ToArray();
        var offer = new RamHandshakeCommand(
            elements, ["HTTPS"], ["application/json"], [SeramPaths.Version], _options.PlainAgent ? null : [SeramExtensions.ExpectedStatusWords]);
        var choice = await RepeatAsync(
            () => _door.PostAsync(
                SeramPaths.Handshake + _query, offer, DeviceJson.Default.RamHandshakeCommand, DeviceJson.Default.RamHandshakeResponse, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        _runner.ChecksStatusWords = !_options.PlainAgent && choice.Extensions?.Contains(SeramExtensions.ExpectedStatusWords) == true;
        return OrderRunner.Polling;
    }

    /// <summary>Sends the same message again when the transport failed: the backend answers a repeated report with the same order.</summary>
    private async Task<T> RepeatAsync<T>(Func<Task<T>> send, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await send().ConfigureAwait(false);
            }
            catch (DeviceDoorException e) when (e.IsTransport && attempt < _options.ReportAttempts)
            {
                _log.Warning($"Attempt {attempt} of {_options.ReportAttempts} failed; the same message is sent again.");
                await PauseAsync(_options.RetryPause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        pause == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(pause < MaxDelay ? pause : MaxDelay, _time, cancellationToken);
}
