using Tsms.Api.Admin;

namespace Tsms.Backend.Tests.Rest;

/// <summary>The lists of what uses an entity.</summary>
public sealed class RelationTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    [Fact]
    public async Task Lists_OfWhatIsInUse_HaveExactlyTheUsers()
    {
        var w = await (await World.CreateAsync(backend)).AddFreeAsync();
        var c = w.Tenant.Client;
        Assert.Equal([w.Elf], (await c.ListScpRelatedElfsAsync(w.Profile)).Select(e => e.Id!.Value));
        Assert.Equal([w.Free!.ModestElf], (await c.ListScpRelatedElfsAsync(w.OtherProfile)).Select(e => e.Id!.Value));
        Assert.Equal([w.Service], (await c.ListScpRelatedServicesAsync(w.Profile)).Select(s => s.Id!.Value));
        Assert.Equal([w.PublishedFlavor], (await c.ListScpRelatedFlavorsAsync(w.Profile, w.Service)).Select(f => f.Id!.Value));
        Assert.Equal(["1.0.0", "1.0.1"], (await c.ListScpRelatedVersionsAsync(w.OtherProfile, w.Service)).Select(v => v.Tag));
        Assert.Equal(["1.0.0"], (await c.ListServiceRelatedVersionsAsync(w.Service, w.PublishedFlavor)).Select(v => v.Tag));
        Assert.Equal([w.Config], (await c.ListElfRelatedAppConfigsAsync(w.Elf, w.Module)).Select(a => a.Id!.Value));
        Assert.Equal([w.PublishedFlavor], (await c.ListElfRelatedFlavorsAsync(w.Elf, w.Service)).Select(f => f.Id!.Value));
        Assert.Equal([w.Service], (await c.ListElfRelatedServicesAsync(w.Elf)).Select(s => s.Id!.Value));
        Assert.Equal(["1.0.0"], (await c.ListElfRelatedVersionsAsync(w.Elf, w.Service)).Select(v => v.Tag));
        Assert.Equal([w.Profile], (await c.ListElfRelatedSecureComponentProfilesAsync(w.Elf, w.Service)).Select(p => p.Id!.Value));
        Assert.Equal([w.Module], (await c.ListAppConfigRelatedEmsAsync(w.Config)).Select(m => m.Id!.Value));
        Assert.Equal([w.PublishedFlavor], (await c.ListAppConfigRelatedFlavorsAsync(w.Config)).Select(f => f.Id!.Value));
        Assert.Equal([w.Service], (await c.ListAppConfigRelatedServicesAsync(w.Config)).Select(s => s.Id!.Value));
        Assert.Equal([w.Config], (await c.ListScriptRelatedAppConfigsAsync(w.Script)).Select(a => a.Id!.Value));
        Assert.Equal([w.PublishedFlavor], (await c.ListScriptRelatedFlavorsAsync(w.Script)).Select(f => f.Id!.Value));
        Assert.Equal([w.Service], (await c.ListScriptRelatedServicesAsync(w.Script)).Select(s => s.Id!.Value));
        Assert.Equal([w.Config], (await c.ListCertRelatedAppConfigsAsync(w.Certificate)).Select(a => a.Id!.Value));
        Assert.Equal([w.PublishedFlavor], (await c.ListCertRelatedFlavorsAsync(w.Certificate)).Select(f => f.Id!.Value));
        Assert.Equal([w.Service], (await c.ListCertRelatedServicesAsync(w.Certificate)).Select(s => s.Id!.Value));
        Assert.Equal(2, (await c.ListCertRelatedSposConfigsAsync(w.Certificate)).Count);
        Assert.Equal([w.Service], (await c.ListSposConfigRelatedServicesAsync(w.SposConfig)).Select(s => s.Id!.Value));
    }

    [Fact]
    public async Task Lists_OfWhatIsNotInUse_AreEmpty()
    {
        var w = await (await World.CreateAsync(backend)).AddFreeAsync();
        var c = w.Tenant.Client;
        var another = (await c.CreateServiceAsync(new Service { Name = "another" })).Id!.Value;
        Assert.Empty(await c.ListScpRelatedFlavorsAsync(w.Profile, another));
        Assert.Empty(await c.ListScpRelatedVersionsAsync(w.Profile, another));
        Assert.Empty(await c.ListElfRelatedServicesAsync(w.Free!.Elf));
        Assert.Empty(await c.ListElfRelatedFlavorsAsync(w.Elf, another));
        Assert.Empty(await c.ListElfRelatedVersionsAsync(w.Elf, another));
        Assert.Empty(await c.ListElfRelatedSecureComponentProfilesAsync(w.Elf, another));
        Assert.Empty(await c.ListAppConfigRelatedEmsAsync(w.Free.Config));
        Assert.Empty(await c.ListScriptRelatedServicesAsync(w.Free.Script));
        Assert.Empty(await c.ListCertRelatedServicesAsync(w.Free.Certificate));
        Assert.Empty(await c.ListSposConfigRelatedServicesAsync(w.Free.SposConfig));
    }

    [Fact]
    public async Task Lists_WithOneThingUsedTwice_HaveItOnce()
    {
        var w = await World.CreateAsync(backend);
        var c = w.Tenant.Client;
        await c.CreateVersionAsync(w.Service, new ServiceVersion { AllowedDeployments = new Dictionary<Guid, IReadOnlyList<Guid>> { [w.PublishedFlavor] = [w.Profile] } });
        Assert.Single(await c.ListElfRelatedSecureComponentProfilesAsync(w.Elf, w.Service));
        Assert.Single(await c.ListScpRelatedElfsAsync(w.Profile));
        Assert.Single(await c.ListScpRelatedServicesAsync(w.Profile));
        Assert.Single(await c.ListCertRelatedServicesAsync(w.Certificate));
    }

    [Fact]
    public async Task DeleteCert_UsedBySposConfigAlone_IsReferencedThere()
    {
        var tenant = await backend.NewTenantAsync();
        var certificate = (await tenant.Client.CreateCertAsync("c", SampleFiles.Certificate)).Id!.Value;
        var spos = (await tenant.Client.CreateSposConfigAsync(new SposConfig { Url = "https://spos.example", CertificateId = certificate })).Id!.Value;
        Assert.StartsWith(
            "Delete failed: Certificate is referenced in SposConfig.", await RestAssert.FaultAsync(1010, tenant.SendAsync("DELETE", $"/certificates/{certificate}")),
            StringComparison.Ordinal);
        await tenant.Client.DeleteSposConfigAsync(spos);
        await tenant.Client.DeleteCertAsync(certificate);
    }
}
