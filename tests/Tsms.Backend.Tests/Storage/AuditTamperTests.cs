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
        await TamperAsync(sql);
        await using var console = await OperatorConsole.OpenAsync(TestDatabase.On(new TsmsBackendOptions { DataDirectory = _directory }), Token);
        var report = Assert.Single(await console.VerifyAuditAsync(provider, Token));
        Assert.StartsWith(fault, report.Fault, StringComparison.Ordinal);
        Assert.False(report.Ok);
    }

    // Nothing of the chain is left, but what it told of is.
    [Fact]
    public async Task Verify_AWholeChainAndItsHeadAreGone_SaysWhose()
    {
        var provider = await FiveEntriesAsync();
        await TamperAsync("DELETE FROM audit_entries; DELETE FROM audit_heads");
        await using var console = await ConsoleAsync();
        foreach (var report in new[] { Assert.Single(await console.VerifyAuditAsync(cancellationToken: Token)), Assert.Single(await console.VerifyAuditAsync(provider, Token)) })
        {
            Assert.Equal((provider, 0L, false), (report.ProviderId, report.Entries, report.Ok));
            Assert.Equal($"the whole chain is gone, its head too, though Provider {provider} is there", report.Fault);
        }
    }

    [Fact]
    public async Task Verify_AChainThatBeganAnew_SaysSo()
    {
        var provider = await FiveEntriesAsync();
        await TamperAsync("DELETE FROM audit_entries; DELETE FROM audit_heads");
        await using var console = await ConsoleAsync();
        await console.Providers.AssignRidsAsync(provider, ["F000000009"], cancellationToken: Token);
        var report = Assert.Single(await console.VerifyAuditAsync(cancellationToken: Token));
        Assert.Equal(1, report.Entries);
        Assert.Equal($"the chain began anew: no entry tells that Provider {provider} was added", report.Fault);
    }

    [Fact]
    public async Task Verify_TheOperatorsChainIsGone_SaysSo()
    {
        var provider = await FiveEntriesAsync();
        await using var console = await ConsoleAsync();
        var profile = (await console.Profiles.ListAsync(Token))[0].Id;
        await console.Profiles.RetireAsync(profile, DateTimeOffset.UnixEpoch, Token);
        Assert.Equal([Guid.Empty, provider], (await console.VerifyAuditAsync(cancellationToken: Token)).Select(r => r.Ok ? r.ProviderId : World.Nobody));
        await TamperAsync($"""DELETE FROM audit_entries WHERE "ProviderId" <> '{TestDatabase.Text(provider)}'; DELETE FROM audit_heads WHERE "ProviderId" <> '{TestDatabase.Text(provider)}'""");
        var report = (await console.VerifyAuditAsync(cancellationToken: Token))[0];
        Assert.Equal((Guid.Empty, $"the whole chain is gone, its head too, though Profile {profile} is there"), (report.ProviderId, report.Fault));
        Assert.False(Assert.Single(await console.VerifyAuditAsync(Guid.Empty, Token)).Ok);
        Assert.StartsWith("the database does not keep the trail append-only", (await console.VerifyAuditAsync(provider, Token))[0].Unguarded, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Unguarded => TestDatabase.IsPostgres
        ? new()
        {
            { "ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_no_change", "audit_entries_no_change" },
            { "ALTER TABLE audit_entries DISABLE TRIGGER ALL", "audit_entries_no_change and audit_entries_no_truncate" },
            { "DROP TRIGGER audit_entries_no_truncate ON audit_entries", "audit_entries_no_truncate" },
            { "ALTER TABLE audit_entries ENABLE REPLICA TRIGGER audit_entries_no_change", "audit_entries_no_change" },
            {
                "CREATE OR REPLACE FUNCTION audit_entries_are_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
                "audit_entries_no_change and audit_entries_no_truncate"
            },
        }
        : new()
        {
            { "DROP TRIGGER audit_entries_no_update", "audit_entries_no_update" },
            { "DROP TRIGGER audit_entries_no_replace; DROP TRIGGER audit_entries_no_delete", "audit_entries_no_delete and audit_entries_no_replace" },
            {
                "DROP TRIGGER audit_entries_no_delete; CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries WHEN 0 BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END",
                "audit_entries_no_delete"
            },
        };

    [Theory]
    [MemberData(nameof(Unguarded))]
    public async Task Verify_WithATriggerGoneOrOff_NamesIt(string sql, string names)
    {
        await FiveEntriesAsync();
        await using (var connection = await TestDatabase.OpenAsync(_directory))
        {
            await connection.ExecuteAsync(sql);
        }

        await using var console = await ConsoleAsync();
        var report = Assert.Single(await console.VerifyAuditAsync(cancellationToken: Token));
        Assert.StartsWith($"the database does not keep the trail append-only: missing, off or changed on audit_entries: {names};", report.Unguarded, StringComparison.Ordinal);
        Assert.Equal((5, null, false), (report.Entries, report.Fault, report.Ok));
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

    private Task<OperatorConsole> ConsoleAsync() => OperatorConsole.OpenAsync(TestDatabase.On(new TsmsBackendOptions { DataDirectory = _directory }), Token);

    private async Task TamperAsync(string sql)
    {
        await using var connection = await TestDatabase.OpenAsync(_directory);
        foreach (var trigger in new[] { "update", "delete", "replace" })
        {
            await connection.ExecuteAsync(TestDatabase.IsPostgres ? "ALTER TABLE audit_entries DISABLE TRIGGER ALL" : $"DROP TRIGGER audit_entries_no_{trigger}");
        }

        Assert.True(await connection.ExecuteAsync(sql) > 0);
    }

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
