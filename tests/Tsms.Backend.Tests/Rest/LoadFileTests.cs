using Tsms.Api.Admin;

namespace Tsms.Backend.Tests.Rest;

/// <summary>CAP intake (TR-03165 v1.1, 4.1.6.5).</summary>
public sealed class LoadFileTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    [Fact]
    public async Task CreateElf_CarKey_FillsFromTheCap()
    {
        var tenant = await backend.NewTenantAsync();
        var elf = await tenant.Client.CreateElfAsync("CarKey.cap", SampleCaps.CarKey);
        Assert.Equal(("F054534D5301", "CarKey.cap", "CAP"), (elf.Aid, elf.FileName, elf.Type));
        Assert.Equal(("3.0.4", "0.0"), (elf.TechnicalRequirements!.JavaCardVersion, elf.TechnicalRequirements.GpApiVersion));
        Assert.Contains("A0000000620101", elf.ImportedPackages!);
        Assert.Equal(backend.Time.GetUtcNow(), elf.CreationDate);
        var module = Assert.Single(await tenant.Client.ListEmsAsync(elf.Id!.Value));
        Assert.Equal(("F054534D530101", elf.Id), (module.Aid, module.ElfId));
        Assert.Equal(SampleCaps.CarKey, await tenant.Client.GetElfBinaryAsync(elf.Id.Value));
    }

    // The Header of format 2.1 has no name, and later ones may leave it out (JCVM 3.0.5, 6.4); the folder in the JAR is the package's (4.1.3).
    [Theory]
    [InlineData("eu/example/door/", "eu.example.door")]
    [InlineData("one/", "one")]
    [InlineData("./eu/example/", "eu.example")]
    [InlineData("/eu//example/", "eu.example")]
    [InlineData("eu\\example\\", "eu.example")]
    [InlineData("", "")]
    public async Task CreateElf_WithoutNameInTheHeader_TakesThatOfTheFolder(string folder, string name)
    {
        var tenant = await backend.NewTenantAsync();
        var elf = await tenant.Client.CreateElfAsync("CarKey.cap", SampleCaps.InFolder(SampleCaps.CarKey, folder));
        Assert.Equal(name, elf.PackageName);
        Assert.Equal(name, (await tenant.Client.GetElfAsync(elf.Id!.Value)).PackageName);
    }

    [Fact]
    public async Task CreateElf_ImportsOfGlobalPlatformAndNewerJavaCard_AreRequirements()
    {
        var tenant = await backend.NewTenantAsync();
        Assert.Equal("1.1", (await tenant.Client.CreateElfAsync("Vault.cap", SampleCaps.Vault)).TechnicalRequirements!.GpApiVersion);
        var newer = await tenant.Client.CreateElfAsync("newer.cap", SampleCaps.WithImports(SampleCaps.CarKey, 7));
        Assert.Equal("3.1.0", newer.TechnicalRequirements!.JavaCardVersion);
        var future = await tenant.Client.CreateElfAsync("future.cap", SampleCaps.WithImports(SampleCaps.CarKey, 200));
        Assert.Equal("99.0.0", future.TechnicalRequirements!.JavaCardVersion);
    }

    [Fact]
    public async Task CreateElf_CutAtEveryLength_IsInvalidFile()
    {
        var tenant = await backend.NewTenantAsync();
        for (var length = 0; length < SampleCaps.CarKey.Length; length++)
        {
            var message = await RestAssert.FaultAsync(1013, tenant.SendAsync("POST", "/executable-load-files", SampleCaps.Form(SampleCaps.CarKey[..length])));
            Assert.Contains(" at byte ", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task CreateElf_AidOutsideRids_IsWrongFormat()
    {
        var tenant = await backend.NewTenantAsync("A000000617");
        var message = await RestAssert.FaultAsync(1008, tenant.SendAsync("POST", "/executable-load-files", SampleCaps.Form(SampleCaps.CarKey)));
        Assert.Contains("F054534D53", message, StringComparison.Ordinal);
        await backend.Providers.AssignRidsAsync(tenant.Credentials.Id, ["f054534d53"], cancellationToken: TestContext.Current.CancellationToken);
        await tenant.Client.CreateElfAsync("CarKey.cap", SampleCaps.CarKey);
    }

    [Fact]
    public async Task CreateElf_ExactlyTheLimit_IsReadAsCap()
    {
        var tenant = await backend.NewTenantAsync();
        await RestAssert.FaultAsync(1013, tenant.SendAsync("POST", "/executable-load-files", SampleCaps.Form(new byte[BackendFixture.MaxUpload])));
        var message = await RestAssert.FaultAsync(1014, tenant.SendAsync("POST", "/executable-load-files", SampleCaps.Form(new byte[BackendFixture.MaxUpload + 1])));
        Assert.Equal($"Upload failed: 0.0626MB exceeds maximum upload file size of 0.0625MB. (at most {BackendFixture.MaxUpload} bytes)", message);
    }

    [Fact]
    public async Task CreateElf_SeveralPackages_IsInvalidFile()
    {
        var tenant = await backend.NewTenantAsync();
        using var both = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(both, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var cap in new[] { SampleCaps.CarKey, SampleCaps.Vault })
            {
                using var source = new System.IO.Compression.ZipArchive(new MemoryStream(cap));
                foreach (var entry in source.Entries.Where(e => e.Name.EndsWith(".cap", StringComparison.Ordinal)))
                {
                    using var target = zip.CreateEntry(entry.FullName).Open();
                    using var bytes = entry.Open();
                    await bytes.CopyToAsync(target, TestContext.Current.CancellationToken);
                }
            }
        }

        var message = await RestAssert.FaultAsync(1013, tenant.SendAsync("POST", "/executable-load-files", SampleCaps.Form(both.ToArray())));
        Assert.Contains("2 packages", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModifyElf_SameBinaryBehindPublication_RenamesOnly()
    {
        var world = await World.CreateAsync(backend);
        var elf = await world.Tenant.Client.ModifyElfAsync(world.Elf, "renamed.cap", SampleCaps.CarKey);
        Assert.Equal("renamed.cap", elf.FileName);
        Assert.Equal(world.Module, (await world.Tenant.Client.ListEmsAsync(world.Elf)).Single().Id);
    }

    [Fact]
    public async Task ModifyElf_OtherPackage_ReplacesModulesAndForgetsTheOldBinary()
    {
        var tenant = await backend.NewTenantAsync();
        var elf = await tenant.Client.CreateElfAsync("a.cap", SampleCaps.WithImports(SampleCaps.CarKey, 4));
        var changed = await tenant.Client.ModifyElfAsync(elf.Id!.Value, "b.cap", SampleCaps.Vault);
        Assert.Equal("F054534D5302", changed.Aid);
        Assert.Equal("F054534D530201", Assert.Single(await tenant.Client.ListEmsAsync(elf.Id.Value)).Aid);
        Assert.Equal(SampleCaps.Vault, await tenant.Client.GetElfBinaryAsync(elf.Id.Value));
    }

    [Fact]
    public async Task ModifyElf_ModuleInUseWouldVanish_IsNotExisting()
    {
        var tenant = await backend.NewTenantAsync();
        var client = tenant.Client;
        var service = (await client.CreateServiceAsync(new Service { Name = "A" })).Id!.Value;
        var elf = (await client.CreateElfAsync("a.cap", SampleCaps.CarKey)).Id!.Value;
        var module = (await client.ListEmsAsync(elf)).Single().Id;
        var config = (await client.CreateAppConfigAsync(new ApplicationConfig { InstanceAid = "F054534D530101" })).Id;
        await client.CreateFlavorAsync(service, new Flavor
        {
            ExecutableLoadFileIds = [elf],
            ApplicationInstantiationConfigs = [new() { ExecutableModuleId = module, ApplicationConfigId = config }],
        });
        var message = await RestAssert.FaultAsync(1009, tenant.SendAsync("PUT", $"/executable-load-files/{elf}", SampleCaps.Form(SampleCaps.Vault)));
        Assert.Contains($"ExecutableModule with id '{module}'", message, StringComparison.Ordinal);
        Assert.Equal("F054534D5301", (await client.GetElfAsync(elf)).Aid);
    }

    [Fact]
    public async Task DeleteElf_SameBinaryTwice_KeepsItForTheOther()
    {
        var tenant = await backend.NewTenantAsync();
        var first = await tenant.Client.CreateElfAsync("a.cap", SampleCaps.CarKey);
        var second = await tenant.Client.CreateElfAsync("b.cap", SampleCaps.CarKey);
        await tenant.Client.DeleteElfAsync(first.Id!.Value);
        Assert.Equal(SampleCaps.CarKey, await tenant.Client.GetElfBinaryAsync(second.Id!.Value));
    }
}
