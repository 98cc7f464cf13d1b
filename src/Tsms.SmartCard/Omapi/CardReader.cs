namespace Tsms.SmartCard.Omapi;

/// <summary>A reader as one caller sees it (OMAPI Reader).</summary>
public sealed class CardReader
{
    private readonly CardTerminal _terminal;
    private readonly CallerIdentity _caller;
    private readonly Lock _lock = new();
    private readonly List<CardSession> _sessions = [];

    internal CardReader(CardTerminal terminal, CallerIdentity caller)
    {
        _terminal = terminal;
        _caller = caller;
    }

    /// <summary>OMAPI name, for instance eSE1 or SIM1.</summary>
    public string Name => _terminal.Name;

    /// <summary>True when there is a card that answers; powers it up if need be.</summary>
    public async ValueTask<bool> IsPresentAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _terminal.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TransportException)
        {
            return false;
        }
    }

    /// <summary>Connects to the card.</summary>
    /// <exception cref="TransportException">There is no card, or it does not answer.</exception>
    public async ValueTask<CardSession> OpenSessionAsync(CancellationToken cancellationToken)
    {
        await _terminal.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var session = new CardSession(this, _terminal, _caller);
        lock (_lock)
        {
            _sessions.Add(session);
        }

        return session;
    }

    /// <summary>Closes all sessions that this caller opened on this reader.</summary>
    public async ValueTask CloseSessionsAsync(CancellationToken cancellationToken)
    {
        CardSession[] sessions;
        lock (_lock)
        {
            sessions = [.. _sessions];
        }

        foreach (var session in sessions)
        {
            await session.CloseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    internal void Forget(CardSession session)
    {
        lock (_lock)
        {
            _sessions.Remove(session);
        }
    }
}
