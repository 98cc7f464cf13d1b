using System.Text;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Audit;
using Tsms.Backend.Data;
using Tsms.Backend.Hosting;
using Tsms.Backend.Notifications;

namespace Tsms.Backend.Profiles;

/// <summary>The operator's hand on secure component profiles (TR-03165 v1.1, 4.1.4.5). Serving processes take changes over within some seconds.</summary>
public sealed class ProfileAdmin
{
    private readonly TsmsBackendOptions _options;
    private readonly ProfileStore _store;
    private readonly CatalogChanges _changes;
    private readonly ProfileImpacts _impacts;

    internal ProfileAdmin(TsmsBackendOptions options, ProfileStore store, CatalogChanges changes, ProfileImpacts impacts) =>
        (_options, _store, _changes, _impacts) = (options, store, changes, impacts);

    /// <summary>All profiles by name, the retired ones included.</summary>
    public async Task<IReadOnlyList<ProfileInfo>> ListAsync(CancellationToken cancellationToken = default)
    {
        await _store.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return [.. _store.Current.All.Select(ProfileInfo.Of)];
    }

    /// <summary>The profiles that a card is known as, the likeliest first; none when no rule of any profile fits.</summary>
    /// <param name="atr">Answer to reset, hexadecimal; null when not known.</param>
    /// <param name="cplc">Answer to GET DATA 9F7F, hexadecimal; null when not known.</param>
    /// <param name="cardData">Answer to GET DATA 66, hexadecimal; null when not known.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<ProfileInfo>> RecogniseAsync(string? atr, string? cplc, string? cardData, CancellationToken cancellationToken = default)
    {
        await _store.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return [.. _store.Current.Recognise(atr, cplc, cardData).Select(ProfileInfo.Of)];
    }

    /// <summary>Adds the profile of a file; see docs/profiles.md for its form.</summary>
    /// <param name="json">The file's bytes, UTF-8.</param>
    /// <param name="source">Its name, for error messages.</param>
    /// <param name="cancellationToken">Ends the operation before it is committed.</param>
    /// <exception cref="FormatException">It is no profile, has the id of another, differs from another by its id only, or is a test profile in production.</exception>
    public async Task<ProfileInfo> AddAsync(ReadOnlyMemory<byte> json, string source, CancellationToken cancellationToken = default)
    {
        var profile = Profile.Read(json.Span, source);
        if (profile.Test && _options.Mode == BackendMode.Production)
        {
            throw new FormatException($"{source} is a test profile: production refuses it.");
        }

        await ChangeAsync(
            "addProfile",
            (db, rows) =>
            {
                if (rows.Find(r => r.Id == profile.Id) is { Document: not null })
                {
                    throw new FormatException($"{source} has the id {profile.Id} of another profile: give it one of its own.");
                }

                db.Profiles.Add(new ProfileRow { Id = profile.Id, Name = profile.Model.Name!, Document = Encoding.UTF8.GetString(json.Span), CreationDate = db.Now });
                return Task.FromResult(0);
            },
            cancellationToken).ConfigureAwait(false);
        return ProfileInfo.Of(_store.Current.Find(profile.Id)!);
    }

    /// <summary>
    /// Retires a profile: from then on no Version can be linked to it anew; what is linked stays, and its instances stay manageable. The service providers that it
    /// concerns are told through their webhooks.
    /// </summary>
    /// <param name="id">The profile.</param>
    /// <param name="date">When; a date in the past retires at once.</param>
    /// <param name="cancellationToken">Ends the operation before it is committed.</param>
    /// <returns>Whom it concerns.</returns>
    /// <exception cref="ArgumentException">There is no such profile, or it is retired already.</exception>
    public async Task<ProfileImpact> RetireAsync(Guid id, DateTimeOffset date, CancellationToken cancellationToken = default)
    {
        await _store.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return await ChangeAsync(
            "retireProfile",
            async (db, rows) =>
            {
                var profile = Find(id);
                if (profile.Retired <= db.Now)
                {
                    throw new ArgumentException($"The profile {id} ({profile.Model.Name}) is retired since {profile.Retired:u}.", nameof(id));
                }

                var row = rows.Find(r => r.Id == id);
                if (row is null)
                {
                    db.Profiles.Add(row = new ProfileRow { Id = id, Name = profile.Model.Name!, CreationDate = db.Now });
                }

                row.RetirementDate = date;
                var impact = await _impacts.OfAsync(db, profile with { Retired = date }, cancellationToken).ConfigureAwait(false);
                foreach (var provider in impact.Providers)
                {
                    db.Notices.Add(Notices.ProfileRetired(db, provider, impact, date));
                }

                return impact;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Which service providers, Flavors and instances depend on a profile. It changes nothing.</summary>
    /// <exception cref="ArgumentException">There is no such profile.</exception>
    public async Task<ProfileImpact> GetImpactAsync(Guid id, CancellationToken cancellationToken = default)
    {
        await _store.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return await _impacts.OfAsync(Find(id), cancellationToken).ConfigureAwait(false);
    }

    // The new rows are tried as a catalog before they are saved: what a start would refuse is refused here.
    private async Task<T> ChangeAsync<T>(string operation, Func<CatalogDb, List<ProfileRow>, Task<T>> change, CancellationToken cancellationToken)
    {
        var (result, saved) = await _changes.RunAsync(
            AuditSubject.Operator(operation, Guid.Empty),
            async db =>
            {
                var answer = await change(db, await db.Profiles.OrderBy(p => p.Id).ToListAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
                _ = ProfileCatalog.Load(_options, [.. db.Profiles.Local]);
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return (answer, db.Profiles.Local.OrderBy(p => p.Id).ToList());
            },
            cancellationToken).ConfigureAwait(false);
        _store.Use(saved);
        return result;
    }

    private Profile Find(Guid id) => _store.Current.Find(id) ?? throw new ArgumentException($"There is no secure component profile {id}.", nameof(id));
}
