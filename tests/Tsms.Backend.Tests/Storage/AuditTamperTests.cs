using System.Globalization;
using Tsms.Backend.Audit;
using Tsms.Backend.Hosting;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Storage;

/// <summary>Who owns the database can switch triggers off; verification finds what he did then.</summary>
public sealed class AuditTamperTests : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tsms-tamper-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await TestDatabase.DropAsync(_directory);
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("""UPDATE audit_entries SET "Actor" = 'nobody' WHERE "Sequence" = 3""", "entry 3 was changed")]
    [InlineData("""UPDATE audit_entries SET "Changes" = '[]' WHERE "Sequence" = 1""", "entry 1 was changed")]
    [InlineData("""UPDATE audit_entries SET "Time" = "Time" + 1 WHERE "Sequence" = 5""", "entry 5 was changed")]
    [InlineData("""DELETE FROM audit_entries WHERE "Sequence" = 2""", "entry 2 is missing")]
    [InlineData("""DELETE FROM audit_entries WHERE "Sequence" = 1""", "entry 1 is missing")]
    [InlineData("""DELETE FROM audit_entries WHERE "Sequence" = 5""", "the head tells of 5 entries and 4 are there")]
    [InlineData("DELETE FROM audit_entries", "the head tells of 5 entries and 0 are there")]
    [InlineData("DELETE FROM audit_heads", "the chain has no head")]
    [InlineData("""UPDATE audit_entries SET "PreviousHash" = "Hash" WHERE "Sequence" = 4""", "entry 4 does not follow")]
    [InlineData("""UPDATE audit_heads SET "Hash" = (SELECT "Hash" FROM audit_entries WHERE "Sequence" = 4)""", "the head does not fit")]
    public async Task Verify_AfterTampering_SaysWhere(string sql, string fault)
    {
        var provider = await FiveEntriesAsync();
        await using (var connection = await TestDatabase.OpenAsync(_directory))
        {
            foreach (var trigger in new[] { "update", "delete", "replace" })
            {
                await connection.ExecuteAsync(TestDatabase.IsPostgres ? "ALTER TABLE audit_entries DISABLE TRIGGER ALL" : $"DROP TRIGGER audit_entries_no_{trigger}");
            }

            Assert.True(await connection.ExecuteAsync(sql) > 0);
        }

        await using var console = await OperatorConsole.OpenAsync(TestDatabase.On(new TsmsBackendOptions { DataDirectory = _directory }), Token);
        var report = Assert.Single(await console.VerifyAuditAsync(provider, Token));
        Assert.StartsWith(fault, report.Fault, StringComparison.Ordinal);
        Assert.False(report.Ok);
    }

    [Fact]
    public async Task Verify_OfAWholeTrail_FindsNothing()
    {
        var provider = await FiveEntriesAsync();
        await using var console = await OperatorConsole.OpenAsync(TestDatabase.On(new TsmsBackendOptions { DataDirectory = _directory }), Token);
        var report = Assert.Single(await console.VerifyAuditAsync(cancellationToken: Token));
        Assert.Equal((provider, 5L, true), (report.ProviderId, report.Entries, report.Ok));
        Assert.Equal(new AuditChain(provider, 5), Assert.Single(await console.ListAuditChainsAsync(Token)));
        Assert.Empty(await console.VerifyAuditAsync(World.Nobody, Token));
    }

    [Fact]
    public void Hash_OfAnyOtherEntry_IsAnother() => CsCheck.Check.Sample(
        CsCheck.Gen.Select(CsCheck.Gen.String, CsCheck.Gen.String, CsCheck.Gen.String, CsCheck.Gen.Long[0, long.MaxValue]),
        t =>
        {
            var (actor, operation, changes, sequence) = t;
            var entry = Entry(actor, operation, changes, sequence);
            // Nothing moves from one text into the next unseen.
            var moved = Entry(actor + operation, "", changes, sequence);
            return operation.Length == 0 || !AuditHash.Of(entry).AsSpan().SequenceEqual(AuditHash.Of(moved));
        });

    private static AuditEntryRow Entry(string actor, string operation, string changes, long sequence) => new()
    {
        Actor = actor, Operation = operation, Changes = changes, Sequence = sequence, PreviousHash = AuditHash.First, Time = DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture),
    };

    private async Task<Guid> FiveEntriesAsync()
    {
        await using var console = await OperatorConsole.OpenAsync(TestDatabase.On(new TsmsBackendOptions { DataDirectory = _directory }), Token);
        var provider = (await console.Providers.CreateAsync("A", [], cancellationToken: Token)).Id;
        foreach (var rid in new[] { "F000000001", "F000000002", "F000000003", "F000000004" })
        {
            await console.Providers.AssignRidsAsync(provider, [rid], cancellationToken: Token);
        }

        return provider;
    }
}
