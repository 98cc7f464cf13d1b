using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.SmartCard.Omapi;

// One command with all that the transport makes of it, in one turn on the card.
public sealed partial class CardTerminal
{
    /// <summary>Greatest number of GET RESPONSE for one command: what an extended answer of 65,536 bytes takes, with room.</summary>
    private const int MaxGetResponses = 512;

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
        var response = await SendAsync(command, cancellationToken).ConfigureAwait(false);

        // 6Cxx: wrong Le, xx is the right one; once (ISO/IEC 7816-4, 5.6)
        if (response.Sw.Sw1 == 0x6C && CommandApdu.TryParse(command, out var parsed, out _))
        {
            command = (parsed with { Ne = LeOf(response.Sw.Sw2) }).ToBytes();
            response = await SendAsync(command, cancellationToken).ConfigureAwait(false);
        }

        if (response.Sw.Sw1 != 0x61)
        {
            return response;
        }

        // 61xx: xx more bytes wait for GET RESPONSE, which carries the class byte of the command
        var data = new List<byte>(response.Data.ToArray());
        for (var i = 0; response.Sw.Sw1 == 0x61; i++)
        {
            if (i == MaxGetResponses)
            {
                throw new TransportException($"The card in reader '{Name}' still announces more data (61xx) after {MaxGetResponses} GET RESPONSE commands.");
            }

            var more = new CommandApdu(command.Span[0], GpInstruction.GetResponse, 0, 0, default, LeOf(response.Sw.Sw2));
            response = await SendAsync(more.ToBytes(), cancellationToken).ConfigureAwait(false);
            data.AddRange(response.Data.Span);
        }

        return new ResponseApdu(data.ToArray(), response.Sw);
    }

    private async ValueTask<ResponseApdu> SendAsync(ReadOnlyMemory<byte> command, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await _card.TransmitAsync(command, cancellationToken).ConfigureAwait(false);
            return ResponseApdu.TryParse(bytes, out var response)
                ? response
                : throw new TransportException($"The card in reader '{Name}' answered {bytes.Length} bytes; a response APDU has at least 2.");
        }
        catch (TransportException)
        {
            Disconnect();
            throw;
        }
    }

    private static int LeOf(byte sw2) => sw2 == 0 ? 256 : sw2;
}
