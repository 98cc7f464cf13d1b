using System.Data.Common;
using System.Text.Json;
using Tsms.Api.Admin;
using Tsms.Backend.Hosting;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Storage;

/// <summary>The audit trail of what came over the REST-API and of what the operator did.</summary>
public sealed class AuditTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    private OperatorConsole Console => (OperatorConsole)backend.Services.GetService(typeof(OperatorConsole))!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_AreWrittenWithWhoWhatWhenBeforeAndAfter()
    {
        var tenant = await backend.NewTenantAsync();
        var id = (await tenant.Client.CreateServiceAsync(new Service { Name = "Old" })).Id;
        await RestAssert.SuccessAsync(tenant.JsonAsync("PUT", $"/services/{id}", """{"name":"New"}"""));
        await RestAssert.SuccessAsync(tenant.SendAsync("DELETE", $"/services/{id}"));
        var records = await Console.ReadAuditAsync(tenant.Credentials.Id, cancellationToken: Token);
        Assert.Equal(["createProvider", "createService", "modifyService", "deleteService"], records.Select(r => r.Operation));
        Assert.Equal(["operator", tenant.Credentials.ClientId, tenant.Credentials.ClientId, tenant.Credentials.ClientId], records.Select(r => r.Actor));
        Assert.All(records, r => Assert.Equal(backend.Time.GetUtcNow(), r.Time));
        using var modify = JsonDocument.Parse(records[2].Changes);
        var change = Assert.Single(modify.RootElement.EnumerateArray());
        Assert.Equal(("Service", $"{id}", "modified"), (change.GetProperty("entity").GetString(), change.GetProperty("id").GetString(), change.GetProperty("change").GetString()));
        Assert.Equal("""{"name":"Old"}""", change.GetProperty("before").GetRawText());
        Assert.Equal("""{"name":"New"}""", change.GetProperty("after").GetRawText());
        using var delete = JsonDocument.Parse(records[3].Changes);
        Assert.Equal("New", delete.RootElement[0].GetProperty("before").GetProperty("name").GetString());
    }

    [Fact]
    public async Task DeleteService_TellsOfAllThatGoesWithIt()
    {
        var world = await World.CreateAsync(backend);
        await world.Tenant.Client.DeleteServiceAsync(world.Service);
        var last = (await Console.ReadAuditAsync(world.Tenant.Credentials.Id, cancellationToken: Token))[^1];
        Assert.Equal("deleteService", last.Operation);
        foreach (var gone in new[] { world.Service, world.OpenFlavor, world.PublishedFlavor })
        {
            Assert.Contains($"\"id\":\"{gone}\",\"change\":\"deleted\"", last.Changes, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task RefusedAndReadingRequests_WriteNothing()
    {
        var world = await World.CreateAsync(backend);
        var before = (await Console.ReadAuditAsync(world.Tenant.Credentials.Id, cancellationToken: Token)).Count;
        await RestAssert.FaultAsync(1007, world.Tenant.JsonAsync("POST", "/services", """{"nme":"x"}"""));
        await RestAssert.FaultAsync(1010, world.Tenant.SendAsync("DELETE", $"/executable-load-files/{world.Elf}"));
        await RestAssert.SuccessAsync(world.Tenant.SendAsync("GET", "/services"));
        Assert.Equal(before, (await Console.ReadAuditAsync(world.Tenant.Credentials.Id, cancellationToken: Token)).Count);
    }

    [Fact]
    public async Task Trail_HoldsNoSecrets()
    {
        var tenant = await backend.NewTenantAsync();
        const string Pin = "C1083132333435363738"; // a PIN as install parameter
        await tenant.Client.CreateAppConfigAsync(new ApplicationConfig
        {
            InstanceAid = "F054534D530909", InstallConfig = new InstallConfig { ApplicationSpecificInstallParameter = Pin },
        });
        await tenant.Client.CreateElfAsync("Vault.cap", SampleCaps.Vault);
        await using var connection = await TestDatabase.OpenAsync(backend.DataDirectory);
        var hash = Convert.ToHexString((byte[])(await connection.ScalarAsync($"""SELECT "SecretHash" FROM long_term_tokens WHERE "ClientId" = '{tenant.Credentials.ClientId}'"""))!);
        var trail = string.Concat((await Console.ReadAuditAsync(tenant.Credentials.Id, cancellationToken: Token)).Select(r => r.Changes));
        Assert.Contains("F054534D530909", trail, StringComparison.Ordinal);
        foreach (var secret in new[] { Pin, tenant.Credentials.ClientSecret, hash, Convert.ToHexString(SampleCaps.Vault)[..200] })
        {
            Assert.DoesNotContain(secret, trail, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Chains_AfterConcurrentChangesOfManyTenants_AreWhole()
    {
        var tenants = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => backend.NewTenantAsync()));
        await Task.WhenAll(tenants.SelectMany(t => Enumerable.Range(0, 8).Select(i => t.Client.CreateServiceAsync(new Service { Name = $"S{i}" }))));
        foreach (var tenant in tenants)
        {
            var report = Assert.Single(await Console.VerifyAuditAsync(tenant.Credentials.Id, Token));
            Assert.Null(report.Fault);
            Assert.Equal(9, report.Entries);
            Assert.Equal(report.Head, (await Console.ReadAuditAsync(tenant.Credentials.Id, after: 8, cancellationToken: Token)).Single().Hash);
        }

        Assert.All(await Console.VerifyAuditAsync(cancellationToken: Token), r => Assert.True(r.Ok, r.Fault));
    }

    [Theory]
    [InlineData("""UPDATE audit_entries SET "Actor" = 'nobody'""")]
    [InlineData("DELETE FROM audit_entries")]
    [InlineData("""INSERT OR REPLACE INTO audit_entries SELECT "ProviderId", "Sequence", "Time", 'nobody', "Operation", "Changes", "PreviousHash", "Hash" FROM audit_entries""", "sqlite")]
    [InlineData("TRUNCATE audit_entries", "postgres")]
    public async Task Database_AskedToChangeTheTrail_Refuses(string sql, string only = "")
    {
        await backend.NewTenantAsync();
        if (only == (TestDatabase.IsPostgres ? "sqlite" : "postgres"))
        {
            return;
        }

        await using var connection = await TestDatabase.OpenAsync(backend.DataDirectory);
        var e = await Assert.ThrowsAnyAsync<DbException>(() => connection.ExecuteAsync(sql));
        Assert.Contains("audit entries are", e.Message, StringComparison.Ordinal);
    }
}
