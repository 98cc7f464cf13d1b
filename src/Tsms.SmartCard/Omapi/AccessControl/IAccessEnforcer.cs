namespace Tsms.SmartCard.Omapi.AccessControl;

/// <summary>Decides, before a channel is opened, what a caller may do with an application (GP Secure Element Access Control).</summary>
public interface IAccessEnforcer
{
    /// <summary>What the caller may do with the application.</summary>
    /// <param name="open">Opens a logical channel to an application for the enforcer's own reading; exceptions as in <see cref="CardSession"/>.</param>
    /// <param name="caller">Who asks; never a privileged one.</param>
    /// <param name="aid">The application; empty for the default application.</param>
    /// <param name="cancellationToken">Ends the wait for the card.</param>
    /// <exception cref="TransportException">The card does not answer.</exception>
    /// <exception cref="ChannelNotAvailableException">There is no channel to read the rules through.</exception>
    ValueTask<ChannelAccess> DecideAsync(OpenEnforcerChannel open, CallerIdentity caller, Aid aid, CancellationToken cancellationToken);
}

/// <summary>Opens a logical channel to an application, without rules.</summary>
public delegate ValueTask<IEnforcerChannel> OpenEnforcerChannel(Aid aid, CancellationToken cancellationToken);

/// <summary>The enforcer's own channel; closed when disposed.</summary>
public interface IEnforcerChannel : IAsyncDisposable
{
    /// <summary>Sends a command; the channel number is set.</summary>
    ValueTask<ResponseApdu> TransmitAsync(CommandApdu command, CancellationToken cancellationToken);
}
