using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Audit;
using Tsms.Backend.Data;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Providers;

/// <content>Accounts: list, limits, removal.</content>
public sealed partial class ProviderAdmin
{
    /// <summary>All service providers in order of creation.</summary>
    public async Task<IReadOnlyList<ProviderInfo>> ListAsync(CancellationToken cancellationToken = default)
    {
        var db = await _databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var used = (await UsedAsync(db.ExecutableLoadFiles, cancellationToken).ConfigureAwait(false))
                .Concat(await UsedAsync(db.PersonalizationScripts, cancellationToken).ConfigureAwait(false))
                .Concat(await UsedAsync(db.Certificates, cancellationToken).ConfigureAwait(false))
                .ToLookup(u => u.Provider, u => u.Bytes);
            var rows = await db.Providers.AsNoTracking().OrderBy(p => p.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. rows.Select(p => new ProviderInfo(p.Id, p.Name, p.CreationDate, p.Rids, p.MaxRequestsPerMinute, p.MaxStorageBytes, used[p.Id].Sum()))];
        }
    }

    /// <summary>Sets a provider's own limits, in force from its next request on.</summary>
    /// <param name="providerId">The provider.</param>
    /// <param name="maxRequestsPerMinute">At least 1; null for the TSM's default.</param>
    /// <param name="maxStorageBytes">At least 0; null for the TSM's default. What is there already stays when it is more.</param>
    /// <param name="cancellationToken">Ends the operation before it is committed.</param>
    /// <exception cref="ArgumentException">There is no such provider, or a limit is out of range.</exception>
    public async Task SetLimitsAsync(Guid providerId, int? maxRequestsPerMinute, long? maxStorageBytes, CancellationToken cancellationToken = default)
    {
        if (maxRequestsPerMinute < 1)
        {
            throw new ArgumentException("A provider needs at least 1 request per minute; remove it, or revoke its tokens, to shut it out.", nameof(maxRequestsPerMinute));
        }

        if (maxStorageBytes < 0)
        {
            throw new ArgumentException("Storage is counted in bytes from 0.", nameof(maxStorageBytes));
        }

        var db = await _databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var provider = await FindAsync(db, providerId, cancellationToken).ConfigureAwait(false);
            db.Subject = AuditSubject.Operator("setLimits", providerId);
            (provider.MaxRequestsPerMinute, provider.MaxStorageBytes) = (maxRequestsPerMinute, maxStorageBytes);
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Removes a service provider with its tokens and all that it created. Instances on phones become orphans, which can still be suspended and terminated
    /// (TR-03165 3.2.3).
    /// </summary>
    /// <exception cref="ArgumentException">There is no such provider.</exception>
    public async Task RemoveAsync(Guid providerId, CancellationToken cancellationToken = default)
    {
        var db = await _databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            db.Subject = AuditSubject.Operator("removeProvider", providerId);
            var transaction = await db.BeginChangeAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var provider = await FindAsync(db, providerId, cancellationToken).ConfigureAwait(false);
                await ClearAsync(db, providerId, cancellationToken).ConfigureAwait(false);
                db.Remove(provider);
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                await StoredFiles.Unused(db).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Row by row, so that each is a change that can be told of; EF Core deletes what holds on to something before it.
    private static async Task ClearAsync(CatalogDb db, Guid id, CancellationToken cancellationToken)
    {
        var services = db.Services.Where(s => s.ProviderId == id);
        await RemoveAllAsync(db, db.Versions.Where(v => services.Any(s => s.Id == v.ServiceId)), cancellationToken).ConfigureAwait(false);
        await RemoveAllAsync(db, db.Flavors.Where(f => services.Any(s => s.Id == f.ServiceId)), cancellationToken).ConfigureAwait(false);
        await RemoveAllAsync(db, services, cancellationToken).ConfigureAwait(false);
        await RemoveAllAsync(db, db.SposConfigs.Where(s => s.ProviderId == id), cancellationToken).ConfigureAwait(false);
        await RemoveAllAsync(db, db.ApplicationConfigs.Where(c => c.ProviderId == id), cancellationToken).ConfigureAwait(false);
        await RemoveAllAsync(db, db.PersonalizationScripts.Where(s => s.ProviderId == id), cancellationToken).ConfigureAwait(false);
        await RemoveAllAsync(db, db.Certificates.Where(c => c.ProviderId == id), cancellationToken).ConfigureAwait(false);
        await RemoveAllAsync(db, db.ExecutableLoadFiles.Where(e => e.ProviderId == id), cancellationToken).ConfigureAwait(false);
        await RemoveAllAsync(db, db.LongTermTokens.Where(t => t.ProviderId == id), cancellationToken).ConfigureAwait(false);
    }

    private static async Task RemoveAllAsync<T>(CatalogDb db, IQueryable<T> rows, CancellationToken cancellationToken) where T : class =>
        db.RemoveRange(await rows.ToListAsync(cancellationToken).ConfigureAwait(false));

    private static async Task<IEnumerable<(Guid Provider, long Bytes)>> UsedAsync<T>(IQueryable<T> files, CancellationToken cancellationToken) where T : FileRow
    {
        var sums = await files.GroupBy(f => f.ProviderId).Select(g => new { g.Key, Bytes = g.Sum(f => f.Size) }).ToListAsync(cancellationToken).ConfigureAwait(false);
        return sums.Select(s => (s.Key, s.Bytes));
    }
}
