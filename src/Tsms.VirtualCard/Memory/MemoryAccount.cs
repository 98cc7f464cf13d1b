namespace Tsms.VirtualCard.Memory;

/// <summary>Who has taken how much: bytes of each applet by its number, its quota, and what is kept free for those with a reserve.</summary>
internal sealed class MemoryAccount
{
    private readonly Dictionary<int, (int Persistent, int Volatile)> _used = [];
    private readonly Dictionary<int, MemoryQuota> _quotas = [];

    /// <summary>What an applet has taken, in bytes.</summary>
    public (int Persistent, int Volatile) Used(int applet) => _used.GetValueOrDefault(applet);

    /// <summary>The quota of an applet; no limit when it has none.</summary>
    public MemoryQuota Quota(int applet) => _quotas.GetValueOrDefault(applet);

    /// <summary>Charges, or with negative figures gives back.</summary>
    public void Charge(int applet, int persistent, int volatileBytes)
    {
        var (p, v) = Used(applet);
        var next = (p + persistent, v + volatileBytes);
        if (next == (0, 0))
        {
            _used.Remove(applet);
        }
        else
        {
            _used[applet] = next;
        }
    }

    /// <summary>Sets the quota of an applet; the <c>default</c> takes it away.</summary>
    public void SetQuota(int applet, MemoryQuota quota)
    {
        if (quota == default)
        {
            _quotas.Remove(applet);
        }
        else
        {
            _quotas[applet] = quota;
        }
    }

    /// <summary>Bytes that are free but kept for applets other than <paramref name="applet"/>; 0: for all applets.</summary>
    public (int Persistent, int Volatile) ReservedAgainst(int applet)
    {
        var (persistent, volatileBytes) = (0, 0);
        foreach (var (other, quota) in _quotas)
        {
            if (other != applet)
            {
                var (p, v) = Used(other);
                persistent += Math.Max(0, quota.PersistentReserve - p);
                volatileBytes += Math.Max(0, quota.VolatileReserve - v);
            }
        }

        return (persistent, volatileBytes);
    }

    /// <summary>True when an applet may take so much more and stays within its quota.</summary>
    public bool Allows(int applet, int persistent, int volatileBytes)
    {
        if (!_quotas.TryGetValue(applet, out var quota))
        {
            return true;
        }

        var (p, v) = Used(applet);
        return (quota.Persistent is not { } most || p + persistent <= most) && (quota.Volatile is not { } mostVolatile || v + volatileBytes <= mostVolatile);
    }
}
