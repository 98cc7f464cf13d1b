using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Tsms.Backend.Errors;
using Tsms.Backend.Hosting;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Auth;

/// <summary>
/// Limits guesses at long-term tokens by where they come from, never by whom they name: nobody can lock a service provider out by failing in its name. And limits the tokens that
/// one provider fetches, which cost a signature each.
/// </summary>
internal sealed class LoginLimits(TsmsBackendOptions options, TimeProvider time)
{
    // Addresses are remembered while they have failures left to forget; beyond so many, the forgotten ones are looked for.
    private const int MaxAddresses = 10_000;

    private readonly ConcurrentDictionary<IPAddress, RequestBucket> _failures = new();
    private readonly ConcurrentDictionary<Guid, RequestBucket> _tokens = new();

    /// <summary>Counts an attempt from an address as failed until <see cref="Forgive"/> says otherwise.</summary>
    /// <exception cref="RestFault">1002: too many failed from there. The credentials are not looked at, so the answer tells nothing of them.</exception>
    public void Attempt(IPAddress? from)
    {
        var (limit, now) = (options.MaxFailedLoginsPerMinute, time.GetUtcNow());
        var wait = _failures.GetOrAdd(Key(from), _ => new RequestBucket(limit, now)).Take(limit, now);
        if (wait > TimeSpan.Zero)
        {
            throw Faults.TooManyFailures(limit, wait);
        }

        if (_failures.Count > MaxAddresses)
        {
            foreach (var (address, bucket) in _failures)
            {
                if (bucket.IsFull(limit, now))
                {
                    _failures.TryRemove(KeyValuePair.Create(address, bucket));
                }
            }
        }
    }

    /// <summary>The attempt did not fail by its credentials.</summary>
    public void Forgive(IPAddress? from)
    {
        if (_failures.TryGetValue(Key(from), out var bucket))
        {
            bucket.Return(options.MaxFailedLoginsPerMinute);
        }
    }

    /// <summary>Counts a token that a provider gets.</summary>
    /// <exception cref="RestFault">1002: it fetches too many.</exception>
    public void CountToken(Guid providerId)
    {
        var (limit, now) = (options.MaxRequestsPerMinute, time.GetUtcNow());
        var wait = _tokens.GetOrAdd(providerId, _ => new RequestBucket(limit, now)).Take(limit, now);
        if (wait > TimeSpan.Zero)
        {
            throw Faults.TooManyRequests(limit, wait);
        }
    }

    /// <summary>Addresses with failures.</summary>
    internal int Remembered => _failures.Count;

    // Who has one IPv6 address has 2^64 of them (RFC 4291, 2.5.4).
    private static IPAddress Key(IPAddress? from)
    {
        var address = from is { IsIPv4MappedToIPv6: true } ? from.MapToIPv4() : from ?? IPAddress.None;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
