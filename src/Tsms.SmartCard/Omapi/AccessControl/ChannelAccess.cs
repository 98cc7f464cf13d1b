namespace Tsms.SmartCard.Omapi.AccessControl;

/// <summary>What a caller may do on a channel: nothing, everything, or the commands that a filter lets through.</summary>
public sealed class ChannelAccess
{
    /// <summary>Everything: for privileged callers and rules that say ALWAYS.</summary>
    public static readonly ChannelAccess Everything = new(true, "allowed", []);

    private ChannelAccess(bool isAllowed, string reason, IReadOnlyList<ApduFilter> filters)
    {
        IsAllowed = isAllowed;
        Reason = reason;
        Filters = filters;
    }

    /// <summary>True when the channel may be opened.</summary>
    public bool IsAllowed { get; }

    /// <summary>Which rule, or why not.</summary>
    public string Reason { get; }

    /// <summary>The filters of which one must let a command through; empty: every command.</summary>
    public IReadOnlyList<ApduFilter> Filters { get; }

    /// <summary>No access.</summary>
    /// <param name="reason">Why not.</param>
    public static ChannelAccess Denied(string reason) => new(false, reason, []);

    /// <summary>Access to every command, or with <paramref name="filters"/> to those that one of them lets through.</summary>
    /// <param name="reason">Which rule.</param>
    /// <param name="filters">Filters, or none.</param>
    public static ChannelAccess Allowed(string reason, IReadOnlyList<ApduFilter>? filters = null) => new(true, reason, filters ?? []);

    /// <summary>True when a command with this header (CLA INS P1 P2) may be sent.</summary>
    public bool Permits(ReadOnlySpan<byte> header)
    {
        if (!IsAllowed)
        {
            return false;
        }

        foreach (var filter in Filters)
        {
            if (filter.Permits(header))
            {
                return true;
            }
        }

        return Filters.Count == 0;
    }
}
