namespace Tsms.SmartCard.Omapi;

// One command with all that the transport makes of it, in one turn on the card.
public sealed partial class CardTerminal
{
    /// <summary>Sends a command of a channel that was opened under this <paramref name="generation"/>, and collects its answer.</summary>
    /// <exception cref="TransportException">The card is gone, was reset since, or answered no response APDU.</exception>
    internal async ValueTask<ResponseApdu> TransmitAsync(ReadOnlyMemory<byte> command, int generation, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return !_isConnected || generation != Generation
                ? throw new TransportException($"The card in reader '{Name}' lost power or was reset; open a channel again.")
                : await TransmitInTurnAsync(command, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<ResponseApdu> TransmitInTurnAsync(ReadOnlyMemory<byte> command, CancellationToken cancellationToken)
    {
        try
        {
            return await _card.ExchangeAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException)
        {
            Disconnect();
            throw;
        }
    }
}
