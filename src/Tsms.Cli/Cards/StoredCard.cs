using Tsms.SmartCard;
using Tsms.VirtualCard;
using Tsms.VirtualCard.Images;

namespace Tsms.Cli.Cards;

/// <summary>A virtual card whose image on disk follows every write and every random number: after a kill the card is as a real one would be.</summary>
/// <param name="store">Where the image is.</param>
/// <param name="card">The card of that image.</param>
/// <param name="hold">Keeps others off the image; let go when this is disposed.</param>
internal sealed class StoredCard(CardStore store, SecureComponent card, IDisposable hold) : ICardProcessor, IDisposable
{
    private long _saved = card.Changes;

    /// <summary>The card.</summary>
    public SecureComponent Card => card;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Reset() => Kept(card.Reset());

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Process(ReadOnlyMemory<byte> command) => Kept(card.Process(command));

    /// <inheritdoc/>
    public void PowerOff()
    {
        card.PowerOff();
        store.Save(card);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        card.Dispose();
        hold.Dispose();
    }

    // An answer leaves the card only when what it tells of is kept; else the card is mute, as a broken one is.
    private ReadOnlyMemory<byte> Kept(ReadOnlyMemory<byte> answer)
    {
        if (card.Changes != _saved)
        {
            try
            {
                store.Save(card);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new TransportException($"The image '{store.Path}' of the card cannot be written, so that the card does not answer: {e.Message} What the image holds is the card before this command.", e);
            }

            _saved = card.Changes;
        }

        return answer;
    }
}
