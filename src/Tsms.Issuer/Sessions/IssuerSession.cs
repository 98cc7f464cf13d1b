using Tsms.GlobalPlatform.SecureChannel;
using Tsms.Issuer.Data;
using Tsms.Keys;

namespace Tsms.Issuer.Sessions;

/// <summary>A session of the issuer with one of its cards, carried by a TSM: handshake, script, done. One call at a time.</summary>
internal sealed class IssuerSession(
    string id, IssuerPartner partner, IssuerCard card, SessionPurpose purpose, byte[] hostChallenge, DateTimeOffset openedAt) : IDisposable
{
    private Scp03Session? _channel;
    private bool _ended;

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

    /// <summary>True when another call ended the session while this one waited for its turn.</summary>
    public bool HasEnded => _ended;

    /// <summary>Takes the open channel; it is zeroed with the session.</summary>
    public void Take(Scp03Session channel) => _channel = channel;

    /// <summary>Takes the name of the keys to be handed over, before they are made: they are forgotten with the session.</summary>
    public void HandOver(KeySetReference keySet) => HandedOverKeySet = keySet;

    /// <summary>The script goes out.</summary>
    public void Send(WrappedScript script) => Script = script;

    public void Dispose()
    {
        _ended = true;
        _channel?.Dispose();
    }
}

/// <summary>What a session is for.</summary>
internal enum SessionPurpose
{
    /// <summary>Make the TSM's security domain.</summary>
    Establish,

    /// <summary>Remove it, empty as it is.</summary>
    Remove,
}
