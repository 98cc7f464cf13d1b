using Tsms.SmartCard;
using Tsms.VirtualCard.SecureChannel;

namespace Tsms.VirtualCard.CardManager;

/// <summary>One open logical channel: what is selected on it and its secure channel. Volatile.</summary>
internal sealed class ChannelState : IDisposable
{
    /// <summary>The selected application.</summary>
    public Aid Selected { get; set; }

    /// <summary>True after a SELECT by name on this channel: SELECT [next] is possible then.</summary>
    public bool WasSelectedByName { get; set; }

    /// <summary>What the security domain remembers.</summary>
    public DomainSession Session { get; set; } = DomainSession.Fresh;

    /// <summary>The secure channel session, open or aborted; null when there is none.</summary>
    public Scp03Session? SecureChannel { get; private set; }

    /// <summary>The commands of a chain so far; null: none is under way (GP Card Specification 2.3.1, 11.1.5.1).</summary>
    public CommandApdu? Chain { get; set; }

    /// <summary>What is left of an answer, its status word at the end, for GET RESPONSE (11.1.5.2).</summary>
    public ReadOnlyMemory<byte> Pending { get; set; }

    /// <summary>Rules that an answer of the ARA-M had no room for.</summary>
    public ReadOnlyMemory<byte> UnreadRules { get; set; }

    /// <summary>Replaces the secure channel; what the domain remembers goes with the old one.</summary>
    public void Begin(Scp03Session? session)
    {
        SecureChannel?.Dispose();
        SecureChannel = session;
        Session = DomainSession.Fresh;
        Chain = null;
        Pending = default;
    }

    /// <summary>Selects another application: the session of the last one is over.</summary>
    public void Select(Aid aid)
    {
        Begin(null);
        UnreadRules = default;
        Selected = aid;
    }

    /// <inheritdoc/>
    public void Dispose() => SecureChannel?.Dispose();
}
