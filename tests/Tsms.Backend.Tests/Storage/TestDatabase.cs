using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Tests.Storage;

/// <summary>
/// Which database the tests run on: SQLite, or a PostgreSQL server when <c>TSMS_TEST_POSTGRES</c> has a connection string whose user may create databases. Each data directory
/// has a database of its own.
/// </summary>
internal static class TestDatabase
{
    private static readonly string? s_server = Environment.GetEnvironmentVariable("TSMS_TEST_POSTGRES") is { Length: > 0 } server ? server : null;

    public static bool IsPostgres => s_server is not null;

    /// <summary>The options with the database that belongs to their data directory.</summary>
    public static TsmsBackendOptions On(TsmsBackendOptions options) => s_server is null ? options : options with
    {
        Database = BackendDatabase.Postgres,
        ConnectionString = new NpgsqlConnectionStringBuilder(s_server) { Database = NameOf(options.DataDirectory), MaxPoolSize = 20 }.ToString(),
    };

    /// <summary>An open connection beside the backend, to look at what it wrote or to tamper with it.</summary>
    public static async Task<DbConnection> OpenAsync(string directory)
    {
        DbConnection connection = s_server is null
            ? new SqliteConnection($"Data Source={Path.Combine(directory, "tsms.db")};Pooling=False")
            : new NpgsqlConnection(On(new TsmsBackendOptions { DataDirectory = directory }).ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public static async Task<int> ExecuteAsync(this DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<object?> ScalarAsync(this DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>An id as the database writes it.</summary>
    public static string Text(Guid id) => IsPostgres ? id.ToString() : id.ToString().ToUpperInvariant();

    /// <summary>Every row of every table, in a fixed order.</summary>
    public static async Task<string> DumpAsync(string directory)
    {
        await using var connection = await OpenAsync(directory);
        var text = new System.Text.StringBuilder();
        foreach (var table in await RowsAsync(connection, s_server is null
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'" : "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        {
            text.Append("== ").AppendLine(table).AppendJoin('\n', await RowsAsync(connection, $"SELECT * FROM \"{table}\"")).AppendLine();
        }

        return text.ToString();
    }

    /// <summary>Forgets connections and, on PostgreSQL, the database.</summary>
    public static async Task DropAsync(string directory)
    {
        SqliteConnection.ClearAllPools();
        if (s_server is not null)
        {
            await using var connection = new NpgsqlConnection(s_server);
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"DROP DATABASE IF EXISTS \"{NameOf(directory)}\" WITH (FORCE)";
            await command.ExecuteNonQueryAsync();
        }
    }

    private static string NameOf(string directory) => Path.GetFileName(directory).ToLowerInvariant();

    private static async Task<List<string>> RowsAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : $"{reader.GetValue(i)}")));
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
