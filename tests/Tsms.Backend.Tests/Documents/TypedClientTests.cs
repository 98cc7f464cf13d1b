using Tsms.Api.Admin;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Documents;

/// <summary>The typed client that we ship calls every operation of the contract.</summary>
public sealed class TypedClientTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    private static readonly ServiceVersion s_nothing = new() { AllowedDeployments = new Dictionary<Guid, IReadOnlyList<Guid>>() };

    // One call for each operation: to the world's things, or to other ids for what must not exist.
    private static readonly Dictionary<string, Func<TsmsAdminClient, World, Ids, Task>> s_calls = new()
    {
        ["createAccessToken"] = (c, _, _) => c.AuthenticateAsync(),
        ["getAccountInformation"] = (c, _, _) => c.GetAccountAsync(),
        ["listSecureComponentProfiles"] = (c, _, _) => c.ListSecureComponentProfilesAsync(),
        ["getSecureComponentProfile"] = (c, _, i) => c.GetSecureComponentProfileAsync(i.Profile),
        ["listScpRelatedElfs"] = (c, _, i) => c.ListScpRelatedElfsAsync(i.Profile),
        ["listScpRelatedServices"] = (c, _, i) => c.ListScpRelatedServicesAsync(i.Profile),
        ["listScpRelatedFlavors"] = (c, _, i) => c.ListScpRelatedFlavorsAsync(i.Profile, i.Service),
        ["listScpRelatedVersions"] = (c, _, i) => c.ListScpRelatedVersionsAsync(i.Profile, i.Service),
        ["listServices"] = (c, _, _) => c.ListServicesAsync(),
        ["createService"] = (c, _, _) => c.CreateServiceAsync(new Service { Name = "A" }),
        ["getService"] = (c, _, i) => c.GetServiceAsync(i.Service),
        ["modifyService"] = (c, _, i) => c.ModifyServiceAsync(i.Service, new Service { Name = "A" }),
        ["deleteService"] = (c, _, i) => c.DeleteServiceAsync(i.Service),
        ["listFlavors"] = (c, _, i) => c.ListFlavorsAsync(i.Service),
        ["createFlavor"] = (c, _, i) => c.CreateFlavorAsync(i.Service, new Flavor()),
        ["getFlavor"] = (c, _, i) => c.GetFlavorAsync(i.Service, i.Flavor),
        ["modifyFlavor"] = (c, _, i) => c.ModifyFlavorAsync(i.Service, i.Flavor, new Flavor { Name = "A" }),
        ["deleteFlavor"] = (c, _, i) => c.DeleteFlavorAsync(i.Service, i.Flavor),
        ["listServiceRelatedAppConfigs"] = (c, _, i) => c.ListApplicationConfigsAsync(i.Service, i.Flavor),
        ["listLinkedElfs"] = (c, _, i) => c.ListLinkedElfsAsync(i.Service, i.Flavor),
        ["linkElfs"] = (c, _, i) => c.LinkElfsAsync(i.Service, i.Flavor, []),
        ["unlinkElfs"] = (c, _, i) => c.UnlinkElfsAsync(i.Service, i.Flavor, []),
        ["publishFlavor"] = (c, _, i) => c.PublishFlavorAsync(i.Service, i.Flavor),
        ["listServiceRelatedVersions"] = (c, _, i) => c.ListServiceRelatedVersionsAsync(i.Service, i.Flavor),
        ["listVersions"] = (c, _, i) => c.ListVersionsAsync(i.Service),
        ["createVersion"] = (c, _, i) => c.CreateVersionAsync(i.Service, s_nothing),
        ["getVersion"] = (c, _, i) => c.GetVersionAsync(i.Service, i.Tag),
        ["modifyVersion"] = (c, _, i) => c.ModifyVersionAsync(i.Service, s_nothing with { Tag = i.Tag }),
        ["deleteVersion"] = (c, _, i) => c.DeleteVersionAsync(i.Service, i.Tag),
        ["listLinkedFlavors"] = (c, _, i) => c.ListLinkedFlavorsAsync(i.Service, i.Tag),
        ["linkFlavors"] = (c, _, i) => c.LinkFlavorsAsync(i.Service, i.Tag, new Dictionary<Guid, IReadOnlyList<Guid>>()),
        ["unlinkFlavors"] = (c, _, i) => c.UnlinkFlavorsAsync(i.Service, i.Tag, []),
        ["listAssociatedSecureComponentProfiles"] = (c, _, i) => c.ListAssociatedSecureComponentProfilesAsync(i.Service, i.Tag, i.Flavor),
        ["listLinkedSecureComponentProfiles"] = (c, _, i) => c.ListLinkedSecureComponentProfilesAsync(i.Service, i.Tag),
        ["linkSecureComponentProfiles"] = (c, _, i) => c.LinkSecureComponentProfilesAsync(i.Service, i.Tag, new Dictionary<Guid, Guid>()),
        ["unlinkSecureComponentProfiles"] = (c, _, i) => c.UnlinkSecureComponentProfilesAsync(i.Service, i.Tag, []),
        ["listElfs"] = (c, _, _) => c.ListElfsAsync(),
        ["createElfAndUploadBinary"] = (c, _, _) => c.CreateElfAsync("a.cap", SampleCaps.CarKey),
        ["getElf"] = (c, _, i) => c.GetElfAsync(i.Elf),
        ["modifyElfAndOverwriteBinary"] = (c, _, i) => c.ModifyElfAsync(i.Elf, "a.cap", SampleCaps.CarKey),
        ["deleteElf"] = (c, _, i) => c.DeleteElfAsync(i.Elf),
        ["getElfBinary"] = (c, _, i) => c.GetElfBinaryAsync(i.Elf),
        ["listEms"] = (c, _, i) => c.ListEmsAsync(i.Elf),
        ["getEm"] = (c, _, i) => c.GetEmAsync(i.Elf, i.Module),
        ["listElfRelatedAppConfigs"] = (c, _, i) => c.ListElfRelatedAppConfigsAsync(i.Elf, i.Module),
        ["listElfRelatedFlavors"] = (c, _, i) => c.ListElfRelatedFlavorsAsync(i.Elf, i.Service),
        ["listElfRelatedServices"] = (c, _, i) => c.ListElfRelatedServicesAsync(i.Elf),
        ["listElfRelatedVersions"] = (c, _, i) => c.ListElfRelatedVersionsAsync(i.Elf, i.Service),
        ["listElfRelatedSecureComponentProfiles"] = (c, _, i) => c.ListElfRelatedSecureComponentProfilesAsync(i.Elf, i.Service),
        ["listAppConfigs"] = (c, _, _) => c.ListAppConfigsAsync(),
        ["createAppConfig"] = (c, _, _) => c.CreateAppConfigAsync(new ApplicationConfig { InstanceAid = "F054534D53AA" }),
        ["getAppConfig"] = (c, _, i) => c.GetAppConfigAsync(i.Config),
        ["modifyAppConfig"] = (c, _, i) => c.ModifyAppConfigAsync(i.Config, new ApplicationConfig { InstanceAid = "F054534D53010101" }),
        ["deleteAppConfig"] = (c, _, i) => c.DeleteAppConfigAsync(i.Config),
        ["listAppConfigRelatedEms"] = (c, _, i) => c.ListAppConfigRelatedEmsAsync(i.Config),
        ["listAppConfigRelatedFlavors"] = (c, _, i) => c.ListAppConfigRelatedFlavorsAsync(i.Config),
        ["listAppConfigRelatedServices"] = (c, _, i) => c.ListAppConfigRelatedServicesAsync(i.Config),
        ["listPersoScripts"] = (c, _, _) => c.ListPersoScriptsAsync(),
        ["createPersoScriptAndUploadBinary"] = (c, _, _) => c.CreatePersoScriptAsync("a.json", SampleFiles.Script),
        ["getPersoScript"] = (c, _, i) => c.GetPersoScriptAsync(i.Script),
        ["modifyPersoScriptAndOverwriteBinary"] = (c, _, i) => c.ModifyPersoScriptAsync(i.Script, null, SampleFiles.Script),
        ["deletePersoScript"] = (c, _, i) => c.DeletePersoScriptAsync(i.Script),
        ["listScriptRelatedAppConfigs"] = (c, _, i) => c.ListScriptRelatedAppConfigsAsync(i.Script),
        ["getScriptBinary"] = (c, _, i) => c.GetScriptBinaryAsync(i.Script),
        ["listScriptRelatedFlavors"] = (c, _, i) => c.ListScriptRelatedFlavorsAsync(i.Script),
        ["listScriptRelatedServices"] = (c, _, i) => c.ListScriptRelatedServicesAsync(i.Script),
        ["listCerts"] = (c, _, _) => c.ListCertsAsync(),
        ["createCertAndUploadBinary"] = (c, _, _) => c.CreateCertAsync("a.cer", SampleFiles.Certificate),
        ["getCert"] = (c, _, i) => c.GetCertAsync(i.Certificate),
        ["modifyCertAndOverwriteBinary"] = (c, _, i) => c.ModifyCertAsync(i.Certificate, null, SampleFiles.Certificate),
        ["deleteCert"] = (c, _, i) => c.DeleteCertAsync(i.Certificate),
        ["listCertRelatedAppConfigs"] = (c, _, i) => c.ListCertRelatedAppConfigsAsync(i.Certificate),
        ["getCertBinary"] = (c, _, i) => c.GetCertBinaryAsync(i.Certificate),
        ["listCertRelatedFlavors"] = (c, _, i) => c.ListCertRelatedFlavorsAsync(i.Certificate),
        ["listCertRelatedServices"] = (c, _, i) => c.ListCertRelatedServicesAsync(i.Certificate),
        ["listCertRelatedSposConfigs"] = (c, _, i) => c.ListCertRelatedSposConfigsAsync(i.Certificate),
        ["listSposConfigs"] = (c, _, _) => c.ListSposConfigsAsync(),
        ["createSposConfig"] = (c, w, _) => c.CreateSposConfigAsync(new SposConfig { Url = "https://spos.example/", CertificateId = w.Certificate }),
        ["getSposConfig"] = (c, _, i) => c.GetSposConfigAsync(i.SposConfig),
        ["modifySposConfig"] = (c, w, i) => c.ModifySposConfigAsync(i.SposConfig, new SposConfig { Url = "https://spos.example/", CertificateId = w.Certificate }),
        ["deleteSposConfig"] = (c, _, i) => c.DeleteSposConfigAsync(i.SposConfig),
        ["listSposConfigRelatedServices"] = (c, _, i) => c.ListSposConfigRelatedServicesAsync(i.SposConfig),
    };

    [Fact]
    public async Task Client_OfOurs_PassesTheContract()
    {
        Assert.Equal(ContractData.All.Select(o => o.Id).Order(), s_calls.Keys.Order());
        using var recorder = new CallRecorder();
        using var http = new HttpClient(recorder) { BaseAddress = backend.Http.BaseAddress };
        foreach (var operation in ContractData.All)
        {
            var world = await (await World.CreateAsync(backend)).AddFreeAsync();
            var credentials = world.Tenant.Credentials;
            var client = new TsmsAdminClient(http, credentials.ClientId, credentials.ClientSecret);
            var call = s_calls[operation.Id];
            var ids = operation.Method == "DELETE" ? Ids.NotInUse(world) : Ids.InUse(world);
            await client.AuthenticateAsync(TestContext.Current.CancellationToken);

            // Refusals come with category and text.
            recorder.Fault = true;
            var fault = await Assert.ThrowsAsync<AdminApiException>(() => call(client, world, ids));
            Assert.Equal((500, 2000), ((int)fault.Status, fault.Category));
            recorder.Fault = false;
            if (operation.Parameters.Any())
            {
                var missing = await Assert.ThrowsAsync<AdminApiException>(() => call(client, world, Ids.Unknown));
                Assert.Equal((400, 1009), ((int)missing.Status, missing.Category));
            }

            recorder.Called.Clear();
            await call(client, world, ids);
            Assert.Equal([operation.Id], recorder.Called);
        }
    }

    private sealed record Ids(
        Guid Profile, Guid Service, Guid Flavor, string Tag, Guid Elf, Guid Module, Guid Config, Guid Script, Guid Certificate, Guid SposConfig)
    {
        public static readonly Ids Unknown = new(
            World.Nobody, World.Nobody, World.Nobody, "9.9.9", World.Nobody, World.Nobody, World.Nobody, World.Nobody, World.Nobody, World.Nobody);

        public static Ids InUse(World w) => new(w.Profile, w.Service, w.PublishedFlavor, w.Tag, w.Elf, w.Module, w.Config, w.Script, w.Certificate, w.SposConfig);

        public static Ids NotInUse(World w) => InUse(w) with
        {
            Flavor = w.Free!.Flavor,
            Elf = w.Free.Elf,
            Config = w.Free.Config,
            Script = w.Free.Script,
            Certificate = w.Free.Certificate,
            SposConfig = w.Free.SposConfig,
        };
    }
}
