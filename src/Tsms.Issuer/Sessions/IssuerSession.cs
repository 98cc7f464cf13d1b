using Tsms.GlobalPlatform.SecureChannel;
using Tsms.Issuer.Data;
using Tsms.Keys;

namespace Tsms.Issuer.Sessions;

/// <summary>A session of the issuer with one of its cards, carried by a TSM: handshake, script, done. One call at a time.</summary>
internal sealed class IssuerSession(
    string id, IssuerPartner partner, IssuerCard card, SessionPurpose purpose, byte[] hostChallenge, DateTimeOffset openedAt) : IDisposable
{
    private Scp03Session? _channel;

    public string Id => id;

    public IssuerPartner Partner => partner;

    public IssuerCard Card => card;

    public SessionPurpose Purpose => purpose;

    /// <summary>The challenge of INITIALIZE UPDATE.</summary>
    public ReadOnlyMemory<byte> HostChallenge => hostChallenge;

    public DateTimeOffset OpenedAt => openedAt;

    /// <summary>The turn: one call at a time.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>The script that is on its way to the card; null before the handshake.</summary>
    public WrappedScript? Script { get; private set; }

    /// <summary>Name in the key store of the key set that the script hands over; null when it hands over none.</summary>
    public KeySetReference? HandedOverKeySet { get; private set; }

    /// <summary>Takes the open channel and what is sent through it.</summary>
    public void Begin(Scp03Session channel, WrappedScript script, KeySetReference? handedOverKeySet)
    {
        _channel = channel;
        Script = script;
        HandedOverKeySet = handedOverKeySet;
    }

    public void Dispose() => _channel?.Dispose();
}

/// <summary>What a session is for.</summary>
internal enum SessionPurpose
{
    /// <summary>Make the TSM's security domain.</summary>
    Establish,

    /// <summary>Remove it, empty as it is.</summary>
    Remove,
}
