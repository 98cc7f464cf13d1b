using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Data;
using Tsms.Backend.Errors;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Rest;

/// <summary>
/// What one service provider may take from all: requests per minute and bytes of storage. Requests are counted in this process, by a bucket that holds a minute's worth
/// and fills up steadily.
/// </summary>
internal sealed class ProviderLimits(TsmsBackendOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, RequestBucket> _buckets = new();

    /// <summary>Counts a request.</summary>
    /// <param name="providerId">Who asks.</param>
    /// <param name="perMinute">The provider's own limit; null for that of the options.</param>
    /// <exception cref="RestFault">1002, saying how long to wait: the TR knows no status 429.</exception>
    public void CountRequest(Guid providerId, int? perMinute)
    {
        var limit = perMinute ?? options.MaxRequestsPerMinute;
        var now = time.GetUtcNow();
        var wait = _buckets.GetOrAdd(providerId, _ => new RequestBucket(limit, now)).Take(limit, now);
        if (wait > TimeSpan.Zero)
        {
            throw Faults.TooManyRequests(limit, wait);
        }
    }

    /// <summary>Checks that an upload finds room.</summary>
    /// <param name="call">The upload.</param>
    /// <param name="more">Bytes that come in addition.</param>
    /// <param name="size">Bytes of the file.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="RestFault">1014, saying how much is left.</exception>
    public static async Task RequireStorageAsync(RestCall call, long more, long size, CancellationToken cancellationToken)
    {
        if (more <= 0)
        {
            return;
        }

        var (db, id) = (call.Db, call.ProviderId);
        var own = await db.Providers.Where(p => p.Id == id).Select(p => p.MaxStorageBytes).SingleAsync(cancellationToken).ConfigureAwait(false);
        var limit = own ?? call.Options.MaxStorageBytes;
        var used = await UsedAsync(db.ExecutableLoadFiles, id, cancellationToken).ConfigureAwait(false)
            + await UsedAsync(db.PersonalizationScripts, id, cancellationToken).ConfigureAwait(false)
            + await UsedAsync(db.Certificates, id, cancellationToken).ConfigureAwait(false);
        if (used + more > limit)
        {
            throw Faults.StorageFull(size, used, limit, more);
        }
    }

    /// <summary>Checks that a provider may have one more of a kind.</summary>
    /// <exception cref="RestFault">1002, saying how many there may be.</exception>
    public static async Task RequireRoomAsync<T>(RestCall call, IQueryable<T> existing, string entity, CancellationToken cancellationToken)
    {
        var limit = call.Options.MaxEntities;
        if (await existing.CountAsync(cancellationToken).ConfigureAwait(false) >= limit)
        {
            throw Faults.TooManyEntities(entity, limit);
        }
    }

    private static Task<long> UsedAsync<T>(IQueryable<T> files, Guid providerId, CancellationToken cancellationToken) where T : FileRow =>
        files.Where(f => f.ProviderId == providerId).SumAsync(f => f.Size, cancellationToken);
}
