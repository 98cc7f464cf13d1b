using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tsms.Api.Admin;
using Tsms.Backend.Data;
using Tsms.Backend.Hosting;
using Tsms.Backend.Notifications;
using Tsms.Backend.Profiles;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Storage;

/// <summary>Profiles: listed, added, retired; whom it concerns.</summary>
public sealed class ProfileAdminTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    private OperatorConsole Console => backend.Services.GetRequiredService<OperatorConsole>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_BuiltIn_HasElevenRealProductsWithMeasuredFeatures()
    {
        var profiles = (await Console.Profiles.ListAsync(Token)).Where(p => !p.Test).ToList();
        Assert.True(profiles.Count >= 11, $"{profiles.Count}");
        var catalog = backend.Services.GetRequiredService<ProfileStore>().Current;
        Assert.All(profiles, p =>
        {
            var profile = catalog.Find(p.Id)!;
            Assert.Contains("cypher", profile.Model.JavaCardFeatures!.Keys);
            Assert.NotEmpty(profile.Matches);
        });
        Assert.Equal("G+D SmartCafe Expert 7.0 215K", catalog.Recognise("3BF99600008131FE4553434537200E00202028", null, null)[0].Model.Name);
        Assert.Equal("G+D SmartCafe Expert 7.0 215K", (await Console.Profiles.RecogniseAsync("3BF99600008131FE4553434537200E00202028", null, null, Token))[0].Name);
        Assert.Empty(await Console.Profiles.RecogniseAsync("3B021450", null, null, Token));
        Assert.Equal("Infineon SECORA ID X", catalog.Recognise(null, "9F7F2A40903411409000570100" + new string('0', 64), null)[0].Model.Name);
    }

    [Fact]
    public async Task Add_ANewProfile_IsServedAndKept()
    {
        var id = Guid.NewGuid();
        var added = await Console.Profiles.AddAsync(Json(id, "added"), "added.json", Token);
        Assert.Equal((id, "added", false, null), (added.Id, added.Name, added.Test, added.RetirementDate));
        var tenant = await backend.NewTenantAsync();
        Assert.Contains(await tenant.Client.ListSecureComponentProfilesAsync(), p => p.Id == id);
        var store = new ProfileStore(backend.Services.GetRequiredService<TsmsBackendOptions>(), backend.Services.GetRequiredService<IDbContextFactory<CatalogDb>>());
        await store.RefreshAsync(Token);
        Assert.NotNull(store.Current.Find(id));
    }

    [Fact]
    public async Task Add_ADuplicate_IsRefusedAndSaysOfWhich()
    {
        var id = Guid.NewGuid();
        await Console.Profiles.AddAsync(Json(id, "twin"), "twin.json", Token);
        var sameId = await Assert.ThrowsAsync<FormatException>(() => Console.Profiles.AddAsync(Json(id, "other"), "b.json", Token));
        Assert.Contains($"{id}", sameId.Message, StringComparison.Ordinal);
        var sameContent = await Assert.ThrowsAsync<FormatException>(() => Console.Profiles.AddAsync(Json(Guid.NewGuid(), "twin", reversed: true), "c.json", Token));
        Assert.Contains("differs by its id only", sameContent.Message, StringComparison.Ordinal);
        var builtIn = (await Console.Profiles.ListAsync(Token))[0];
        await Assert.ThrowsAsync<FormatException>(() => Console.Profiles.AddAsync(Json(builtIn.Id, "z"), "d.json", Token));
        await Assert.ThrowsAsync<FormatException>(() => Console.Profiles.AddAsync("{"u8.ToArray(), "e.json", Token));
        Assert.DoesNotContain(await Console.Profiles.ListAsync(Token), p => p.Name is "other" or "z");
    }

    [Fact]
    public async Task Retire_WithADate_RefusesNewLinksFromThenOnAndTellsWhomItConcerns()
    {
        var world = await World.CreateAsync(backend);
        var stranger = await backend.NewTenantAsync();
        var profile = (await Console.Profiles.AddAsync(Json(Guid.NewGuid(), $"retiring {Guid.NewGuid()}"), "a.json", Token)).Id;
        await LinkAsync(world, profile, world.PublishedFlavor);
        await AddInstanceAsync(world, profile);

        var impact = await Console.Profiles.GetImpactAsync(profile, Token);
        var date = backend.Time.GetUtcNow() + TimeSpan.FromDays(30);
        var told = await Console.Profiles.RetireAsync(profile, date, Token);

        var provider = Assert.Single(impact.Providers);
        Assert.Equal((world.Tenant.Credentials.Id, 1), (provider.ProviderId, provider.Instances));
        var flavor = Assert.Single(provider.Flavors);
        Assert.Equal((world.PublishedFlavor, "published", 1), (flavor.FlavorId, flavor.FlavorName, flavor.Instances));
        Assert.Equal([world.Tag], flavor.Versions);
        Assert.Equal(provider.ProviderId, Assert.Single(told.Providers).ProviderId);
        Assert.Empty(await Console.Webhooks.ListNoticesAsync(stranger.Credentials.Id, Token));
        Assert.Equal(Notices.ProfileRetiredKind, Assert.Single(await Console.Webhooks.ListNoticesAsync(world.Tenant.Credentials.Id, Token)).Kind);

        // Until the date new links are made; after it they are not, and the old one stays.
        var second = await World.CreateAsync(backend);
        await LinkAsync(second, profile, second.PublishedFlavor);
        backend.Time.Advance(TimeSpan.FromDays(31));
        var third = await World.CreateAsync(backend);
        await RestAssert.FaultAsync(1009, third.Tenant.JsonAsync("POST", LinksOf(third), $$"""{"{{profile}}":"{{third.PublishedFlavor}}"}"""));
        var moved = new ServiceVersion { Tag = second.Tag, AllowedDeployments = new Dictionary<Guid, IReadOnlyList<Guid>> { [second.OpenFlavor] = [profile] } };
        Assert.Equal(1009, (await Assert.ThrowsAsync<AdminApiException>(() => second.Tenant.Client.ModifyVersionAsync(second.Service, moved, Token))).Category);
        var fresh = await backend.NewTenantAsync();
        Assert.Contains(await fresh.Client.ListSecureComponentProfilesAsync(), p => p.Id == profile);
        Assert.Equal(date, (await Console.Profiles.ListAsync(Token)).Single(p => p.Id == profile).RetirementDate);
        await Assert.ThrowsAsync<ArgumentException>(() => Console.Profiles.RetireAsync(profile, date, Token));
    }

    [Fact]
    public async Task Retire_ABuiltInProfile_OutlivesARestart()
    {
        var id = (await Console.Profiles.ListAsync(Token)).Single(p => p.Name == "Feitian A40CR").Id;
        await Console.Profiles.RetireAsync(id, backend.Time.GetUtcNow(), Token);
        await using var beside = await OperatorConsole.OpenAsync(backend.Services.GetRequiredService<TsmsBackendOptions>(), Token);
        Assert.NotNull((await beside.Profiles.ListAsync(Token)).Single(p => p.Id == id).RetirementDate);
        var records = await beside.ReadAuditAsync(Guid.Empty, count: 1000, cancellationToken: Token);
        Assert.Contains(records, r => r.Operation == "retireProfile" && r.Changes.Contains($"{id}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UnknownProfile_IsAClearError()
    {
        Assert.Contains($"{World.Nobody}", (await Assert.ThrowsAsync<ArgumentException>(() => Console.Profiles.RetireAsync(World.Nobody, default, Token))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => Console.Profiles.GetImpactAsync(World.Nobody, Token));
    }

    [Fact]
    public async Task Refresh_AfterAChangeBesideTheProcess_TakesItOver()
    {
        await using var beside = await OperatorConsole.OpenAsync(backend.Services.GetRequiredService<TsmsBackendOptions>(), Token);
        var id = Guid.NewGuid();
        await beside.Profiles.AddAsync(Json(id, "beside"), "x.json", Token);
        var store = backend.Services.GetRequiredService<ProfileStore>();
        Assert.Null(store.Current.Find(id));
        await store.RefreshAsync(Token);
        Assert.NotNull(store.Current.Find(id));
    }

    internal static byte[] Json(Guid id, string name, bool reversed = false)
    {
        // The same in another order of members.
        var features = reversed ? """{"signature":["B","A"],"cypher":[]}""" : """{"cypher":[],"signature":["A","B"]}""";
        return Encoding.UTF8.GetBytes($$$"""
            {"profile":{"id":"{{{id}}}","name":"{{{name}}}","scType":1,"hardwarePlatform":"h","os":"o","osVersion":"1","javaCardVersion":"3.0.5",
            "javaCardFeatures":{{{features}}},"gpSpecVersions":{},"gpApiVersions":{"card":"1.7"},"csp":{},"certifications":{}},"matches":[{"atr":"3B00"}]}
            """);
    }

    private static string LinksOf(World world) => $"/services/{world.Service}/versions/{world.Tag}/secure-component-profiles";

    private static Task<string> LinkAsync(World world, Guid profile, Guid flavor) => RestAssert.SuccessAsync(
        world.Tenant.JsonAsync("POST", LinksOf(world), $$"""{"{{profile}}":"{{flavor}}"}"""));

    private async Task AddInstanceAsync(World world, Guid profile)
    {
        await using var db = await backend.Services.GetRequiredService<IDbContextFactory<EngineDb>>().CreateDbContextAsync(Token);
        db.Instances.Add(new EngineInstanceRow
        {
            Id = Guid.NewGuid(), CardId = "C", ServiceId = world.Service, ProviderId = world.Tenant.Credentials.Id, FlavorId = world.PublishedFlavor, ProfileId = profile,
        });
        await db.SaveChangesAsync(Token);
    }
}
