using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Audit;
using Tsms.Backend.Data;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Notifications;

/// <summary>A notice in the outbox.</summary>
/// <param name="Id">Sent as Tsms-Notice-Id.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="CreationDate">When it was written.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAttempt">When it is tried next; null when it was delivered or given up.</param>
/// <param name="DeliveryDate">When its receiver took it; null before.</param>
/// <param name="LastError">Why the last attempt failed; null when none did.</param>
public sealed record NoticeInfo(
    Guid Id, string Kind, DateTimeOffset CreationDate, int Attempts, DateTimeOffset? NextAttempt, DateTimeOffset? DeliveryDate, string? LastError);

/// <summary>The operator's hand on webhooks: where service providers are told of what concerns them.</summary>
public sealed class WebhookAdmin
{
    private readonly TsmsBackendOptions _options;
    private readonly IDbContextFactory<CatalogDb> _databases;
    private readonly CatalogChanges _changes;

    internal WebhookAdmin(TsmsBackendOptions options, IDbContextFactory<CatalogDb> databases, CatalogChanges changes) =>
        (_options, _databases, _changes) = (options, databases, changes);

    /// <summary>Sets or takes away a service provider's webhook. Notices that wait are sent to it.</summary>
    /// <param name="providerId">The service provider.</param>
    /// <param name="url">An https address without user name; in development http on loopback too. Null takes it away.</param>
    /// <param name="cancellationToken">Ends the operation before it is committed.</param>
    /// <exception cref="ArgumentException">There is no such provider, or the address is not acceptable.</exception>
    public Task SetAsync(Guid providerId, Uri? url, CancellationToken cancellationToken = default)
    {
        if (url is not null && !IsAcceptable(url))
        {
            throw new ArgumentException($"'{url}' is no address for a webhook: give an https address without user name and fragment.", nameof(url));
        }

        return _changes.RunAsync(
            AuditSubject.Operator("setWebhook", providerId),
            async db =>
            {
                if (!await db.Providers.AnyAsync(p => p.Id == providerId, cancellationToken).ConfigureAwait(false))
                {
                    throw new ArgumentException($"There is no service provider {providerId}.", nameof(providerId));
                }

                var row = await db.Webhooks.SingleOrDefaultAsync(w => w.ProviderId == providerId, cancellationToken).ConfigureAwait(false);
                if (url is null)
                {
                    db.Webhooks.RemoveRange(row is null ? [] : [row]);
                    return 0;
                }

                if (row is null)
                {
                    db.Webhooks.Add(row = new WebhookRow { ProviderId = providerId });
                }

                row.Url = url.AbsoluteUri;
                return 0;
            },
            cancellationToken);
    }

    /// <summary>The service provider's webhook; null when it has none.</summary>
    public async Task<Uri?> FindAsync(Guid providerId, CancellationToken cancellationToken = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var row = await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.ProviderId == providerId, cancellationToken).ConfigureAwait(false);
        return row is null ? null : new Uri(row.Url);
    }

    /// <summary>The service provider's notices, the oldest first.</summary>
    public async Task<IReadOnlyList<NoticeInfo>> ListNoticesAsync(Guid providerId, CancellationToken cancellationToken = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var rows = await db.Notices.AsNoTracking().Where(n => n.ProviderId == providerId).OrderBy(n => n.CreationDate).ThenBy(n => n.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(r => new NoticeInfo(r.Id, r.Kind, r.CreationDate, r.Attempts, r.NextAttempt, r.DeliveryDate, r.LastError))];
    }

    private bool IsAcceptable(Uri url) => url.IsAbsoluteUri && url.UserInfo.Length == 0 && url.Fragment.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback && _options.Mode == BackendMode.Development));
}
