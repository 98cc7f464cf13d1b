using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.ExecutableLoadFiles;
using Tsms.Backend.Flavors;
using Tsms.Backend.Profiles;
using Tsms.Backend.Versions;

namespace Tsms.Backend.Tests.Rest;

/// <summary>What a load file needs against what a profile has, and imports among a Flavor's own load files.</summary>
public sealed class ConstraintTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    private const string Own = "F054534D53";

    [Theory]
    [InlineData("A0000000620101", "1.6", "3.0.5", "1.7", null)]
    [InlineData("A0000000620101", "1.6", "3.0.4", "1.7", "imports javacard.framework 1.6 of Java Card 3.0.5, profile P has 3.0.4")]
    [InlineData("A0000000620201", "1.8", "3.1.0", "1.7", "imports javacardx.crypto 1.8 of Java Card 3.2.0, profile P has 3.1.0")]
    [InlineData("A00000015100", "1.7", "3.0.5", "1.7", null)]
    [InlineData("A00000015100", "1.7", "3.0.5", "1.6", "imports org.globalplatform 1.7, profile P has 1.6")]
    [InlineData("A00000015100", "1.0", "3.0.5", null, "imports org.globalplatform 1.0, profile P has 0.0")]
    [InlineData("A00000015102", "1.4", "3.0.5", "1.7", "imports org.globalplatform.contactless 1.4, profile P has 1.3")]
    [InlineData("A00000015107", "1.1", "3.0.5", "1.7", null)]
    [InlineData("D27600012401", "9.9", "3.0.5", "1.7", null)]
    public void TechnicalConstraints_Import_IsNamedWhenItFails(string aid, string version, string javaCard, string? gpApi, string? expected)
    {
        var gpApis = new Dictionary<string, string> { ["contactless"] = "1.3" };
        if (gpApi is not null)
        {
            gpApis["card"] = gpApi;
        }

        var model = new SecureComponentProfile { Name = "P", JavaCardVersion = javaCard, GpApiVersions = gpApis, Csp = new Dictionary<string, string>() };
        Holds(expected, () => TechnicalConstraints.Check([Elf("01", "1.0", (aid, version))], useCspFull: false, new Profile(World.Nobody, model, Test: false, null, [])));
    }

    [Theory]
    [InlineData("1.2", "1.2", null)]
    [InlineData("1.3", "1.2", null)]
    [InlineData("1.1", "1.2", "imports F054534D5302 1.2, this Flavor has it in 1.1")]
    [InlineData("2.2", "1.2", "imports F054534D5302 1.2, this Flavor has it in 2.2")]
    public void ImportRules_LibraryOfTheFlavor_MustSatisfyTheImport(string there, string wanted, string? expected) =>
        Holds(expected, () => ImportRules.Check([Elf("01", "1.0", (Own + "02", wanted)), Elf("02", there)], [Own]));

    [Fact]
    public void ImportRules_OwnLibraryNotLinked_IsNamed() =>
        Holds("imports F054534D5302 1.2, which no ExecutableLoadFile of this Flavor is", () => ImportRules.Check([Elf("01", "1.0", (Own + "02", "1.2"))], [Own]));

    [Fact]
    public void ImportRules_LibraryOfOthers_IsTheCardsMatter() => Holds(null, () => ImportRules.Check([Elf("01", "1.0", ("A00000000901", "1.2"))], [Own]));

    [Fact]
    public async Task Flavor_WithUnresolvedImport_IsNeitherPublishedNorDeployed()
    {
        var world = await (await World.CreateAsync(backend)).AddFreeAsync();
        var flavor = world.Free!.NeedyFlavor;
        var message = await RestAssert.FaultAsync(1016, world.Tenant.SendAsync("POST", $"/services/{world.Service}/flavors/{flavor}/publish"));
        Assert.Contains("imports F054534D537777", message, StringComparison.Ordinal);
        await RestAssert.FaultAsync(1016, world.Tenant.JsonAsync(
            "POST", $"/services/{world.Service}/versions", $$$"""{"allowedDeployments":{"{{{flavor}}}":["{{{world.Profile}}}"]}}"""));
        await RestAssert.SuccessAsync(world.Tenant.JsonAsync("POST", $"/services/{world.Service}/versions", $$$"""{"allowedDeployments":{"{{{flavor}}}":[]}}"""));
    }

    [Fact]
    public async Task CreateVersion_CspWantedWhereThereIsNone_SaysSo()
    {
        var world = await World.CreateAsync(backend);
        var flavor = await world.Tenant.Client.CreateFlavorAsync(world.Service, new Flavor { FeatureConfig = new FeatureConfig { UseCspFull = true } });
        var message = await RestAssert.FaultAsync(1016, world.Tenant.JsonAsync(
            "POST", $"/services/{world.Service}/versions", $$$"""{"allowedDeployments":{"{{{flavor.Id}}}":["{{{world.Profile}}}"]}}"""));
        Assert.Equal("Technical constraints failed: minimal csp version not supported by SecureComponentProfile. (useCspFull is set, profile virtual-ese has no CSP)", message);
    }

    [Fact]
    public async Task CreateFlavor_InstanceWithTheAidOfALoadFile_IsWrongFormat()
    {
        var world = await World.CreateAsync(backend);
        var config = await world.Tenant.Client.CreateAppConfigAsync(new ApplicationConfig { InstanceAid = "F054534D5301" });
        await RestAssert.FaultAsync(1008, world.Tenant.JsonAsync(
            "POST", $"/services/{world.Service}/flavors",
            $$"""{"executableLoadFileIds":["{{world.Elf}}"],"applicationInstantiationConfigs":[{"executableModuleId":"{{world.Module}}","applicationConfigId":"{{config.Id}}"}]}"""));
    }

    private static void Holds(string? expected, Action check)
    {
        if (expected is null)
        {
            check();
            return;
        }

        var fault = Assert.Throws<RestFault>(check);
        Assert.Equal(ErrorCategory.TechnicalConstraints, fault.Category);
        Assert.Contains($"(ExecutableLoadFile {Own}01 {expected}", fault.Message, StringComparison.Ordinal);
    }

    private static ExecutableLoadFileRow Elf(string last, string version, params (string Aid, string Version)[] imports) => new()
    {
        Aid = Own + last,
        PackageVersion = version,
        JavaCardVersion = "2.1.0",
        GpApiVersion = "0.0",
        ImportedPackages = [.. imports.Select(i => i.Aid)],
        ImportedVersions = [.. imports.Select(i => i.Version)],
    };
}
