using Tsms.Sdk.Http;
using Tsms.Sdk.Logging;
using Tsms.SmartCard.Omapi;

namespace Tsms.Sdk.Agent;

/// <summary>
/// A SERAM 2.0 local agent by itself, without the TSM-API around it: plays management sessions of a remote agent on the phone's secure components.
/// A privileged caller is needed for security domains.
/// </summary>
public sealed class LocalAgent
{
    private readonly SecureElementService _service;
    private readonly TsmSdkOptions _options;
    private readonly TimeProvider _time;
    private readonly SdkLog _log;
    private readonly DeviceDoor _door;

    /// <summary>Makes an agent.</summary>
    /// <param name="http">Sends the requests; not disposed.</param>
    /// <param name="service">The secure components, opened for the agent's identity.</param>
    /// <param name="options">Settings.</param>
    /// <param name="time">The clock of pauses and time limits.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public LocalAgent(HttpClient http, SecureElementService service, TsmSdkOptions options, TimeProvider time)
    {
        options.Check();
        (_service, _options, _time) = (service, options, time);
        _log = new SdkLog(options.LogListener, options.LogLevel, options.LogHistory, time);
        _door = new DeviceDoor(http, options, time, Traffic, _log);
    }

    /// <summary>What was sent and received so far.</summary>
    public PhoneTraffic Traffic { get; } = new();

    /// <summary>Plays one session from handshake to stop.</summary>
    /// <param name="sessionId">The session that the remote agent knows.</param>
    /// <param name="onNotification">Given the text of each notification.</param>
    /// <param name="cancellationToken">Ends it between two orders.</param>
    /// <exception cref="IOException">The remote agent cannot be reached or does not know the session.</exception>
    public async Task PlayAsync(string sessionId, Action<string> onNotification, CancellationToken cancellationToken)
    {
        var session = new SeramSession(_door, _service, _options, _time, Traffic, _log, sessionId, onNotification);
        await using (session.ConfigureAwait(false))
        {
            try
            {
                await session.RunAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (DeviceDoorException e)
            {
                throw new IOException(e.Message, e);
            }
        }
    }
}
