using Tsms.SmartCard;

namespace Tsms.Cli.Phones;

/// <summary>A card whose refusals are noted: what a phone's maker would see on the wire, headers and status words, no data.</summary>
internal sealed class WatchedCard(ICard card) : ICard
{
    private readonly List<CardRefusal> _refusals = [];

    /// <inheritdoc/>
    public string Name => card.Name;

    /// <summary>Commands that were answered with an error since <see cref="Forget"/>, in order.</summary>
    public IReadOnlyList<CardRefusal> Refusals => _refusals;

    /// <summary>Starts anew.</summary>
    public void Forget() => _refusals.Clear();

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> ResetAsync(CancellationToken cancellationToken) => card.ResetAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask PowerOffAsync(CancellationToken cancellationToken) => card.PowerOffAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken cancellationToken)
    {
        var answer = await card.TransmitAsync(command, cancellationToken).ConfigureAwait(false);
        if (command.Length >= 4 && ResponseApdu.TryParse(answer, out var response) && !response.Sw.IsSuccess && !response.Sw.IsWarning && response.Sw.Sw1 is not (0x61 or 0x6C))
        {
            _refusals.Add(new CardRefusal(command.Span[1], command.Span[2], response.Sw));
        }

        return answer;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => card.DisposeAsync();
}

/// <summary>A command that a card refused.</summary>
/// <param name="Ins">Instruction byte.</param>
/// <param name="P1">First parameter.</param>
/// <param name="Sw">Status word.</param>
internal readonly record struct CardRefusal(byte Ins, byte P1, StatusWord Sw);
