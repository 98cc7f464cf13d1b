using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.Exploration;

/// <summary>Talks to a card command by command through a secure channel.</summary>
public static class SecureTransmit
{
    /// <summary>
    /// Opens SCP03 with the security domain that is selected and returns the way through it. Answers are verified; the caller disposes of the session when it is done.
    /// </summary>
    /// <param name="plain">The way to the card.</param>
    /// <param name="keys">Makes the key set out of the card's answer to INITIALIZE UPDATE: version and diversification data choose it.</param>
    /// <param name="keyVersion">Version that the card is asked for; 00 lets it choose.</param>
    /// <param name="level">Level of the session; null: the highest the card offers.</param>
    /// <param name="hostChallenge">Fresh random bytes: 8, with S16 16.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SecureChannelException">The card refused, or its cryptogram is wrong. Do not retry: cards count failures.</exception>
    /// <exception cref="TransportException">The card does not answer.</exception>
    public static async ValueTask<(Scp03Session Session, CardTransmit Send)> OpenAsync(
        CardTransmit plain,
        Func<InitializeUpdateAnswer, CancellationToken, ValueTask<IScp03Keys>> keys,
        byte keyVersion,
        SecurityLevel? level,
        ReadOnlyMemory<byte> hostChallenge,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plain);
        ArgumentNullException.ThrowIfNull(keys);
        var answer = InitializeUpdateAnswer.Parse(await plain(Scp03.InitializeUpdate(keyVersion, hostChallenge), cancellationToken).ConfigureAwait(false));
        var set = await keys(answer, cancellationToken).ConfigureAwait(false);
        var session = await Scp03.OpenAsync(set, hostChallenge, answer, level ?? answer.Parameters.HighestLevel, cancellationToken).ConfigureAwait(false);
        var authentication = await plain(CommandApdu.Parse(session.ExternalAuthenticate.Bytes), cancellationToken).ConfigureAwait(false);
        if (!authentication.Sw.IsSuccess)
        {
            session.Dispose();
            throw new SecureChannelException(SecureChannelFailure.Refused, $"The card refused EXTERNAL AUTHENTICATE with {authentication.Sw} at level {(byte)session.Level:X2}.");
        }

        return (session, (command, token) => SendAsync(plain, session, command, token));
    }

    private static async ValueTask<ResponseApdu> SendAsync(CardTransmit plain, Scp03Session session, CommandApdu command, CancellationToken cancellationToken)
    {
        var wrapped = session.Wrap(command);
        var answer = await plain(CommandApdu.Parse(wrapped.Bytes), cancellationToken).ConfigureAwait(false);
        return wrapped.VerifyResponse(answer.ToBytes()) switch
        {
            VerifiedAnswer verified => new(verified.Data, verified.Sw),
            UnprotectedAnswer unprotected => new(unprotected.Data, unprotected.Sw),
            RefusedAnswer refused => new(refused.Sw),
            _ => throw new SecureChannelException(SecureChannelFailure.MalformedAnswer, $"The answer to {command} does not verify: something between changed it."),
        };
    }
}
