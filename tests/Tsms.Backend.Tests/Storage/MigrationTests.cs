using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Tsms.Backend.Data;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Tests.Storage;

/// <summary>Model and migrations agree, on both databases; migrating is safe to repeat, to break off and to start twice.</summary>
public sealed class MigrationTests : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tsms-migrate-").FullName;

    private TsmsBackendOptions Options => TestDatabase.On(new TsmsBackendOptions { DataDirectory = _directory });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await TestDatabase.DropAsync(_directory);
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void Model_ComparedWithTheLastMigration_LacksNothing(string database)
    {
        using var catalog = new CatalogDbDesign().CreateDbContext([database]);
        using var engine = new EngineDbDesign().CreateDbContext([database]);
        Assert.False(catalog.Database.HasPendingModelChanges(), "The model of CatalogDb changed: run eng/migrations.");
        Assert.False(engine.Database.HasPendingModelChanges(), "The model of EngineDb changed: run eng/migrations.");
        Assert.NotEmpty(catalog.Database.GetMigrations());
        Assert.Empty(catalog.Database.GetMigrations().Intersect(engine.Database.GetMigrations()));
    }

    [Fact]
    public async Task Migrations_OnAnEmptyDatabase_MakeTheTablesOfTheModel()
    {
        await using (await OperatorConsole.OpenAsync(Options, Token))
        {
        }

        var other = Directory.CreateTempSubdirectory("tsms-model-").FullName;
        try
        {
            foreach (var context in new DbContext[] { Context<CatalogDb>(other), Context<EngineDb>(other) })
            {
                await using (context)
                {
                    var creator = context.GetService<IRelationalDatabaseCreator>();
                    if (!await creator.ExistsAsync(Token))
                    {
                        await creator.CreateAsync(Token);
                    }

                    await creator.CreateTablesAsync(Token);
                }
            }

            Assert.Equal(await ColumnsAsync(other), await ColumnsAsync(_directory));
        }
        finally
        {
            await TestDatabase.DropAsync(other);
            Directory.Delete(other, recursive: true);
        }
    }

    [Fact]
    public async Task Open_Again_KeepsTheData()
    {
        Guid id;
        await using (var first = await OperatorConsole.OpenAsync(Options, Token))
        {
            id = (await first.Providers.CreateAsync("A", [], cancellationToken: Token)).Id;
        }

        await using var second = await OperatorConsole.OpenAsync(Options, Token);
        Assert.Equal(id, Assert.Single(await second.Providers.ListAsync(Token)).Id);
    }

    [Fact]
    public async Task Open_ManyAtOnce_MigrateOnce()
    {
        var consoles = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OperatorConsole.OpenAsync(Options, Token)));
        foreach (var console in consoles)
        {
            await console.DisposeAsync();
        }

        await using var connection = await TestDatabase.OpenAsync(_directory);
        Assert.Equal(2L, Convert.ToInt64(await connection.ScalarAsync("SELECT COUNT(*) FROM migrations_catalog"), null));
    }

    [Fact]
    public async Task Prepare_AnotherProcessMakesTheDatabaseFirst_GoesOn()
    {
        Assert.SkipUnless(TestDatabase.IsPostgres, "SQLite opens a file; there is nothing to create.");
        var first = new FirstToCreate();
        await using var services = new ServiceCollection().AddSingleton(Options).AddSingleton(TimeProvider.System).AddSingleton<IInterceptor>(first).AddTsmsDbContext<CatalogDb>()
            .BuildServiceProvider();

        await services.GetRequiredService<IPreparedContext>().PrepareAsync(Token);

        Assert.Equal(1, first.Times);
        await using var connection = await TestDatabase.OpenAsync(_directory);
        Assert.Equal(2L, Convert.ToInt64(await connection.ScalarAsync("SELECT COUNT(*) FROM migrations_catalog"), null));
    }

    [Fact]
    public async Task Open_DatabaseOfANewerVersion_IsRefused()
    {
        await using (await OperatorConsole.OpenAsync(Options, Token))
        {
        }

        await using (var connection = await TestDatabase.OpenAsync(_directory))
        {
            await connection.ExecuteAsync("""INSERT INTO migrations_engine ("MigrationId", "ProductVersion") VALUES ('29990101000000_Future', '99.0')""");
        }

        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => OperatorConsole.OpenAsync(Options, Token));
        Assert.Contains("29990101000000_Future", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_AfterAMigrationThatWasKilled_DoesNotHang()
    {
        // What EF Core leaves behind on SQLite when its process dies; PostgreSQL lets locks go with the connection.
        if (!TestDatabase.IsPostgres)
        {
            await using var connection = new SqliteConnection($"Data Source={Path.Combine(_directory, "tsms.db")};Pooling=False");
            await connection.OpenAsync(Token);
            await connection.ExecuteAsync("""CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL)""");
            await connection.ExecuteAsync("""INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01')""");
        }

        await using var console = await OperatorConsole.OpenAsync(Options, Token);
        Assert.Empty(await console.Providers.ListAsync(Token));
    }

    private static TContext Context<TContext>(string directory) where TContext : DbContext
    {
        var builder = new DbContextOptionsBuilder<TContext>();
        DatabaseSetup.Configure<TContext>(builder, TestDatabase.On(new TsmsBackendOptions { DataDirectory = directory }));
        return typeof(TContext) == typeof(CatalogDb)
            ? (TContext)(DbContext)new CatalogDb((DbContextOptions<CatalogDb>)(DbContextOptions)builder.Options, TimeProvider.System)
            : (TContext)(DbContext)new EngineDb((DbContextOptions<EngineDb>)(DbContextOptions)builder.Options);
    }

    // Tables, columns and indexes, without what only migrations have: their own table, triggers.
    private static async Task<IReadOnlyList<string>> ColumnsAsync(string directory)
    {
        await using var connection = await TestDatabase.OpenAsync(directory);
        await using var command = connection.CreateCommand();
        command.CommandText = TestDatabase.IsPostgres
            ? """
              SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(collation_name, '') FROM information_schema.columns
              WHERE table_schema = 'public' AND table_name NOT LIKE 'migrations%'
              UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'migrations%'
              UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'migrations%'
              """
            : "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type <> 'trigger' AND name NOT LIKE 'migrations%' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\'";
        await using var reader = await command.ExecuteReaderAsync(Token);
        var lines = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            lines.Add(reader.GetString(0));
        }

        lines.Sort(StringComparer.Ordinal);
        Assert.NotEmpty(lines);
        return lines;
    }

    /// <summary>The other process: between this one's look and its CREATE DATABASE, it makes the database.</summary>
    private sealed class FirstToCreate : DbCommandInterceptor
    {
        public int Times { get; private set; }

        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.StartsWith("CREATE DATABASE", StringComparison.Ordinal))
            {
                Times++;
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            return result;
        }
    }
}
