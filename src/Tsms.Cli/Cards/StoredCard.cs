using Tsms.SmartCard;
using Tsms.VirtualCard;
using Tsms.VirtualCard.Images;

namespace Tsms.Cli.Cards;

/// <summary>A virtual card whose image on disk follows every write and every random number: after a kill the card is as a real one would be.</summary>
internal sealed class StoredCard : ICardProcessor, IDisposable
{
    private readonly CardStore _store;
    private readonly SecureComponent _card;
    private long _saved;

    public StoredCard(CardStore store, SecureComponent card) => (_store, _card, _saved) = (store, card, card.Changes);

    /// <summary>The card.</summary>
    public SecureComponent Card => _card;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Reset() => Kept(_card.Reset());

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Process(ReadOnlyMemory<byte> command) => Kept(_card.Process(command));

    /// <inheritdoc/>
    public void PowerOff()
    {
        _card.PowerOff();
        _store.Save(_card);
    }

    /// <inheritdoc/>
    public void Dispose() => _card.Dispose();

    // An answer leaves the card only when what it tells of is kept.
    private ReadOnlyMemory<byte> Kept(ReadOnlyMemory<byte> answer)
    {
        if (_card.Changes != _saved)
        {
            _store.Save(_card);
            _saved = _card.Changes;
        }

        return answer;
    }
}
