using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.SmartCard;

/// <summary>One command with all that ISO/IEC 7816-4, 5.6 leaves to whoever has the card to himself.</summary>
public static class CardExchange
{
    /// <summary>Greatest number of GET RESPONSE for one command: what an extended answer of 65,536 bytes takes, with room.</summary>
    private const int MaxGetResponses = 512;

    /// <summary>Sends a command and collects its whole answer: 6Cxx is resolved once, 61xx until nothing waits any more.</summary>
    /// <param name="card">The card; it has power, and nobody else talks to it meanwhile.</param>
    /// <param name="command">A command APDU.</param>
    /// <param name="cancellationToken">Ends the wait for the card.</param>
    /// <exception cref="TransportException">The card is gone, answered no response APDU, or announces more data without end.</exception>
    public static async ValueTask<ResponseApdu> ExchangeAsync(this ICard card, ReadOnlyMemory<byte> command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(card);
        var response = await SendAsync(card, command, cancellationToken).ConfigureAwait(false);

        // 6Cxx: wrong Le, xx is the right one
        if (response.Sw.Sw1 == 0x6C && CommandApdu.TryParse(command, out var parsed, out _))
        {
            command = (parsed with { Ne = LeOf(response.Sw.Sw2) }).ToBytes();
            response = await SendAsync(card, command, cancellationToken).ConfigureAwait(false);
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
                throw new TransportException($"The card in reader '{card.Name}' still announces more data (61xx) after {MaxGetResponses} GET RESPONSE commands.");
            }

            var more = new CommandApdu(command.Span[0], GpInstruction.GetResponse, 0, 0, default, LeOf(response.Sw.Sw2));
            response = await SendAsync(card, more.ToBytes(), cancellationToken).ConfigureAwait(false);
            data.AddRange(response.Data.Span);
        }

        return new ResponseApdu(data.ToArray(), response.Sw);
    }

    private static async ValueTask<ResponseApdu> SendAsync(ICard card, ReadOnlyMemory<byte> command, CancellationToken cancellationToken)
    {
        var bytes = await card.TransmitAsync(command, cancellationToken).ConfigureAwait(false);
        return ResponseApdu.TryParse(bytes, out var response)
            ? response
            : throw new TransportException($"The card in reader '{card.Name}' answered {bytes.Length} bytes; a response APDU has at least 2.");
    }

    private static int LeOf(byte sw2) => sw2 == 0 ? 256 : sw2;
}
