using System.Security.Cryptography;
using Tsms.SmartCard;
using Tsms.SmartCard.Cryptography;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.SecureChannel;

/// <summary>Opens secure channels of SCP03 as the off-card entity (GP Amendment D 1.1.1 and 1.1.2; S16 of 1.2).</summary>
public static class Scp03
{
    /// <summary>INITIALIZE UPDATE (7.1.1; GP Card Specification 2.3.1, D.4.1).</summary>
    /// <param name="keyVersion">Version of the key set to use, 01 to 7F; 00 lets the card choose its first.</param>
    /// <param name="hostChallenge">Fresh random bytes: 8, for S16 16.</param>
    /// <exception cref="ArgumentException">A length or the version is out of range.</exception>
    public static CommandApdu InitializeUpdate(byte keyVersion, ReadOnlyMemory<byte> hostChallenge)
    {
        if (hostChallenge.Length is not (8 or 16))
        {
            throw new ArgumentException($"A host challenge has 8 or 16 bytes, not {hostChallenge.Length}.", nameof(hostChallenge));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyVersion, (byte)0x7F);
        return new CommandApdu(0x80, GpInstruction.InitializeUpdate, keyVersion, 0x00, hostChallenge, 256);
    }

    /// <summary>
    /// Verifies the card cryptogram and makes the session, whose first command is EXTERNAL AUTHENTICATE. Nothing is sent. The caller disposes of the
    /// session.
    /// </summary>
    /// <param name="keys">The static key set; for a diversified one, made with the key diversification data of <paramref name="answer"/>.</param>
    /// <param name="hostChallenge">The challenge that went out with INITIALIZE UPDATE.</param>
    /// <param name="answer">What the card answered.</param>
    /// <param name="level">Level of the session: 01, 03, 11, 13, 33, or 00 for authentication alone.</param>
    /// <param name="cancellationToken">Ends the wait for the key store.</param>
    /// <exception cref="SecureChannelException">Wrong cryptogram, or the level is not permitted. Do not retry: cards count failures.</exception>
    public static async ValueTask<Scp03Session> OpenAsync(
        IScp03Keys keys, ReadOnlyMemory<byte> hostChallenge, InitializeUpdateAnswer answer, SecurityLevel level, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(answer);
        RequireLevel(answer.Parameters, level);
        if (hostChallenge.Length != answer.Parameters.FieldLength)
        {
            throw new SecureChannelException(
                SecureChannelFailure.MalformedAnswer,
                $"The card uses {answer.Parameters}, so the host challenge must have {answer.Parameters.FieldLength} bytes; {hostChallenge.Length} were sent.");
        }

        var sessionKeys = await keys.DeriveSessionKeysAsync(hostChallenge, answer.CardChallenge, cancellationToken).ConfigureAwait(false);
        var expected = Cryptogram(sessionKeys, Scp03DerivationConstant.CardCryptogram, hostChallenge.Span, answer.CardChallenge.Span);
        if (!CryptographicOperations.FixedTimeEquals(expected, answer.CardCryptogram.Span))
        {
            sessionKeys.Dispose();
            throw new SecureChannelException(SecureChannelFailure.CryptogramMismatch, Explain(keys, answer));
        }

        var hostCryptogram = Cryptogram(sessionKeys, Scp03DerivationConstant.HostCryptogram, hostChallenge.Span, answer.CardChallenge.Span);
        return new Scp03Session(sessionKeys, answer, level, hostCryptogram);
    }

