using Tsms.Cli.Output;
using Tsms.SmartCard;

namespace Tsms.Cli.Cards;

/// <summary>A card on standard input and output: a command APDU a line, an answer a line.</summary>
internal static class CardShell
{
    /// <summary>Runs until the input ends.</summary>
    /// <returns>Failed when a line was no APDU; the others were played all the same.</returns>
    public static async Task<int> RunAsync(ICard card, TextReader input, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var result = ExitCodes.Done;
        await card.ResetAsync(cancellationToken).ConfigureAwait(false);
        for (var number = 1; await input.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line; number++)
        {
            var hex = line.Replace(" ", "", StringComparison.Ordinal);
            if (hex.Length == 0)
            {
                await output.WriteLineAsync(Convert.ToHexString((await card.ResetAsync(cancellationToken).ConfigureAwait(false)).Span)).ConfigureAwait(false);
            }
            else if (hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit) || !CommandApdu.TryParse(Convert.FromHexString(hex), out _, out _))
            {
                result = ExitCodes.Failed;
                await error.WriteLineAsync($"Line {number} is no command APDU in hexadecimal (ISO 7816-4, 5.2). The card was not asked.").ConfigureAwait(false);
            }
            else
            {
                var answer = await card.TransmitAsync(Convert.FromHexString(hex), cancellationToken).ConfigureAwait(false);
                await output.WriteLineAsync(Convert.ToHexString(answer.Span)).ConfigureAwait(false);
            }

            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        await card.PowerOffAsync(CancellationToken.None).ConfigureAwait(false);
        return result;
    }
}
