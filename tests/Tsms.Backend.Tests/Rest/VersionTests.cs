using Tsms.Api.Admin;

namespace Tsms.Backend.Tests.Rest;

/// <summary>Tags and deployments of Versions.</summary>
public sealed class VersionTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    private static readonly ServiceVersion Empty = new() { AllowedDeployments = new Dictionary<Guid, IReadOnlyList<Guid>>() };

    [Fact]
    public async Task CreateVersion_Again_RaisesWhatIsAskedFor()
    {
        var tenant = await backend.NewTenantAsync();
        var service = (await tenant.Client.CreateServiceAsync(new Service { Name = "A" })).Id!.Value;
        var tags = new List<string?>();
        foreach (var next in new[] { null, null, "minor", "revision", "major", null })
        {
            tags.Add((await tenant.Client.CreateVersionAsync(service, Empty with { Tag = "7.7.7" }, next)).Tag);
        }

        Assert.Equal(["1.0.0", "1.0.1", "1.1.0", "1.1.1", "2.0.0", "2.0.1"], tags);
        await tenant.Client.DeleteVersionAsync(service, "2.0.1");
        Assert.Equal("2.0.2", (await tenant.Client.CreateVersionAsync(service, Empty)).Tag);
        Assert.Equal("2.0.2", (await tenant.Client.ListVersionsAsync(service))[^1].Tag);
        await RestAssert.FaultAsync(1008, tenant.JsonAsync("POST", $"/services/{service}/versions?next=patch", """{"allowedDeployments":{}}"""));
    }

    [Fact]
    public async Task CreateVersion_ProfileTwice_IsWrongFormat()
    {
        var world = await World.CreateAsync(backend);
        await RestAssert.FaultAsync(1008, world.Tenant.JsonAsync(
            "POST", $"/services/{world.Service}/versions",
            $$$"""{"allowedDeployments":{"{{{world.PublishedFlavor}}}":["{{{world.Profile}}}"],"{{{world.OpenFlavor}}}":["{{{world.Profile}}}"]}}"""));
    }

    [Fact]
    public async Task CreateVersion_FlavorTwiceInTwoSpellings_IsWrongFormat()
    {
        var world = await World.CreateAsync(backend);
        var upper = $"{world.PublishedFlavor}".ToUpperInvariant();
        await RestAssert.FaultAsync(1008, world.Tenant.JsonAsync(
            "POST", $"/services/{world.Service}/versions", $$$"""{"allowedDeployments":{"{{{world.PublishedFlavor}}}":[],"{{{upper}}}":[]}}"""));
    }

    [Fact]
    public async Task CreateVersion_UnknownFlavorOrProfile_IsNotExisting()
    {
        var world = await World.CreateAsync(backend);
        var path = $"/services/{world.Service}/versions";
        await RestAssert.FaultAsync(1009, world.Tenant.JsonAsync("POST", path, $$$"""{"allowedDeployments":{"{{{World.Nobody}}}":[]}}"""));
        await RestAssert.FaultAsync(1009, world.Tenant.JsonAsync("POST", path, $$$"""{"allowedDeployments":{"{{{world.OpenFlavor}}}":["{{{World.Nobody}}}"]}}"""));
        var other = await world.Tenant.Client.CreateServiceAsync(new Service { Name = "other" });
        await RestAssert.FaultAsync(1009, world.Tenant.JsonAsync(
            "POST", $"/services/{other.Id}/versions", $$$"""{"allowedDeployments":{"{{{world.OpenFlavor}}}":[]}}"""));
    }

    [Fact]
    public async Task LinkAndUnlink_FlavorsAndProfiles_EndAsAsked()
    {
        var world = await World.CreateAsync(backend);
        var (client, service, tag) = (world.Tenant.Client, world.Service, world.Tag);

        // The profile moves from the published to the open Flavor.
        var moved = await client.LinkSecureComponentProfilesAsync(service, tag, new Dictionary<Guid, Guid> { [world.Profile] = world.OpenFlavor });
        Assert.Empty(moved.AllowedDeployments![world.PublishedFlavor]);
        Assert.Equal([world.OtherProfile, world.Profile], moved.AllowedDeployments[world.OpenFlavor]);

        Assert.Single(await client.ListLinkedFlavorsAsync(service, tag), f => f.Id == world.OpenFlavor);
        var without = await client.UnlinkFlavorsAsync(service, tag, [world.OpenFlavor]);
        Assert.Equal([world.PublishedFlavor], without.AllowedDeployments!.Keys);
        Assert.Empty(await client.ListLinkedSecureComponentProfilesAsync(service, tag));
        await client.UnlinkFlavorsAsync(service, tag, [world.OpenFlavor]);

        var again = await client.LinkFlavorsAsync(service, tag, new Dictionary<Guid, IReadOnlyList<Guid>> { [world.PublishedFlavor] = [world.Profile] });
        Assert.Equal([world.Profile], again.AllowedDeployments![world.PublishedFlavor]);
        var none = await client.UnlinkSecureComponentProfilesAsync(service, tag, [world.Profile, world.OtherProfile]);
        Assert.Empty(none.AllowedDeployments![world.PublishedFlavor]);
        Assert.Equivalent(none, await client.GetVersionAsync(service, tag));
    }

    [Fact]
    public async Task DeleteVersion_LeavesFlavors()
    {
        var world = await World.CreateAsync(backend);
        await world.Tenant.Client.DeleteVersionAsync(world.Service, world.Tag);
        Assert.Equal(2, (await world.Tenant.Client.ListFlavorsAsync(world.Service)).Count);
        await world.Tenant.Client.DeleteFlavorAsync(world.Service, world.PublishedFlavor);
    }

    [Fact]
    public async Task CreateVersion_Concurrently_GivesEachItsTag()
    {
        var tenant = await backend.NewTenantAsync();
        var service = (await tenant.Client.CreateServiceAsync(new Service { Name = "A" })).Id!.Value;
        var versions = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => tenant.Client.CreateVersionAsync(service, Empty)));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => $"1.0.{i}"), versions.Select(v => v.Tag).OrderBy(t => t!.Length).ThenBy(t => t, StringComparer.Ordinal));
    }
}
