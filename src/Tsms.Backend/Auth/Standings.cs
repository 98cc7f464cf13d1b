using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Data;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Auth;

/// <summary>What is read of a caller with every request: its own limit, and the end of its audit chain (null: nothing of it was ever changed).</summary>
internal sealed record Standing(int? MaxRequestsPerMinute, byte[]? ChainEnd);

/// <summary>
/// Reads how callers stand, from the database each time: whichever process revoked a token or changed something, the next request knows. Most reads need nothing else of the
/// database, and a context's machinery would take more time than all the rest: EF Core writes the query's text, from the model and once, and a bare connection of the pool runs it.
/// </summary>
internal sealed class Standings
{
    private readonly Func<DbConnection> _connect;
    private readonly Lazy<Statement> _statement;
    private readonly SharedLookups<(string ClientId, Guid ProviderId), Standing?> _lookups;

    public Standings(TsmsBackendOptions options, IDbContextFactory<CatalogDb> databases)
    {
        _connect = DatabaseSetup.Connections(options);
        _statement = new(() => Statement.Of(databases));
        _lookups = new(caller => ReadAsync(caller.ClientId, caller.ProviderId));
    }

    /// <summary>How a caller stands now; null when its long-term token is revoked, or it or the provider is gone.</summary>
    public Task<Standing?> FindAsync(string clientId, Guid providerId, CancellationToken cancellationToken) => _lookups.AskAsync((clientId, providerId), cancellationToken);

    private async Task<Standing?> ReadAsync(string clientId, Guid providerId)
    {
        var statement = _statement.Value;
        await using var connection = _connect();
        await connection.OpenAsync().ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        command.CommandText = statement.Text;
        Add(command, statement.ClientId, clientId);
        Add(command, statement.ProviderId, providerId);
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        if (!await reader.ReadAsync().ConfigureAwait(false))
        {
            return null;
        }

        int? limit = await reader.IsDBNullAsync(0).ConfigureAwait(false) ? null : reader.GetInt32(0);
        return new Standing(limit, await reader.IsDBNullAsync(1).ConfigureAwait(false) ? null : await reader.GetFieldValueAsync<byte[]>(1).ConfigureAwait(false));
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    /// <summary>The query as this database takes it, and what its parameters are called there.</summary>
    private sealed record Statement(string Text, string ClientId, string ProviderId)
    {
        public static Statement Of(IDbContextFactory<CatalogDb> databases)
        {
            using var db = databases.CreateDbContext();
            var (clientId, providerId) = ("", Guid.Empty);
            var query =
                from token in db.LongTermTokens
                where token.ClientId == clientId && token.ProviderId == providerId && token.RevocationDate == null
                join provider in db.Providers on token.ProviderId equals provider.Id
                join head in db.AuditHeads on provider.Id equals head.ProviderId into heads
                from head in heads.DefaultIfEmpty()
                select new { provider.MaxRequestsPerMinute, head.Hash };
            using var command = query.CreateDbCommand();
            var names = command.Parameters.Cast<DbParameter>().Select(p => p.ParameterName).ToList();
            return new Statement(command.CommandText, names.Single(n => n.Contains(nameof(clientId))), names.Single(n => n.Contains(nameof(providerId))));
        }
    }
}
