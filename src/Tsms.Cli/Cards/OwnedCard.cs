using Tsms.SmartCard;

namespace Tsms.Cli.Cards;

/// <summary>A card that takes something with it when it goes: the trace that it is written into, the virtual card behind it.</summary>
internal sealed class OwnedCard(ICard card, params IDisposable?[] owned) : ICard
{
    /// <inheritdoc/>
    public string Name => card.Name;

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> ResetAsync(CancellationToken cancellationToken) => card.ResetAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask PowerOffAsync(CancellationToken cancellationToken) => card.PowerOffAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken cancellationToken) => card.TransmitAsync(command, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await card.DisposeAsync().ConfigureAwait(false);
        foreach (var one in owned)
        {
            one?.Dispose();
        }
    }
}
