using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Data;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Profiles;

/// <summary>The profiles as they are now. Operators change them beside serving processes, so these look every few seconds.</summary>
internal sealed class ProfileStore(TsmsBackendOptions options, IDbContextFactory<CatalogDb> databases)
{
    private readonly Lock _gate = new();
    private string _state = "";
    private volatile ProfileCatalog? _current;

    /// <summary>The profiles as they were last read; before the first reading those of files.</summary>
    public ProfileCatalog Current
    {
        get
        {
            if (_current is null)
            {
                lock (_gate)
                {
                    _current ??= ProfileCatalog.Load(options);
                }
            }

            return _current;
        }
    }

    /// <summary>Reads what the database says of profiles, and builds the catalog anew when it changed.</summary>
    /// <exception cref="FormatException">They do not fit together; the catalog stays as it was.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        Use(await db.Profiles.AsNoTracking().OrderBy(p => p.Id).ToListAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Takes over these rows.</summary>
    public void Use(IReadOnlyList<ProfileRow> rows)
    {
        var state = string.Join('|', rows.Select(r => $"{r.Id}/{r.Revision}"));
        lock (_gate)
        {
            if (_current is not null && state == _state)
            {
                return;
            }

            _current = ProfileCatalog.Load(options, rows);
            _state = state;
        }
    }
}
