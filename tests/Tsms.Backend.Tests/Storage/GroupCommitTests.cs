using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tsms.Backend.Audit;
using Tsms.Backend.Data;
using Tsms.Backend.Errors;
using Tsms.Backend.Hosting;
using Tsms.Backend.Services;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Storage;

/// <summary>Changes that come at once share a commit, and nothing else: what one fails at does not touch the others, and nobody is told of what is not there.</summary>
public sealed class GroupCommitTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    private static readonly CancellationToken s_ct = TestContext.Current.CancellationToken;

    private CatalogChanges Changes => backend.Services.GetRequiredService<CatalogChanges>();

    [Fact]
    public async Task Changes_ThatComeWhileOneIsUnderWay_ShareOneCommit()
    {
        var tenant = await backend.NewTenantAsync();
        var before = backend.Faults.Commits;
        var (first, release) = Begin(tenant);
        var others = Enumerable.Range(0, 5).Select(i => AddAsync(tenant, $"other {i}")).ToList();
        release.SetResult();

        await Task.WhenAll([first, .. others]);

        Assert.Equal(before + 2, backend.Faults.Commits);
        Assert.Equal(["first", .. Enumerable.Range(0, 5).Select(i => $"other {i}")], await NamesAsync(tenant));
        await AssertChainAsync(tenant, entries: 7);
    }

    [Fact]
    public async Task Changes_OneOfThemFails_OnlyThatOneIsUndone()
    {
        var tenant = await backend.NewTenantAsync();
        var (first, release) = Begin(tenant);
        var good = AddAsync(tenant, "good");
        var refused = RunAsync(tenant, async db =>
        {
            Add(db, tenant, "refused");
            await db.SaveChangesAsync(s_ct);
            throw Faults.NotExisting("Service", "it");
        });
        var torn = RunAsync(tenant, async db => await db.Database.ExecuteSqlRawAsync("""INSERT INTO services ("Id") VALUES (NULL)""", s_ct));
        var last = AddAsync(tenant, "last");
        release.SetResult();

        await Task.WhenAll(first, good, last);
        await Assert.ThrowsAsync<RestFault>(() => refused);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => torn);
        Assert.Equal(["first", "good", "last"], await NamesAsync(tenant));
        await AssertChainAsync(tenant, entries: 4);
    }

    [Fact]
    public async Task Changes_CommitFails_AllAreToldAndNothingIsThere()
    {
        var tenant = await backend.NewTenantAsync();
        var (first, release) = Begin(tenant);
        var good = AddAsync(tenant, "good");
        var refused = RunAsync(tenant, _ => throw Faults.NotExisting("Service", "it"));
        var idle = RunAsync(tenant, _ =>
        {
            // Nothing is left to be written but the commit.
            backend.Faults.Arm(1);
            return Task.CompletedTask;
        });
        release.SetResult();

        await first;
        await Assert.ThrowsAsync<IOException>(() => good);
        await Assert.ThrowsAsync<IOException>(() => refused);
        await Assert.ThrowsAsync<IOException>(() => idle);
        backend.Faults.Arm(0);
        Assert.Equal(["first"], await NamesAsync(tenant));
        await AssertChainAsync(tenant, entries: 2);

        await AddAsync(tenant, "again");
        Assert.Equal(["first", "again"], await NamesAsync(tenant));
    }

    [Fact]
    public async Task Transaction_EndsUnderAChange_AllAreToldWhatEndedIt()
    {
        var tenant = await backend.NewTenantAsync();
        var (first, release) = Begin(tenant);
        var good = AddAsync(tenant, "good");
        var breaking = RunAsync(tenant, async db =>
        {
            // As when the database goes away: there is nothing left to roll back.
            await db.Database.CurrentTransaction!.RollbackAsync(s_ct);
            throw new IOException("The power went off, says the test.");
        });
        release.SetResult();

        await first;
        await Assert.ThrowsAsync<IOException>(() => breaking);
        await Assert.ThrowsAsync<IOException>(() => good);
        Assert.Equal(["first"], await NamesAsync(tenant));
    }

    [Fact]
    public async Task Changes_OneGivesUpBeforeItsTurn_ItIsNotDone()
    {
        var tenant = await backend.NewTenantAsync();
        using var abort = new CancellationTokenSource();
        var (first, release) = Begin(tenant);
        var gone = RunAsync(tenant, db => Task.FromResult(Add(db, tenant, "gone")), abort.Token);
        var good = AddAsync(tenant, "good");
        await abort.CancelAsync();
        release.SetResult();

        await Task.WhenAll(first, good);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.Equal(["first", "good"], await NamesAsync(tenant));
    }

    [Fact]
    public async Task Changes_MoreThanOneTransactionTakes_AllAreDoneInTheirOrder()
    {
        var tenant = await backend.NewTenantAsync();
        var (first, release) = Begin(tenant);
        var names = Enumerable.Range(0, 40).Select(i => $"{i}").ToList();
        var others = names.Select(n => AddAsync(tenant, n)).ToList();
        release.SetResult();

        await Task.WhenAll([first, .. others]);
        Assert.Equal(["first", .. names], await NamesAsync(tenant));
        await AssertChainAsync(tenant, entries: 42);
    }

    /// <summary>A change that is under way until it is released.</summary>
    private (Task Change, TaskCompletionSource Release) Begin(Tenant tenant)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (RunAsync(tenant, async db =>
        {
            await release.Task;
            Add(db, tenant, "first");
        }), release);
    }

    private Task<bool> AddAsync(Tenant tenant, string name) => RunAsync(tenant, db => Task.FromResult(Add(db, tenant, name)));

    private Task<bool> RunAsync(Tenant tenant, Func<CatalogDb, Task> change, CancellationToken? cancellationToken = null) => Changes.RunAsync(
        new AuditSubject(tenant.Credentials.Id, tenant.Credentials.ClientId, "test"),
        async db =>
        {
            await change(db);
            return true;
        },
        cancellationToken ?? s_ct);

    private static ServiceRow Add(CatalogDb db, Tenant tenant, string name)
    {
        var id = Guid.CreateVersion7();
        return db.Add(new ServiceRow { Id = id, ProviderId = tenant.Credentials.Id, Name = name, SdAid = Convert.ToHexString(id.ToByteArray()) }).Entity;
    }

    // In the order of the trail, which is that of the changes.
    private async Task<List<string>> NamesAsync(Tenant tenant)
    {
        await using var db = await backend.Services.GetRequiredService<IDbContextFactory<CatalogDb>>().CreateDbContextAsync(s_ct);
        var names = await db.Services.Where(s => s.ProviderId == tenant.Credentials.Id).ToDictionaryAsync(s => s.Id.ToString(), s => s.Name, s_ct);
        var trail = await backend.Services.GetRequiredService<OperatorConsole>().ReadAuditAsync(tenant.Credentials.Id, cancellationToken: s_ct);
        var ids = trail.Where(r => r.Operation == "test").Select(r => System.Text.Json.JsonDocument.Parse(r.Changes).RootElement[0].GetProperty("id").GetString()!);
        var inOrder = ids.Select(id => names[id]).ToList();
        Assert.Equal(names.Count, inOrder.Count);
        return inOrder;
    }

    private async Task AssertChainAsync(Tenant tenant, long entries)
    {
        var report = Assert.Single(await backend.Services.GetRequiredService<OperatorConsole>().VerifyAuditAsync(tenant.Credentials.Id, s_ct));
        Assert.Null(report.Fault);
        Assert.Equal(entries, report.Entries);
    }
}
