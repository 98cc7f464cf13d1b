namespace Tsms.Sdk;

/// <summary>What a phone has sent and received so far. Exchanges are orders that carry C-APDUs; requests are all HTTP requests, repeated ones included.</summary>
/// <param name="Exchanges">Orders with C-APDUs.</param>
/// <param name="Requests">HTTP requests.</param>
/// <param name="Apdus">C-APDUs of orders; what the phone reads by itself is not counted.</param>
/// <param name="Bytes">Bytes of those C-APDUs and their R-APDUs.</param>
public readonly record struct PhoneTrafficCount(int Exchanges, int Requests, int Apdus, long Bytes)
{
    /// <summary>What came in between.</summary>
    public static PhoneTrafficCount operator -(PhoneTrafficCount after, PhoneTrafficCount before) => after.Subtract(before);

    /// <summary>What came since <paramref name="before"/>.</summary>
    public PhoneTrafficCount Subtract(PhoneTrafficCount before) =>
        new(Exchanges - before.Exchanges, Requests - before.Requests, Apdus - before.Apdus, Bytes - before.Bytes);
}

/// <summary>Counts the traffic of a phone. Safe for many threads.</summary>
public sealed class PhoneTraffic
{
    private readonly Lock _lock = new();
    private PhoneTrafficCount _count;

    /// <summary>The count so far.</summary>
    public PhoneTrafficCount Current
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    internal void AddRequest() => Change(count => count with { Requests = count.Requests + 1 });

    internal void AddExchange() => Change(count => count with { Exchanges = count.Exchanges + 1 });

    internal void AddApdu(int bytes) => Change(count => count with { Apdus = count.Apdus + 1, Bytes = count.Bytes + bytes });

    private void Change(Func<PhoneTrafficCount, PhoneTrafficCount> change)
    {
        lock (_lock)
        {
            _count = change(_count);
        }
    }
}
