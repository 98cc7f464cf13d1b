using Tsms.Api.Admin;

namespace Tsms.Backend.Tests.Rest;

/// <summary>Rules over several entities: publication, references, AIDs, attestation.</summary>
public sealed class FlavorRuleTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    [Fact]
    public async Task PublishedFlavor_NamesAndFeatures_StayEditable()
    {
        var world = await World.CreateAsync(backend);
        var before = await world.Tenant.Client.GetFlavorAsync(world.Service, world.PublishedFlavor);
        var after = await world.Tenant.Client.ModifyFlavorAsync(world.Service, world.PublishedFlavor, new Flavor
        {
            Name = "new",
            SpParameters = new Dictionary<string, string> { ["k"] = "v" },
            FeatureConfig = new FeatureConfig { KeyProvisioningMode = 3, KeyIndex = "transport-1" },
            ExecutableLoadFileIds = before.ExecutableLoadFileIds,
            ApplicationInstantiationConfigs = before.ApplicationInstantiationConfigs,
        });
        Assert.Equal(("new", 3, "transport-1", true), (after.Name, after.FeatureConfig!.KeyProvisioningMode, after.FeatureConfig.KeyIndex, after.Published));
        Assert.Equal(255, Assert.Single(after.ApplicationInstantiationConfigs!).Priority);
        Assert.Equal("v", (await world.Tenant.Client.GetFlavorAsync(world.Service, world.PublishedFlavor)).SpParameters!["k"]);
    }

    // What publication fixes is told of before what would not fit together, and what is not there before that.
    [Fact]
    public async Task PublishedFlavor_AnyChangeOfWhatIsFixed_IsAlreadyPublished()
    {
        var world = await World.CreateAsync(backend);
        var twin = (await world.Tenant.Client.CreateElfAsync("CarKey.cap", SampleCaps.CarKey)).Id!.Value;
        var path = $"/services/{world.Service}/flavors/{world.PublishedFlavor}";
        var instance = $$"""{"executableModuleId":"{{world.Module}}","applicationConfigId":"{{world.Config}}"}""";
        foreach (var body in new[]
        {
            """{"executableLoadFileIds":[]}""", """{"executableLoadFileIds":null}""", $$"""{"executableLoadFileIds":["{{twin}}"]}""", $$"""{"executableLoadFileIds":["{{world.Elf}}","{{twin}}"]}""",
            """{"applicationInstantiationConfigs":[]}""", $$"""{"applicationInstantiationConfigs":[{{instance}},{{instance}}]}""",
            """{"executableLoadFileIds":[],"featureConfig":{"keyProvisioningMode":1,"keyIndex":"1"}}""",
        })
        {
            await RestAssert.FaultAsync(1015, world.Tenant.JsonAsync("PUT", path, body));
        }

        await RestAssert.FaultAsync(1015, world.Tenant.JsonAsync("POST", $"{path}/executable-load-files", $"[\"{twin}\"]"));
        await RestAssert.FaultAsync(1009, world.Tenant.JsonAsync("PUT", path, $$"""{"executableLoadFileIds":["{{World.Nobody}}"]}"""));
        await RestAssert.FaultAsync(1009, world.Tenant.JsonAsync(
            "PUT", path, $$"""{"applicationInstantiationConfigs":[{"executableModuleId":"{{World.Nobody}}","applicationConfigId":"{{world.Config}}"}]}"""));
        await RestAssert.FaultAsync(1009, world.Tenant.JsonAsync(
            "PUT", path, $$"""{"applicationInstantiationConfigs":[{"executableModuleId":"{{world.Module}}","applicationConfigId":"{{World.Nobody}}"}]}"""));
        await RestAssert.FaultAsync(1008, world.Tenant.JsonAsync("PUT", path, """{"executableLoadFileIds":["x"]}"""));
    }

    [Fact]
    public async Task PublishFlavor_Twice_Succeeds()
    {
        var world = await World.CreateAsync(backend);
        Assert.True((await world.Tenant.Client.PublishFlavorAsync(world.Service, world.PublishedFlavor)).Published);
    }

    [Fact]
    public async Task LinkElfs_AlreadyLinkedToPublishedFlavor_Succeeds()
    {
        var world = await World.CreateAsync(backend);
        Assert.Equal([world.Elf], (await world.Tenant.Client.LinkElfsAsync(world.Service, world.PublishedFlavor, [world.Elf])).ExecutableLoadFileIds);
        var vault = (await world.Tenant.Client.CreateElfAsync("Vault.cap", SampleCaps.Vault)).Id!.Value;
        Assert.Equal([world.Elf], (await world.Tenant.Client.UnlinkElfsAsync(world.Service, world.PublishedFlavor, [vault])).ExecutableLoadFileIds);
    }

    [Theory]
    [InlineData("""{"instanceAid":"F054534D53010102"}""", 1015)]
    [InlineData("""{"instanceAid":"F054534D53010101","installConfig":{"applicationSpecificInstallParameter":"C90101"}}""", 1015)]
    [InlineData("""{"instanceAid":"F054534D53010101","activationConfig":{"accessibleViaApdu":true}}""", 1015)]
    [InlineData("""{"instanceAid":"f054534d53010101","name":"new","installConfig":{},"activationConfig":null}""", 200)]
    public async Task ModifyAppConfig_BehindPublishedFlavor_FixesConditionalAttributes(string json, int outcome)
    {
        var world = await World.CreateAsync(backend);
        var answer = world.Tenant.JsonAsync("PUT", $"/application-configs/{world.Config}", json);
        if (outcome == 200)
        {
            Assert.Contains("\"name\":\"new\"", await RestAssert.SuccessAsync(answer), StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains($"{world.PublishedFlavor}", await RestAssert.FaultAsync(outcome, answer), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task CreateFlavor_TwoInstancesWithOneAid_IsWrongFormat()
    {
        var world = await World.CreateAsync(backend);
        var instance = $$"""{"executableModuleId":"{{world.Module}}","applicationConfigId":"{{world.Config}}"}""";
        await RestAssert.FaultAsync(1008, world.Tenant.JsonAsync(
            "POST", $"/services/{world.Service}/flavors", $$"""{"executableLoadFileIds":["{{world.Elf}}"],"applicationInstantiationConfigs":[{{instance}},{{instance}}]}"""));
    }

    [Fact]
    public async Task CreateFlavor_ModuleOfUnlinkedElf_IsNotExisting()
    {
        var world = await World.CreateAsync(backend);
        await RestAssert.FaultAsync(1009, world.Tenant.JsonAsync(
            "POST", $"/services/{world.Service}/flavors",
            $$"""{"applicationInstantiationConfigs":[{"executableModuleId":"{{world.Module}}","applicationConfigId":"{{world.Config}}"}]}"""));
    }

    [Theory]
    [InlineData(0, "", 1008)]
    [InlineData(2, "", 1008)]
    [InlineData(2, "t", 200)]
    public async Task AttestationToken_NeedsKeyProvisioning(int mode, string keyIndex, int outcome)
    {
        var world = await World.CreateAsync(backend);
        var attesting = await world.Tenant.Client.CreateAppConfigAsync(
            new ApplicationConfig { InstanceAid = "F054534D53AB", PersonalizationConfig = new PersonalizationConfig { ProvideAttestationToken = true } });
        var answer = world.Tenant.JsonAsync("POST", $"/services/{world.Service}/flavors", $$"""
            {"executableLoadFileIds":["{{world.Elf}}"],"featureConfig":{"keyProvisioningMode":{{mode}},"keyIndex":"{{keyIndex}}"},
             "applicationInstantiationConfigs":[{"executableModuleId":"{{world.Module}}","applicationConfigId":"{{attesting.Id}}"}]}
            """);
        _ = outcome == 200 ? await RestAssert.SuccessAsync(answer) : await RestAssert.FaultAsync(outcome, answer);
    }

    [Theory]
    [InlineData(1, "00000000-0000-4000-8000-000000000001", 200)]
    [InlineData(1, "master-1", 1008)]
    [InlineData(2, "00000000-0000-4000-8000-000000000001", 1008)]
    public async Task DiversificationData_NeedsModeOneAndUuid(int mode, string keyIndex, int outcome)
    {
        var world = await World.CreateAsync(backend);
        var config = await world.Tenant.Client.CreateAppConfigAsync(new ApplicationConfig
        {
            InstanceAid = "F054534D53AB",
            PersonalizationConfig = new PersonalizationConfig { ProvideAttestationToken = true, IncludeSecurityDomainDiversificationData = true },
        });
        var answer = world.Tenant.JsonAsync("POST", $"/services/{world.Service}/flavors", $$"""
            {"executableLoadFileIds":["{{world.Elf}}"],"featureConfig":{"keyProvisioningMode":{{mode}},"keyIndex":"{{keyIndex}}"},
             "applicationInstantiationConfigs":[{"executableModuleId":"{{world.Module}}","applicationConfigId":"{{config.Id}}"}]}
            """);
        _ = outcome == 200 ? await RestAssert.SuccessAsync(answer) : await RestAssert.FaultAsync(outcome, answer);
    }

    [Theory]
    [InlineData("""{"instanceAid":"F054534D53AA","activationConfig":{"makeSelectable":false,"accessibleViaApdu":true}}""", "activationConfig.accessibleViaApdu")]
    [InlineData("""{"instanceAid":"F054534D53AA","activationConfig":{"makeSelectable":false,"accessibleViaNfc":true}}""", "activationConfig.accessibleViaNfc")]
    [InlineData("""{"instanceAid":"F054534D53AA","personalizationConfig":{"includeSecurityDomainDiversificationData":true}}""", "includeSecurityDomainDiversificationData")]
    [InlineData("""{"instanceAid":"F054534D53AA","installConfig":{"privileges":["SecurityDomain"]}}""", "installConfig.privileges[0]")]
    [InlineData("""{"instanceAid":"F054534D53AA","installConfig":{"privileges":["GlobalService","GlobalService"]}}""", "installConfig.privileges")]
    [InlineData("""{"instanceAid":"F054534D53AA","installConfig":{"applicationSpecificInstallParameter":"C902FF"}}""", "installConfig.applicationSpecificInstallParameter")]
    [InlineData("""{"instanceAid":"A00000015100"}""", "instanceAid")]
    public async Task CreateAppConfig_UnacceptableValue_IsWrongFormat(string json, string path)
    {
        var tenant = await backend.NewTenantAsync();
        Assert.Contains(path, await RestAssert.FaultAsync(1008, tenant.JsonAsync("POST", "/application-configs", json)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAppConfig_OnlyMandatory_AnswersEveryDefault()
    {
        var tenant = await backend.NewTenantAsync();
        var body = await RestAssert.SuccessAsync(tenant.JsonAsync("POST", "/application-configs", """{"instanceAid":"f054534d53aa"}"""));
        Assert.EndsWith(
            "\"instanceAid\":\"F054534D53AA\",\"name\":\"\",\"description\":\"\",\"installConfig\":{\"applicationSpecificInstallParameter\":\"\",\"privileges\":[]},"
            + "\"activationConfig\":{\"makeSelectable\":true,\"accessibleViaApdu\":false,\"accessibleViaNfc\":false},"
            + "\"personalizationConfig\":{\"personalizationScriptId\":null,\"certificateId\":null,\"provideAttestationToken\":false,\"includeSecurityDomainDiversificationData\":false}}",
            body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModifyService_LeftOutKeeps_NullSetsDefault()
    {
        var tenant = await backend.NewTenantAsync();
        var created = await RestAssert.SuccessAsync(tenant.JsonAsync("POST", "/services", """{"name":"A","spParameters":{"k":"v"},"accessAuthorizedDeviceApps":["a000000001"]}"""));
        var id = System.Text.Json.JsonDocument.Parse(created).RootElement.GetProperty("id").GetString();
        Assert.Contains("\"creationDate\":\"2026-01-02T", created, StringComparison.Ordinal);
        var changed = await RestAssert.SuccessAsync(tenant.JsonAsync("PUT", $"/services/{id}", """{"name":"B","spParameters":null}"""));
        Assert.Contains("\"name\":\"B\"", changed, StringComparison.Ordinal);
        Assert.Contains("\"accessAuthorizedDeviceApps\":[\"A000000001\"],\"sposConfigId\":null,\"spParameters\":{}", changed, StringComparison.Ordinal);

        // A whole entity as it was answered is a valid PUT.
        await RestAssert.SuccessAsync(tenant.JsonAsync("PUT", $"/services/{id}", changed));
    }

    [Fact]
    public async Task CreateService_ListOrMapOfMoreThanAThousand_IsWrongFormat()
    {
        var tenant = await backend.NewTenantAsync();
        string Map(int count) => $"{{\"name\":\"A\",\"spParameters\":{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i}\":\"\""))}}}}}";
        await RestAssert.SuccessAsync(tenant.JsonAsync("POST", "/services", Map(1000)));
        Assert.Contains("spParameters. Supported format is map of at most 1000", await RestAssert.FaultAsync(1008, tenant.JsonAsync("POST", "/services", Map(1001))), StringComparison.Ordinal);
        var apps = string.Join(',', Enumerable.Repeat("\"A000000001\"", 1001));
        Assert.Contains(
            "accessAuthorizedDeviceApps. Supported format is list of at most 1000",
            await RestAssert.FaultAsync(1008, tenant.JsonAsync("POST", "/services", $$"""{"name":"A","accessAuthorizedDeviceApps":[{{apps}}]}""")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateService_Two_HaveDifferentDomains()
    {
        var tenant = await backend.NewTenantAsync();
        var first = await tenant.Client.CreateServiceAsync(new Service { Name = "A" });
        var second = await tenant.Client.CreateServiceAsync(new Service { Name = "A" });
        Assert.NotEqual(first.SdAid, second.SdAid);
        Assert.StartsWith("F054535344", first.SdAid, StringComparison.Ordinal);
        Assert.Equal(26, first.SdAid!.Length);
    }

    [Fact]
    public async Task DeleteService_WithEverything_LeavesLoadFilesAndConfigs()
    {
        var world = await World.CreateAsync(backend);
        await world.Tenant.Client.DeleteServiceAsync(world.Service);
        Assert.Empty(await world.Tenant.Client.ListServicesAsync());
        Assert.Single(await world.Tenant.Client.ListElfsAsync());
        await world.Tenant.Client.DeleteElfAsync(world.Elf);
        await world.Tenant.Client.DeleteAppConfigAsync(world.Config);
    }
}
