namespace Tsms.SmartCard.Omapi;

/// <summary>A connection to a card (OMAPI Session). Channels are opened in it and closed with it.</summary>
public sealed class CardSession : IAsyncDisposable
{
    private readonly CardTerminal _terminal;
    private readonly CallerIdentity _caller;
    private readonly Lock _lock = new();
    private readonly List<CardChannel> _channels = [];
    private bool _isClosed;

    internal CardSession(CardReader reader, CardTerminal terminal, CallerIdentity caller)
    {
        Reader = reader;
        _terminal = terminal;
        _caller = caller;
        Atr = terminal.Atr;
    }

    /// <summary>The reader.</summary>
    public CardReader Reader { get; }

    /// <summary>Answer to reset; empty where the platform has none.</summary>
    public ReadOnlyMemory<byte> Atr { get; }

    /// <summary>True after <see cref="CloseAsync"/>.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_lock)
            {
                return _isClosed;
            }
        }
    }

    /// <summary>Takes the basic channel and selects an application on it.</summary>
    /// <param name="aid">The application; <c>default</c> selects the default application.</param>
    /// <param name="p2">P2 of SELECT, 00 for the first or only occurrence with FCI.</param>
    /// <param name="cancellationToken">Ends the wait for the card.</param>
    /// <exception cref="AccessDeniedException">No access rule allows it.</exception>
    /// <exception cref="ChannelNotAvailableException">The basic channel is in use.</exception>
    /// <exception cref="NoSuchElementException">SELECT was refused.</exception>
    /// <exception cref="CardFeatureUnsupportedException">The card does not know this P2.</exception>
    /// <exception cref="TransportException">The card does not answer.</exception>
    /// <exception cref="ObjectDisposedException">The session is closed.</exception>
    public ValueTask<CardChannel> OpenBasicChannelAsync(Aid aid, byte p2, CancellationToken cancellationToken) =>
        OpenAsync(isBasic: true, aid, p2, cancellationToken);

    /// <summary>Opens a logical channel and selects an application on it; parameters and exceptions as for the basic channel, and none may be free.</summary>
    /// <param name="aid">The application; <c>default</c> selects the default application.</param>
    /// <param name="p2">P2 of SELECT, 00 for the first or only occurrence with FCI.</param>
    /// <param name="cancellationToken">Ends the wait for the card.</param>
    /// <exception cref="AccessDeniedException">No access rule allows it.</exception>
    /// <exception cref="ChannelNotAvailableException">All channels of the card are in use, or it has none.</exception>
    /// <exception cref="NoSuchElementException">SELECT was refused.</exception>
    /// <exception cref="CardFeatureUnsupportedException">The card does not know this P2.</exception>
    /// <exception cref="TransportException">The card does not answer.</exception>
    /// <exception cref="ObjectDisposedException">The session is closed.</exception>
    public ValueTask<CardChannel> OpenLogicalChannelAsync(Aid aid, byte p2, CancellationToken cancellationToken) =>
        OpenAsync(isBasic: false, aid, p2, cancellationToken);

    /// <summary>Closes the session and its channels; again: nothing.</summary>
    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        CardChannel[] channels;
        lock (_lock)
        {
            _isClosed = true;
            channels = [.. _channels];
        }

        foreach (var channel in channels)
        {
            await channel.CloseAsync(cancellationToken).ConfigureAwait(false);
        }

        Reader.Forget(this);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => CloseAsync(CancellationToken.None);

    internal void Forget(CardChannel channel)
    {
        lock (_lock)
        {
            _channels.Remove(channel);
        }
    }

    private async ValueTask<CardChannel> OpenAsync(bool isBasic, Aid aid, byte p2, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        var channel = new CardChannel(this, _terminal, await _terminal.OpenAsync(_caller, isBasic, aid, p2, cancellationToken).ConfigureAwait(false));
        lock (_lock)
        {
            _channels.Add(channel);
        }

        return channel;
    }
}
