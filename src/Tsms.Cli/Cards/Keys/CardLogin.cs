using System.Security.Cryptography;
using Tsms.GlobalPlatform.Exploration;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.Keys;

namespace Tsms.Cli.Cards.Keys;

/// <summary>Opens SCP03 with the issuer security domain that is selected on a card, with keys of a key store.</summary>
internal static class CardLogin
{
    /// <summary>Opens the session at the card's highest level; the caller disposes of it.</summary>
    /// <returns>The session, the way through it, and the key diversification data that the card sent.</returns>
    /// <exception cref="SecureChannelException">The card refused, or holds other keys. Nothing is tried again: cards count failures.</exception>
    public static async Task<(Scp03Session Session, CardTransmit Send, ReadOnlyMemory<byte> KeyDiversificationData)> OpenAsync(
        CardTransmit plain, Scp03Parameters parameters, IKeyStore keys, KeySetReference set, RandomNumberGenerator random, CancellationToken cancellationToken)
    {
        var challenge = new byte[parameters.FieldLength];
        random.GetBytes(challenge);
        ReadOnlyMemory<byte> diversification = default;
        var (session, send) = await SecureTransmit.OpenAsync(
            plain,
            (answer, cancel) =>
            {
                diversification = answer.KeyDiversificationData;
                return keys.GetScp03KeysAsync(set, diversification, cancel);
            },
            set.Version, level: null, challenge, cancellationToken).ConfigureAwait(false);
        return (session, send, diversification);
    }
}
