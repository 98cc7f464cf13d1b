using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tsms.Backend.Audit;
using Tsms.Backend.Auth;
using Tsms.Backend.Data;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Providers;

/// <summary>A new long-term token. The secret is shown once and is not kept by the TSM.</summary>
public sealed class ProviderCredentials
{
    internal ProviderCredentials(Guid id, string clientId, string clientSecret) => (Id, ClientId, ClientSecret) = (id, clientId, clientSecret);

    /// <summary>The service provider's id.</summary>
    public Guid Id { get; }

    /// <summary>First part of the long-term token.</summary>
    public string ClientId { get; }

    /// <summary>Second part of the long-term token; hand it to the provider over a confidential way.</summary>
    public string ClientSecret { get; }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"provider {Id}, client {ClientId}";
}

/// <summary>
/// The operator's hand on service providers. A serving process has it as a service; <see cref="OpenAsync"/> makes one beside a serving process, on the same data.
/// </summary>
public sealed partial class ProviderAdmin : IAsyncDisposable
{
    private readonly IDbContextFactory<CatalogDb> _databases;
    private readonly LongTermTokens _tokens;
    private readonly TsmsBackendOptions _options;
    private readonly TimeProvider _time;
    private ServiceProvider? _owned;

    internal ProviderAdmin(IDbContextFactory<CatalogDb> databases, LongTermTokens tokens, TsmsBackendOptions options, TimeProvider time) =>
        (_databases, _tokens, _options, _time) = (databases, tokens, options, time);

    /// <summary>Opens the data of these options, making the tables when they are missing.</summary>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public static async Task<ProviderAdmin> OpenAsync(TsmsBackendOptions options, CancellationToken cancellationToken = default)
    {
        var services = await OperatorConsole.OpenServicesAsync(options, cancellationToken).ConfigureAwait(false);
        var admin = services.GetRequiredService<ProviderAdmin>();
        admin._owned = services;
        return admin;
    }

    /// <summary>Creates a service provider with its first long-term token.</summary>
    /// <param name="name">Name, 1 to 255 characters.</param>
    /// <param name="rids">RIDs assigned to it, 10 hexadecimal digits each; may be none. One RID may be assigned to several providers.</param>
    /// <param name="allowReservedRids">
    /// Takes GlobalPlatform's, Java Card's, the TSM's or an issuer's RIDs too: sample applets often have them. Development mode only. Default: false.
    /// </param>
    /// <param name="cancellationToken">Ends the operation before it is committed.</param>
    /// <exception cref="ArgumentException">Name or a RID is not acceptable; the message tells why.</exception>
    public async Task<ProviderCredentials> CreateAsync(
        string name, IReadOnlyList<string> rids, bool allowReservedRids = false, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 255)
        {
            throw new ArgumentException("A service provider's name has 1 to 255 characters.", nameof(name));
        }

        var normal = Acceptable(rids, allowReservedRids);
        var db = await _databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var now = _time.GetUtcNow();
            db.Subject = AuditSubject.Operator("createProvider");
            var provider = new ProviderRow { Id = Guid.CreateVersion7(now), Name = name, CreationDate = now, Rids = normal };
            var (token, secret) = _tokens.Create(provider.Id);
            db.Add(provider);
            db.Add(token);
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return new ProviderCredentials(provider.Id, token.ClientId, secret);
        }
    }

    /// <summary>Assigns further RIDs; those it has are kept.</summary>
    /// <exception cref="ArgumentException">There is no such provider, or a RID is not acceptable.</exception>
    public async Task AssignRidsAsync(Guid providerId, IReadOnlyList<string> rids, bool allowReservedRids = false, CancellationToken cancellationToken = default)
    {
        var normal = Acceptable(rids, allowReservedRids);
        var db = await _databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            db.Subject = AuditSubject.Operator("assignRids", providerId);
            var provider = await FindAsync(db, providerId, cancellationToken).ConfigureAwait(false);
            provider.Rids = [.. provider.Rids.Union(normal)];
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        var owned = Interlocked.Exchange(ref _owned, null);
        return owned?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private List<string> Acceptable(IReadOnlyList<string> rids, bool allowReservedRids)
    {
        if (allowReservedRids && _options.Mode == BackendMode.Production)
        {
            throw new ArgumentException("Reserved RIDs can be assigned in development mode only.", nameof(allowReservedRids));
        }

        var normal = rids.Select(Rids.Normal).Distinct().ToList();
        var reserved = allowReservedRids ? null : normal.Find(r => Rids.OwnerOf(r, _options) is not null);
        return reserved is null ? normal
            : throw new ArgumentException($"RID {reserved} is reserved: it belongs to {Rids.OwnerOf(reserved, _options)}. A service provider has a RID of its own (ISO/IEC 7816-5).", nameof(rids));
    }
}
