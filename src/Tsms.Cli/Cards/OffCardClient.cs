using System.Security.Cryptography;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.Registry;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.Omapi;
using Tsms.SmartCard.Tlv;

namespace Tsms.Cli.Cards;

/// <summary>
/// Somebody with the keys of a security domain and the card at hand: opens a secure channel on a channel of its own and works command by command.
/// </summary>
internal sealed class OffCardClient : IDisposable
{
    private readonly CardChannel _channel;
    private readonly Scp03Session _session;

    private OffCardClient(CardChannel channel, Scp03Session session) => (_channel, _session) = (channel, session);

    /// <summary>Opens a secure channel at the card's highest level.</summary>
    /// <param name="channel">A channel to the security domain; stays the caller's.</param>
    /// <param name="keyVersion">Version of the key set.</param>
    /// <param name="keys">Gives the key set for the diversification data that the card sends.</param>
    /// <param name="random">For the host challenge.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<OffCardClient> OpenAsync(
        CardChannel channel, byte keyVersion, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<IScp03Keys>> keys, RandomNumberGenerator random,
        CancellationToken cancellationToken)
    {
        var challenge = new byte[8];
        random.GetBytes(challenge);
        var handshake = InitializeUpdateAnswer.Parse(
            await channel.TransmitAsync(Scp03.InitializeUpdate(keyVersion, challenge).ToBytes(), cancellationToken).ConfigureAwait(false));
        var keySet = await keys(handshake.KeyDiversificationData, cancellationToken).ConfigureAwait(false);
        var session = await Scp03.OpenAsync(keySet, challenge, handshake, handshake.Parameters.HighestLevel, cancellationToken).ConfigureAwait(false);
        var authenticated = await channel.TransmitAsync(session.ExternalAuthenticate.Bytes, cancellationToken).ConfigureAwait(false);
        if (!authenticated.Sw.IsSuccess)
        {
            session.Dispose();
            throw new CardRefusedException("EXTERNAL AUTHENTICATE", authenticated.Sw);
        }

        return new OffCardClient(channel, session);
    }

    /// <summary>Sends a command and returns the verified answer data; refusals other than those in <paramref name="alsoFine"/> are thrown.</summary>
    public async Task<(ReadOnlyMemory<byte> Data, StatusWord Sw)> SendAsync(ScriptCommand command, CancellationToken cancellationToken, params StatusWord[] alsoFine)
    {
        var wrapped = _session.Wrap(command);
        var answer = await _channel.TransmitAsync(wrapped.Bytes, cancellationToken).ConfigureAwait(false);
        return wrapped.VerifyResponse(answer.ToBytes()) switch
        {
            VerifiedAnswer verified => (verified.Data, verified.Sw),
            UnprotectedAnswer plain => (plain.Data, plain.Sw),
            RefusedAnswer refused when alsoFine.Contains(refused.Sw) => (default, refused.Sw),
            RefusedAnswer refused => throw new CardRefusedException(command.Purpose, refused.Sw),
            UnverifiableAnswer bad => throw new TransportException($"The answer to {command.Purpose} does not verify: {bad.Reason}."),
            var other => throw new InvalidOperationException($"Unknown verdict {other}."),
        };
    }

    /// <summary>GET STATUS, all pages.</summary>
    public async Task<IReadOnlyList<RegistryEntry>> ListAsync(RegistryScope scope, CancellationToken cancellationToken)
    {
        var listing = new RegistryListing();
        bool more;
        var next = false;
        do
        {
            var (data, sw) = await SendAsync(
                new ScriptCommand(GpCommand.GetStatus(scope, next: next), $"GET STATUS {scope}"), cancellationToken, StatusWord.ReferencedDataNotFound)
                .ConfigureAwait(false);
            more = listing.Add(data.Span, sw);
            next = true;
        }
        while (more);
        return listing.ToEntries();
    }

    /// <summary>GET DATA; null when the card has no such object.</summary>
    public async Task<ReadOnlyMemory<byte>?> FindDataAsync(BerTag tag, CancellationToken cancellationToken)
    {
        var (data, sw) = await SendAsync(
            new ScriptCommand(GpCommand.GetData(tag), $"GET DATA {tag}"), cancellationToken, StatusWord.ReferencedDataNotFound, StatusWord.WrongData,
            StatusWord.IncorrectP1P2).ConfigureAwait(false);
        return sw.IsSuccess ? data : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}

/// <summary>The card answered a command with an error.</summary>
internal sealed class CardRefusedException(string command, StatusWord sw) : Exception($"The card answered {sw} to {command}.")
{
    /// <summary>The status word.</summary>
    public StatusWord Sw { get; } = sw;
}
