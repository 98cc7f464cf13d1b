using Tsms.SmartCard;

namespace Tsms.Sdk.Tests;

/// <summary>A card between phone and real card that may change what the phone gets to see of commands other than MANAGE CHANNEL and SELECT.</summary>
/// <param name="card">The real card.</param>
/// <param name="lie">Command and the way to the real card in, answer out.</param>
internal sealed class LyingCard(ICard card, Func<ReadOnlyMemory<byte>, Func<Task<ReadOnlyMemory<byte>>>, Task<ReadOnlyMemory<byte>>> lie) : ICard
{
    public string Name => card.Name;

    /// <summary>An application that SELECT does not find.</summary>
    public Aid Hides { get; init; }

    public ValueTask<ReadOnlyMemory<byte>> ResetAsync(CancellationToken cancellationToken) => card.ResetAsync(cancellationToken);

    public ValueTask PowerOffAsync(CancellationToken cancellationToken) => card.PowerOffAsync(cancellationToken);

    public async ValueTask<ReadOnlyMemory<byte>> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken cancellationToken) =>
        command.Span[1] == 0xA4 && !Hides.IsEmpty && command.Span[5..].StartsWith(Hides.Span)
            ? new byte[] { 0x6A, 0x82 }
            : command.Span[1] is 0x70 or 0xA4
            ? await card.TransmitAsync(command, cancellationToken)
            : await lie(command, () => card.TransmitAsync(command, cancellationToken).AsTask());

    public ValueTask DisposeAsync() => card.DisposeAsync();
}
