using System.Security.Cryptography;
using Tsms.Cli.Cards.Keys;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.Exploration;
using Tsms.Keys;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Omapi;
using Tsms.SmartCard.Tlv;

namespace Tsms.Cli.Cards;

/// <summary>The issuer's look at a card in a phone: its content, over a secure channel with the issuer's keys.</summary>
internal static class IssuerView
{
    /// <summary>What a phone tells a TSM of its card without keys: answer to reset, production data, card data; null what the card does not tell.</summary>
    public static async Task<(string Atr, string? Cplc, string? CardData)> ReadSignsAsync(CardTerminal terminal, Aid issuerDomain, CancellationToken cancellationToken)
    {
        await using var service = new SecureElementService(CallerIdentity.Privileged("issuer"), terminal);
        var session = await service.Readers[0].OpenSessionAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var channel = await session.OpenLogicalChannelAsync(issuerDomain, 0x00, cancellationToken).ConfigureAwait(false);
            return (
                Convert.ToHexString(session.Atr.Span), await GetAsync(channel, GpTag.Cplc, cancellationToken).ConfigureAwait(false),
                await GetAsync(channel, GpTag.CardData, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Opens the issuer security domain, lists what is on the card and closes it again.</summary>
    public static async Task<CardContent> ReadAsync(
        CardTerminal terminal, Aid issuerDomain, IKeyStore keys, KeySetReference keySet, RandomNumberGenerator random, CancellationToken cancellationToken)
    {
        await using var service = new SecureElementService(CallerIdentity.Privileged("issuer"), terminal);
        var session = await service.Readers[0].OpenSessionAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var channel = await session.OpenLogicalChannelAsync(issuerDomain, 0x00, cancellationToken).ConfigureAwait(false);
            CardTransmit plain = (command, cancel) => channel.TransmitAsync(command.ToBytes(), cancel);
            var told = await ToldKeySet.AskAsync(plain, cancellationToken).ConfigureAwait(false);
            var (secure, send, _) = await CardLogin.OpenAsync(plain, told.Parameters, keys, keySet, random, cancellationToken).ConfigureAwait(false);
            using (secure)
            {
                return await CardContentReader.ReadAsync(send, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<string?> GetAsync(CardChannel channel, BerTag tag, CancellationToken cancellationToken)
    {
        var answer = await channel.TransmitAsync(GpCommand.GetData(tag).ToBytes(), cancellationToken).ConfigureAwait(false);
        return answer.Sw.IsSuccess && !answer.Data.IsEmpty ? Convert.ToHexString(answer.Data.Span) : null;
    }
}
