using Tsms.Api.Admin;

namespace Tsms.Backend.Tests.Rest;

/// <summary>One of everything, for one service provider: an open and a published Flavor over the same load file, both in one Version.</summary>
internal sealed record World(
    Tenant Tenant, Guid Service, Guid Elf, Guid Module, Guid Config, Guid OpenFlavor, Guid PublishedFlavor, string Tag, Guid Profile, Guid OtherProfile)
{
    public static readonly Guid Nobody = Guid.Parse("00000000-0000-4000-8000-00000000dead");

    public static async Task<World> CreateAsync(BackendFixture backend)
    {
        var tenant = await backend.NewTenantAsync();
        var client = tenant.Client;
        var profiles = await client.ListSecureComponentProfilesAsync();
        var profile = profiles.Single(p => p.Name == "virtual-ese").Id!.Value;
        var other = profiles.Single(p => p.Name == "uicc-sja2").Id!.Value;
        var service = (await client.CreateServiceAsync(new Service { Name = "Keys" })).Id!.Value;
        var elf = (await client.CreateElfAsync("CarKey.cap", SampleCaps.CarKey)).Id!.Value;
        var module = (await client.ListEmsAsync(elf)).Single().Id!.Value;
        var config = (await client.CreateAppConfigAsync(new ApplicationConfig { InstanceAid = "F054534D53010101" })).Id!.Value;
        var flavor = new Flavor
        {
            ExecutableLoadFileIds = [elf],
            ApplicationInstantiationConfigs = [new ApplicationInstantiationConfig { ExecutableModuleId = module, ApplicationConfigId = config }],
        };
        var open = (await client.CreateFlavorAsync(service, new Flavor { Name = "open" })).Id!.Value;
        var published = (await client.CreateFlavorAsync(service, flavor with { Name = "published" })).Id!.Value;
        await client.PublishFlavorAsync(service, published);
        var version = await client.CreateVersionAsync(
            service, new ServiceVersion { AllowedDeployments = new Dictionary<Guid, IReadOnlyList<Guid>> { [published] = [profile], [open] = [other] } });
        return new World(tenant, service, elf, module, config, open, published, version.Tag!, profile, other);
    }

    /// <summary>The path with this world's ids in place of the parameters.</summary>
    public string Fill(string path) => path
        .Replace("{scpId}", $"{Profile}", StringComparison.Ordinal)
        .Replace("{serviceId}", $"{Service}", StringComparison.Ordinal)
        .Replace("{flavorId}", $"{PublishedFlavor}", StringComparison.Ordinal)
        .Replace("{tag}", Tag, StringComparison.Ordinal)
        .Replace("{elfId}", $"{Elf}", StringComparison.Ordinal)
        .Replace("{emId}", $"{Module}", StringComparison.Ordinal)
        .Replace("{applicationConfigId}", $"{Config}", StringComparison.Ordinal);
}
