using Tsms.SmartCard.Omapi.AccessControl;

namespace Tsms.SmartCard.Omapi;

/// <summary>
/// A reader with its card as the platform holds it: one for all apps. It takes turns on the card, powers it up when it is first needed or was lost,
/// opens channels, and asks the enforcer before any of them. Apps see it through <see cref="SecureElementService"/>.
/// </summary>
public sealed partial class CardTerminal : IAsyncDisposable
{
    private readonly ICard _card;
    private readonly IAccessEnforcer _enforcer;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ReadOnlyMemory<byte> _atr;
    private bool _isConnected;
    private bool _basicChannelInUse;

    /// <summary>Holds a card.</summary>
    /// <param name="card">The card; nobody else may use it from now on. Disposed with the terminal.</param>
    /// <param name="enforcer">Decides who may open what; null: the rules on the card (<see cref="AccessRuleEnforcer"/>).</param>
    public CardTerminal(ICard card, IAccessEnforcer? enforcer = null)
    {
        _card = card;
        _enforcer = enforcer ?? new AccessRuleEnforcer();
    }

    /// <summary>OMAPI name of the reader, for instance eSE1.</summary>
    public string Name => _card.Name;

    /// <summary>Counts the times the card was powered up or reset; a channel dies with the power it was opened under.</summary>
    internal int Generation { get; private set; }

    /// <summary>Answer to reset of the last power-up; empty before the first.</summary>
    internal ReadOnlyMemory<byte> Atr => _atr;

    /// <summary>Powers the card up unless it is.</summary>
    /// <exception cref="TransportException">There is no card, or it does not answer.</exception>
    internal async ValueTask ConnectAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ConnectInTurnAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Resets the card; every channel on it is closed. For the platform, not for apps.</summary>
    /// <exception cref="TransportException">There is no card, or it does not answer.</exception>
    public async ValueTask ResetAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Disconnect();
            await ConnectInTurnAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _card.DisposeAsync().ConfigureAwait(false);
        _turn.Dispose();
    }

    private async ValueTask ConnectInTurnAsync(CancellationToken cancellationToken)
    {
        if (_isConnected)
        {
            return;
        }

        _atr = await _card.ResetAsync(cancellationToken).ConfigureAwait(false);
        _isConnected = true;
        _basicChannelInUse = false;
        Generation++;
    }

    private void Disconnect()
    {
        _isConnected = false;
        _basicChannelInUse = false;
    }
}
