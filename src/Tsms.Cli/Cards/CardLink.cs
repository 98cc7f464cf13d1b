using Tsms.GlobalPlatform.Exploration;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Cli.Cards;

/// <summary>The way to a card for somebody who has it to himself: the basic channel, with what ISO/IEC 7816-4, 5.6 leaves to the transport done.</summary>
internal static class CardLink
{
    // what an extended answer of 65,536 bytes takes, with room
    private const int MaxGetResponses = 512;

    /// <summary>Sends commands to a card that was reset.</summary>
    public static CardTransmit To(ICard card) => (command, cancellationToken) => TransmitAsync(card, command, cancellationToken);

    private static async ValueTask<ResponseApdu> TransmitAsync(ICard card, CommandApdu command, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(card, command, cancellationToken).ConfigureAwait(false);
        if (answer.Sw.Sw1 == 0x6C)
        {
            answer = await SendAsync(card, command with { Ne = LengthOf(answer.Sw) }, cancellationToken).ConfigureAwait(false);
        }

        if (answer.Sw.Sw1 != 0x61)
        {
            return answer;
        }

        var data = new List<byte>(answer.Data.ToArray());
        for (var count = 0; answer.Sw.Sw1 == 0x61; count++)
        {
            if (count == MaxGetResponses)
            {
                throw new TransportException($"The card in reader '{card.Name}' still announces more data (61xx) after {MaxGetResponses} GET RESPONSE commands.");
            }

            answer = await SendAsync(card, new CommandApdu(command.Cla, GpInstruction.GetResponse, 0, 0, default, LengthOf(answer.Sw)), cancellationToken).ConfigureAwait(false);
            data.AddRange(answer.Data.Span);
        }

        return new ResponseApdu(data.ToArray(), answer.Sw);
    }

    private static async ValueTask<ResponseApdu> SendAsync(ICard card, CommandApdu command, CancellationToken cancellationToken)
    {
        var bytes = await card.TransmitAsync(command.ToBytes(), cancellationToken).ConfigureAwait(false);
        return ResponseApdu.TryParse(bytes, out var answer) ? answer : throw new TransportException($"The card in reader '{card.Name}' answered {bytes.Length} bytes; an answer has at least 2.");
    }

    private static int LengthOf(StatusWord sw) => sw.Sw2 == 0 ? 256 : sw.Sw2;
}
