using Tsms.Api.Admin;

namespace Tsms.Backend.Tests.Rest;

/// <summary>
/// One of everything, for one service provider, each in use: an open and a published Flavor over the same load file, both in one Version. <see cref="AddFreeAsync"/> adds
/// one of everything that is not in use.
/// </summary>
internal sealed record World(
    Tenant Tenant, Guid Service, Guid Elf, Guid Module, Guid Config, Guid OpenFlavor, Guid PublishedFlavor, string Tag, Guid Profile, Guid OtherProfile,
    Guid Script, Guid Certificate, Guid SposConfig)
{
    public static readonly Guid Nobody = Guid.Parse("00000000-0000-4000-8000-00000000dead");

    /// <summary>A CAP that imports a package under the provider's own RID.</summary>
    public static readonly byte[] Needy = SampleCaps.WithImportOf(SampleCaps.CarKey, "A0000000620102", "F054534D537777");

    /// <summary>What is not in use; null before <see cref="AddFreeAsync"/>.</summary>
    public FreeThings? Free { get; init; }

    /// <summary>Ids of all that belongs to the provider.</summary>
    public IEnumerable<Guid> Ids =>
    [
        Tenant.Credentials.Id, Service, Elf, Module, Config, OpenFlavor, PublishedFlavor, Script, Certificate, SposConfig,
        .. Free is null ? Array.Empty<Guid>() : [Free.Service, Free.Elf, Free.Config, Free.Flavor, Free.Script, Free.Certificate, Free.SposConfig, Free.NeedyFlavor, Free.ModestElf],
    ];

    public static async Task<World> CreateAsync(BackendFixture backend)
    {
        var tenant = await backend.NewTenantAsync();
        var client = tenant.Client;
        var profiles = await client.ListSecureComponentProfilesAsync();
        var profile = profiles.Single(p => p.Name == "virtual-ese").Id!.Value;
        var other = profiles.Single(p => p.JavaCardVersion == "3.0.1" && p.OsVersion == "37.1").Id!.Value;
        var certificate = (await client.CreateCertAsync("spos.cer", SampleFiles.Certificate)).Id!.Value;
        var script = (await client.CreatePersoScriptAsync("perso.json", SampleFiles.Script)).Id!.Value;
        var spos = (await client.CreateSposConfigAsync(new SposConfig { Url = "https://spos.example/", CertificateId = certificate })).Id!.Value;
        var service = (await client.CreateServiceAsync(new Service { Name = "Keys", SposConfigId = spos })).Id!.Value;
        var elf = (await client.CreateElfAsync("CarKey.cap", SampleCaps.CarKey)).Id!.Value;
        var module = (await client.ListEmsAsync(elf)).Single().Id!.Value;
        var config = (await client.CreateAppConfigAsync(new ApplicationConfig
        {
            InstanceAid = "F054534D53010101",
            PersonalizationConfig = new PersonalizationConfig { PersonalizationScriptId = script, CertificateId = certificate },
        })).Id!.Value;
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
        return new World(tenant, service, elf, module, config, open, published, version.Tag!, profile, other, script, certificate, spos);
    }

    /// <summary>This world and one of everything that is not in use, as well as what some refusals need.</summary>
    public async Task<World> AddFreeAsync()
    {
        var client = Tenant.Client;
        var elf = (await client.CreateElfAsync("Vault.cap", SampleCaps.Vault)).Id!.Value;
        var modest = (await client.CreateElfAsync("modest.cap", SampleCaps.WithImports(SampleCaps.CarKey, 4))).Id!.Value;
        var needy = (await client.CreateElfAsync("needy.cap", Needy)).Id!.Value;
        var config = (await client.CreateAppConfigAsync(new ApplicationConfig { InstanceAid = "F054534D530202" })).Id!.Value;
        var certificate = (await client.CreateCertAsync("free.pem", SampleFiles.PemCertificate)).Id!.Value;
        var script = (await client.CreatePersoScriptAsync("free.txt", "80E29000"u8.ToArray())).Id!.Value;
        var spos = (await client.CreateSposConfigAsync(new SposConfig { Url = "https://free.example/", CertificateId = Certificate })).Id!.Value;
        var flavor = (await client.CreateFlavorAsync(Service, new Flavor { Name = "free" })).Id!.Value;
        var needyFlavor = (await client.CreateFlavorAsync(Service, new Flavor { Name = "needy", ExecutableLoadFileIds = [needy] })).Id!.Value;
        var modestFlavor = (await client.CreateFlavorAsync(Service, new Flavor { Name = "modest", ExecutableLoadFileIds = [modest] })).Id!.Value;
        await client.CreateVersionAsync(
            Service, new ServiceVersion { AllowedDeployments = new Dictionary<Guid, IReadOnlyList<Guid>> { [modestFlavor] = [OtherProfile] } });
        return this with { Free = new FreeThings(Service, elf, config, flavor, script, certificate, spos, needyFlavor, modest) };
    }

    /// <summary>A path or body with this world's ids in place of the names in braces.</summary>
    public string Fill(string template) => template
        .Replace("{scpId}", $"{Profile}", StringComparison.Ordinal)
        .Replace("{serviceId}", $"{Service}", StringComparison.Ordinal)
        .Replace("{flavorId}", $"{PublishedFlavor}", StringComparison.Ordinal)
        .Replace("{tag}", Tag, StringComparison.Ordinal)
        .Replace("{elfId}", $"{Elf}", StringComparison.Ordinal)
        .Replace("{emId}", $"{Module}", StringComparison.Ordinal)
        .Replace("{applicationConfigId}", $"{Config}", StringComparison.Ordinal)
        .Replace("{personalizationScriptId}", $"{Script}", StringComparison.Ordinal)
        .Replace("{certificateId}", $"{Certificate}", StringComparison.Ordinal)
        .Replace("{sposConfigId}", $"{SposConfig}", StringComparison.Ordinal);

    /// <summary>The same with what is not in use.</summary>
    public string FillFree(string template) => Fill(template
        .Replace("{flavorId}", $"{Free!.Flavor}", StringComparison.Ordinal)
        .Replace("{elfId}", $"{Free.Elf}", StringComparison.Ordinal)
        .Replace("{applicationConfigId}", $"{Free.Config}", StringComparison.Ordinal)
        .Replace("{personalizationScriptId}", $"{Free.Script}", StringComparison.Ordinal)
        .Replace("{certificateId}", $"{Free.Certificate}", StringComparison.Ordinal)
        .Replace("{sposConfigId}", $"{Free.SposConfig}", StringComparison.Ordinal));

    /// <summary>All that the REST-API tells of this world, to see whether something changed.</summary>
    public async Task<string> DumpAsync()
    {
        var text = new System.Text.StringBuilder();
        foreach (var operation in ContractData.WithToken.Where(o => o.Method == "GET"))
        {
            text.Append(operation.Id).Append(' ').AppendLine(await RestAssert.SuccessAsync(Tenant.SendAsync("GET", Fill(operation.Path))));
        }

        return text.ToString();
    }
}

/// <summary>Things of a world that are not in use; a Flavor whose import nothing resolves; a load file for Java Card 3.0.4 that is deployed to a profile of 3.0.4.</summary>
internal sealed record FreeThings(
    Guid Service, Guid Elf, Guid Config, Guid Flavor, Guid Script, Guid Certificate, Guid SposConfig, Guid NeedyFlavor, Guid ModestElf);