    /// <summary>
    /// Makes a session ahead of any answer, for a card with pseudo-random challenges whose next sequence counter is known. The answer that the card
    /// must give to
    /// INITIALIZE UPDATE is <see cref="Scp03Session.Handshake"/>; when it gives another, nothing after it may be sent.
    /// </summary>
    /// <param name="keys">The static key set.</param>
    /// <param name="hostChallenge">The challenge that will go out.</param>
    /// <param name="keyDiversificationData">The 10 bytes the card is known to send.</param>
    /// <param name="parameters">The card's i, with pseudo-random challenge.</param>
    /// <param name="nextSequenceCounter">The counter after the card has incremented it: one more than the last seen, 1 to FFFFFF.</param>
    /// <param name="securityDomain">AID of the security domain that is selected.</param>
    /// <param name="level">Level of the session.</param>
    /// <param name="cancellationToken">Ends the wait for the key store.</param>
    /// <exception cref="SecureChannelException">The level is not permitted.</exception>
    public static async ValueTask<Scp03Session> ForeseeAsync(
        IScp03Keys keys,
        ReadOnlyMemory<byte> hostChallenge,
        ReadOnlyMemory<byte> keyDiversificationData,
        Scp03Parameters parameters,
        int nextSequenceCounter,
        Aid securityDomain,
        SecurityLevel level,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        RequireLevel(parameters, level);
        ArgumentOutOfRangeException.ThrowIfLessThan(nextSequenceCounter, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nextSequenceCounter, 0xFFFFFF);
        if (!parameters.PseudoRandomChallenge || hostChallenge.Length != parameters.FieldLength
            || keyDiversificationData.Length != InitializeUpdateAnswer.DiversificationLength)
        {
            throw new ArgumentException(
                $"A challenge can be foreseen with pseudo-random challenges, {parameters.FieldLength} bytes of host challenge and 10 bytes of diversification data; "
                + $"given are {parameters}, {hostChallenge.Length} and {keyDiversificationData.Length}.");
        }

        var cardChallenge = await keys.DeriveCardChallengeAsync(nextSequenceCounter, securityDomain.Bytes, parameters.FieldLength, cancellationToken).ConfigureAwait(false);
        var sessionKeys = await keys.DeriveSessionKeysAsync(hostChallenge, cardChallenge, cancellationToken).ConfigureAwait(false);
        var cardCryptogram = Cryptogram(sessionKeys, Scp03DerivationConstant.CardCryptogram, hostChallenge.Span, cardChallenge);
        var hostCryptogram = Cryptogram(sessionKeys, Scp03DerivationConstant.HostCryptogram, hostChallenge.Span, cardChallenge);
        var answer = new InitializeUpdateAnswer(keyDiversificationData, keys.KeyVersion, parameters, cardChallenge, cardCryptogram, nextSequenceCounter);
        return new Scp03Session(sessionKeys, answer, level, hostCryptogram);
    }

    /// <summary>
    /// Which of several key sets the card used: the first whose card cryptogram fits, or null. Nothing is sent, so the card counts nothing; that is the way to look
    /// for the right keys after a <see cref="SecureChannelFailure.CryptogramMismatch"/>.
    /// </summary>
    /// <param name="candidates">Key sets to be tried, diversified ones made with the diversification data of <paramref name="answer"/>.</param>
    /// <param name="hostChallenge">The challenge that went out with INITIALIZE UPDATE.</param>
    /// <param name="answer">What the card answered.</param>
    /// <param name="cancellationToken">Ends the wait for the key stores.</param>
    public static async ValueTask<IScp03Keys?> FindKeysAsync(
        IEnumerable<IScp03Keys> candidates, ReadOnlyMemory<byte> hostChallenge, InitializeUpdateAnswer answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(answer);
        foreach (var keys in candidates)
        {
            using var session = await keys.DeriveSessionKeysAsync(hostChallenge, answer.CardChallenge, cancellationToken).ConfigureAwait(false);
            var expected = Cryptogram(session, Scp03DerivationConstant.CardCryptogram, hostChallenge.Span, answer.CardChallenge.Span);
            if (CryptographicOperations.FixedTimeEquals(expected, answer.CardCryptogram.Span))
            {
                return keys;
            }
        }

        return null;
    }

    private static byte[] Cryptogram(
        Scp03SessionKeys keys, Scp03DerivationConstant constant, ReadOnlySpan<byte> hostChallenge, ReadOnlySpan<byte> cardChallenge) =>
        Scp03Kdf.Derive(keys.Mac, constant, [.. hostChallenge, .. cardChallenge], hostChallenge.Length * 8);

    private static void RequireLevel(Scp03Parameters parameters, SecurityLevel level)
    {
        if (!parameters.Permits(level))
        {
            throw new SecureChannelException(
                SecureChannelFailure.LevelNotPermitted,
                $"Security level {(byte)level:X2} is not permitted with {parameters}; the highest is {(byte)parameters.HighestLevel:X2}.");
        }
    }

    private static string Explain(IScp03Keys keys, InitializeUpdateAnswer answer)
    {
        var version = answer.KeyVersion == keys.KeyVersion
            ? ""
            : $" The card used key version {answer.KeyVersion:X2}, the key set given is version {keys.KeyVersion:X2}: that alone explains it.";
        return $"The card cryptogram does not fit key set '{keys.DisplayName}' (AES-{keys.KeyLength * 8}, version {keys.KeyVersion:X2}).{version} "
            + $"The card sent key version {answer.KeyVersion:X2}, diversification data {Convert.ToHexString(answer.KeyDiversificationData.Span)}, {answer.Parameters}. "
            + "Possible reasons: the key set belongs to another card or security domain; the diversification is another or missing; the keys were changed; "
            + "the key size is another; something between changed a challenge. Not retried: cards count failed authentications and lock.";
    }
}
