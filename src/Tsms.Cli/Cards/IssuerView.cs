using System.Security.Cryptography;
using Tsms.GlobalPlatform.Exploration;
using Tsms.Keys;
using Tsms.SmartCard;
using Tsms.SmartCard.Omapi;

namespace Tsms.Cli.Cards;

/// <summary>The issuer's look at a card in a phone: its content, over a secure channel with the issuer's keys.</summary>
internal static class IssuerView
{
    /// <summary>Opens the issuer security domain, lists what is on the card and closes it again.</summary>
    public static async Task<CardContent> ReadAsync(
        CardTerminal terminal, Aid issuerDomain, IKeyStore keys, KeySetReference keySet, RandomNumberGenerator random, CancellationToken cancellationToken)
    {
        await using var service = new SecureElementService(CallerIdentity.Privileged("issuer"), terminal);
        var session = await service.Readers[0].OpenSessionAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var channel = await session.OpenLogicalChannelAsync(issuerDomain, 0x00, cancellationToken).ConfigureAwait(false);
            var challenge = new byte[8];
            random.GetBytes(challenge);
            var (secure, send) = await SecureTransmit.OpenAsync(
                (command, cancel) => channel.TransmitAsync(command.ToBytes(), cancel),
                (answer, cancel) => keys.GetScp03KeysAsync(keySet, answer.KeyDiversificationData, cancel),
                (byte)keySet.Version, level: null, challenge, cancellationToken).ConfigureAwait(false);
            using (secure)
            {
                return await CardContentReader.ReadAsync(send, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
