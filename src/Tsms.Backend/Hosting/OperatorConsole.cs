using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tsms.Backend.Audit;
using Tsms.Backend.Data;
using Tsms.Backend.Notifications;
using Tsms.Backend.Profiles;
using Tsms.Backend.Providers;

namespace Tsms.Backend.Hosting;

/// <summary>
/// The operator's hand on a TSM's data: service providers, secure component profiles, audit trail, notices. A serving process has it as a service;
/// <see cref="OpenAsync"/> makes one beside a serving process, on the same data.
/// </summary>
public sealed class OperatorConsole : IAsyncDisposable
{
    private readonly IDbContextFactory<CatalogDb> _databases;
    private ServiceProvider? _owned;

    internal OperatorConsole(IServiceProvider services)
    {
        _databases = services.GetRequiredService<IDbContextFactory<CatalogDb>>();
        Providers = services.GetRequiredService<ProviderAdmin>();
        Profiles = services.GetRequiredService<ProfileAdmin>();
        Webhooks = services.GetRequiredService<WebhookAdmin>();
    }

    /// <summary>Service providers and their tokens.</summary>
    public ProviderAdmin Providers { get; }

    /// <summary>Secure component profiles.</summary>
    public ProfileAdmin Profiles { get; }

    /// <summary>Where service providers are told of what concerns them, and what they were told.</summary>
    public WebhookAdmin Webhooks { get; }

    /// <summary>Opens the data of these options, bringing the tables up to date.</summary>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    /// <exception cref="InvalidOperationException">The database was made by a newer version.</exception>
    /// <exception cref="FormatException">The profiles do not fit together.</exception>
    public static async Task<OperatorConsole> OpenAsync(TsmsBackendOptions options, CancellationToken cancellationToken = default)
    {
        var services = await OpenServicesAsync(options, cancellationToken).ConfigureAwait(false);
        try
        {
            await services.GetRequiredService<ProfileStore>().RefreshAsync(cancellationToken).ConfigureAwait(false);
            return new OperatorConsole(services) { _owned = services };
        }
        catch
        {
            await services.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Verifies the hash chains of the audit trail, of one service provider or of all.</summary>
    /// <returns>One report per chain, by service provider; none when nothing was ever changed.</returns>
    public async Task<IReadOnlyList<AuditReport>> VerifyAuditAsync(Guid? providerId = null, CancellationToken cancellationToken = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await AuditVerifier.VerifyAsync(db, providerId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The chains of the audit trail with their ends as the database has them, by service provider; nothing is verified.</summary>
    public async Task<IReadOnlyList<AuditChain>> ListAuditChainsAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var ends = await db.AuditEntries.AsNoTracking().GroupBy(e => e.ProviderId).Select(g => new { g.Key, Last = g.Max(e => e.Sequence) })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. ends.OrderBy(e => e.Key).Select(e => new AuditChain(e.Key, e.Last))];
    }

    /// <summary>Entries of one chain, in their order.</summary>
    /// <param name="providerId">The chain; <see cref="Guid.Empty"/> for what belongs to no service provider.</param>
    /// <param name="after">Number of the entry before the first that is wanted; 0 for the beginning.</param>
    /// <param name="count">At most so many entries, 1 to 10,000.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<AuditRecord>> ReadAuditAsync(Guid providerId, long after = 0, int count = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 10_000);
        await using var db = await _databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var rows = await db.AuditEntries.AsNoTracking().Where(e => e.ProviderId == providerId && e.Sequence > after).OrderBy(e => e.Sequence).Take(count)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(r => new AuditRecord(r.ProviderId, r.Sequence, r.Time, r.Actor, r.Operation, r.Changes, Convert.ToHexString(r.Hash)))];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        var owned = Interlocked.Exchange(ref _owned, null);
        return owned?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    internal static async Task<ServiceProvider> OpenServicesAsync(TsmsBackendOptions options, CancellationToken cancellationToken)
    {
        var faults = options.ValidateData();
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", faults), nameof(options));
        }

        Directory.CreateDirectory(options.DataDirectory);
        var services = TsmsBackendHosting.AddBackendServices(new ServiceCollection().AddLogging(), options).BuildServiceProvider();
        try
        {
            foreach (var context in services.GetServices<IPreparedContext>())
            {
                await context.PrepareAsync(cancellationToken).ConfigureAwait(false);
            }

            return services;
        }
        catch
        {
            await services.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
