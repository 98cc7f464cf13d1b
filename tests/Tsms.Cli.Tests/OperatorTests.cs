using System.Text.Json;
using Microsoft.Data.Sqlite;
using Tsms.Backend.Hosting;

namespace Tsms.Cli.Tests;

/// <summary>The operator's commands, on SQLite.</summary>
public sealed class OperatorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsms-operator-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder.FullName, "tsm");

    [Theory]
    [InlineData("entry 2 was changed", """UPDATE audit_entries SET "Actor" = 'nobody' WHERE "Sequence" = 2""")]
    [InlineData("entry 2 was changed", """UPDATE audit_entries SET "Changes" = '[]' WHERE "Sequence" = 2""")]
    [InlineData("entry 2 is missing", """DELETE FROM audit_entries WHERE "Sequence" = 2""")]
    [InlineData("the head tells of 4 entries and 3 are there", """DELETE FROM audit_entries WHERE "Sequence" = 4""")]
    [InlineData("entry 2 does not follow", """UPDATE audit_entries SET "Sequence" = 99 WHERE "Sequence" = 2; UPDATE audit_entries SET "Sequence" = 2 WHERE "Sequence" = 3; UPDATE audit_entries SET "Sequence" = 3 WHERE "Sequence" = 99""")]
    public async Task AuditVerify_AfterTamperingBySql_TellsWhereWithExitCode1(string fault, string sql)
    {
        await FourEntriesAsync();
        var whole = await CliRun.DoneAsync("audit", "verify", "--data", Data);
        Assert.Contains("The chain is whole.", whole.Output, StringComparison.Ordinal);
        await TamperAsync(sql);

        var run = await CliRun.StartAsync("audit", "verify", "--data", Data, "--json");

        Assert.Equal(1, run.ExitCode);
        var report = Assert.Single(run.Json.EnumerateArray());
        Assert.False(report.GetProperty("ok").GetBoolean());
        Assert.StartsWith(fault, report.GetProperty("fault").GetString(), StringComparison.Ordinal);
        var words = await CliRun.StartAsync("audit", "verify", "Car Sharing", "--data", Data);
        Assert.Equal(1, words.ExitCode);
        Assert.Contains($"not whole: {fault}", words.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuditVerify_TrailCutOffWithItsHead_IsFoundByEarlierHeads()
    {
        await FourEntriesAsync();
        var heads = Path.Combine(_folder.FullName, "heads.json");
        await File.WriteAllTextAsync(heads, (await CliRun.DoneAsync("audit", "verify", "--data", Data, "--json")).Output, Cancel);
        await CliRun.DoneAsync("provider", "token", "issue", "Car Sharing", "--data", Data);
        await CliRun.DoneAsync("audit", "verify", "--since", heads, "--data", Data);
        await TamperAsync(
            """DELETE FROM audit_entries WHERE "Sequence" > 3; UPDATE audit_heads SET "Sequence" = 3, "Hash" = (SELECT "Hash" FROM audit_entries WHERE "Sequence" = 3)""");

        await CliRun.DoneAsync("audit", "verify", "--data", Data); // by itself the rest is whole
        var run = await CliRun.StartAsync("audit", "verify", "--since", heads, "--data", Data, "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("entry 4 was there and is missing", run.Json[0].GetProperty("fault").GetString(), StringComparison.Ordinal);
        await TamperAsync("DELETE FROM audit_entries; DELETE FROM audit_heads");
        var gone = await CliRun.StartAsync("audit", "verify", "--since", heads, "--data", Data);
        Assert.Equal(1, gone.ExitCode);
        var alone = await CliRun.StartAsync("audit", "verify", "--data", Data);
        Assert.Equal(1, alone.ExitCode);
        Assert.Contains("not whole: the whole chain is gone", alone.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuditVerify_WithoutTriggers_SaysThatNothingKeepsTheTrail()
    {
        await FourEntriesAsync();
        await TamperAsync("", restore: false);
        var run = await CliRun.StartAsync("audit", "verify", "--data", Data);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Not guarded: the database does not keep the trail append-only", run.Words, StringComparison.Ordinal);
        Assert.Contains("The chain is whole.", run.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuditShow_TellsWhoDidWhat_WithoutSecrets()
    {
        var secret = await FourEntriesAsync();

        var run = await CliRun.DoneAsync("audit", "show", "--data", Data);
        Assert.Contains("createProvider by operator", run.Output, StringComparison.Ordinal);
        Assert.Contains("maxRequestsPerMinute: none -> 1200", run.Output, StringComparison.Ordinal);
        var entries = (await CliRun.DoneAsync("audit", "show", "Car Sharing", "--after", "1", "--count", "2", "--data", Data, "--json")).Json;
        Assert.Equal([2, 3], entries.EnumerateArray().Select(e => e.GetProperty("sequence").GetInt32()));
        Assert.Equal("LongTermToken", entries[0].GetProperty("changes")[0].GetProperty("entity").GetString());
        Assert.DoesNotContain(secret, run.Output, StringComparison.Ordinal);
        Assert.Contains("no such entries", (await CliRun.DoneAsync("audit", "show", "operator", "--data", Data)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provider_TokenIsIssuedListedRevoked_AndTheProviderRemoved()
    {
        var created = (await CliRun.DoneAsync("provider", "create", "Car Sharing", "--rid", "F054534D53", "--data", Data, "--json")).Json;
        var id = created.GetProperty("id").GetString()!;
        var issued = (await CliRun.DoneAsync("provider", "token", "issue", id, "--data", Data, "--json")).Json;
        var client = issued.GetProperty("clientId").GetString()!;
        Assert.NotEqual(created.GetProperty("clientSecret").GetString(), issued.GetProperty("clientSecret").GetString());

        var asked = await CliRun.StartAsync("provider", "token", "revoke", client, "--data", Data);
        Assert.Equal(2, asked.ExitCode);
        Assert.Contains("Nothing was done", asked.Error, StringComparison.Ordinal);
        await CliRun.DoneAsync("provider", "token", "revoke", client, "--yes", "--data", Data);
        await CliRun.DoneAsync("provider", "token", "revoke", client, "--data", Data); // again: it is
        var tokens = (await CliRun.DoneAsync("provider", "token", "list", "Car Sharing", "--data", Data, "--json")).Json.EnumerateArray().ToList();
        Assert.Equal([false, true], tokens.Select(t => t.GetProperty("revocationDate").ValueKind == JsonValueKind.String));
        Assert.DoesNotContain(tokens, t => t.GetRawText().Contains(issued.GetProperty("clientSecret").GetString()!, StringComparison.Ordinal));

        var limits = (await CliRun.DoneAsync("provider", "limits", id, "--requests", "1200", "--storage", "20M", "--data", Data, "--json")).Json;
        Assert.Equal((1200, 20 << 20), (limits.GetProperty("maxRequestsPerMinute").GetInt32(), limits.GetProperty("maxStorageBytes").GetInt32()));
        var rids = (await CliRun.DoneAsync("provider", "rids", id, "--rid", "F054534D54", "--data", Data, "--json")).Json;
        Assert.Equal(["F054534D53", "F054534D54"], rids.GetProperty("rids").EnumerateArray().Select(r => r.GetString()));
        var shown = (await CliRun.DoneAsync("provider", "show", id, "--data", Data)).Output;
        Assert.Contains("at most 1,200 a minute", shown, StringComparison.Ordinal);
        Assert.Contains("1, and 1 revoked", shown, StringComparison.Ordinal);

        Assert.Equal(2, (await CliRun.StartAsync("provider", "remove", id, "--data", Data)).ExitCode);
        await CliRun.DoneAsync("provider", "remove", id, "--yes", "--data", Data);
        Assert.Empty((await CliRun.DoneAsync("provider", "list", "--data", Data, "--json")).Json.EnumerateArray());
        await CliRun.DoneAsync("audit", "verify", id, "--data", Data); // its trail stays
    }

    [Fact]
    public async Task Profiles_AddedAndRetired_TellWhomItConcerns()
    {
        var listed = (await CliRun.DoneAsync("profiles", "list", "--data", Data, "--json")).Json.EnumerateArray().ToList();
        Assert.True(listed.Count(p => !p.GetProperty("test").GetBoolean()) >= 8);
        var words = await CliRun.DoneAsync("profiles", "list", "--data", Data);
        Assert.All(words.Output.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        var name = listed[0].GetProperty("name").GetString()!;

        var impact = (await CliRun.DoneAsync("profiles", "impact", name, "--data", Data, "--json")).Json;
        Assert.Empty(impact.GetProperty("providers").EnumerateArray());
        Assert.Equal(2, (await CliRun.StartAsync("profiles", "retire", name, "--date", "2099-06-30", "--data", Data)).ExitCode);
        var retired = (await CliRun.DoneAsync("profiles", "retire", name, "--date", "2099-06-30", "--yes", "--data", Data, "--json")).Json;
        Assert.Equal("2099-06-30T00:00:00+00:00", retired.GetProperty("profile").GetProperty("retirementDate").GetString());
        Assert.Contains("retired 2099-06-30", (await CliRun.DoneAsync("profiles", "list", "--data", Data)).Output, StringComparison.Ordinal);

        var file = Path.Combine(_folder.FullName, "mine.json");
        await File.WriteAllTextAsync(file, "{ \"profile\": {} }", Cancel);
        var bad = await CliRun.StartAsync("profiles", "add", file, "--data", Data);
        Assert.Equal(1, bad.ExitCode);
        Assert.Contains("mine.json is no secure component profile", bad.Error, StringComparison.Ordinal);
        var trail = (await CliRun.DoneAsync("audit", "show", "operator", "--data", Data, "--json")).Json;
        Assert.Equal("retireProfile", Assert.Single(trail.EnumerateArray()).GetProperty("operation").GetString());
    }

    [Fact]
    public async Task Webhooks_AddedListedRemoved()
    {
        await CliRun.DoneAsync("provider", "create", "Car Sharing", "--data", Data);

        await CliRun.DoneAsync("webhooks", "add", "Car Sharing", "https://sp.example/notices", "--data", Data);
        var hook = Assert.Single((await CliRun.DoneAsync("webhooks", "list", "--data", Data, "--json")).Json.EnumerateArray());
        Assert.Equal(("Car Sharing", "https://sp.example/notices"), (hook.GetProperty("provider").GetString(), hook.GetProperty("url").GetString()));
        Assert.Contains("There are no notices", (await CliRun.DoneAsync("webhooks", "outbox", "--data", Data)).Output, StringComparison.Ordinal);
        await CliRun.DoneAsync("webhooks", "remove", "Car Sharing", "--data", Data);
        var again = await CliRun.StartAsync("webhooks", "remove", "Car Sharing", "--data", Data);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("has no webhook", again.Error, StringComparison.Ordinal);
        var plain = await CliRun.StartAsync("webhooks", "add", "Car Sharing", "http://sp.example/", "--data", Data);
        Assert.Equal(1, plain.ExitCode);
        Assert.Contains("give an https address", plain.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "There is no service provider 'nobody'", "provider", "show", "nobody")]
    [InlineData(1, "There is no service provider '00000000-0000-0000-0000-000000000001'", "provider", "remove", "00000000-0000-0000-0000-000000000001", "--yes")]
    [InlineData(1, "There is no long-term token 'sp-x'", "provider", "token", "revoke", "sp-x", "--yes")]
    [InlineData(1, "There is no secure component profile 'x'", "profiles", "impact", "x")]
    [InlineData(1, "and no trail of one", "audit", "verify", "00000000-0000-0000-0000-000000000001")]
    [InlineData(1, "at least 1 request", "provider", "limits", "Car Sharing", "--requests", "0")]
    [InlineData(2, "Name a limit", "provider", "limits", "Car Sharing")]
    [InlineData(2, "is no number of bytes", "provider", "limits", "Car Sharing", "--storage", "much")]
    [InlineData(2, "There is no file", "profiles", "add", "nowhere.json")]
    [InlineData(2, "is no date", "profiles", "retire", "virtual-ese", "--date", "tomorrow")]
    [InlineData(2, "--after goes with", "audit", "show", "--after", "1")]
    [InlineData(2, "There is no file", "audit", "verify", "--since", "nowhere.json")]
    [InlineData(2, "There is no file", "provider", "token", "issue", "Car Sharing", "--certificate", "nowhere.pem")]
    public async Task Failures_AreToldAndNothingIsDone(int exitCode, string expected, params string[] arguments)
    {
        await FourEntriesAsync();

        var run = await CliRun.StartAsync([.. arguments, "--data", Data]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter '", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit", "verify")]
    [InlineData("provider", "list")]
    public async Task DataFolderThatIsNone_IsToldAndNotMade(params string[] arguments)
    {
        var run = await CliRun.StartAsync([.. arguments, "--data", Data]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("There is no TSM's data", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task DatabaseThatIsNone_IsToldWithExitCode1()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "tsms.db"), string.Concat(Enumerable.Repeat("no database ", 500)), Cancel);

        var run = await CliRun.StartAsync("provider", "list", "--data", Data);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("The database cannot be used", run.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    /// <summary>A provider whose chain has four entries; the secret of its first token.</summary>
    private async Task<string> FourEntriesAsync()
    {
        await using var console = await OperatorConsole.OpenAsync(new TsmsBackendOptions { DataDirectory = Data }, Cancel);
        var created = await console.Providers.CreateAsync("Car Sharing", ["F054534D53"], allowReservedRids: false, Cancel);
        var token = await console.Providers.IssueTokenAsync(created.Id, cancellationToken: Cancel);
        await console.Providers.SetLimitsAsync(created.Id, 1200, null, Cancel);
        await console.Providers.RevokeTokenAsync(token.ClientId, Cancel);
        return created.ClientSecret;
    }

    // A careful hand puts the triggers back.
    private async Task TamperAsync(string sql, bool restore = true)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "tsms.db")};Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entries')";
        var triggers = (string)(await command.ExecuteScalarAsync(Cancel))!;
        command.CommandText = $"{string.Concat(new[] { "update", "delete", "replace" }.Select(t => $"DROP TRIGGER audit_entries_no_{t};"))}{sql};{(restore ? triggers : "")}";
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
