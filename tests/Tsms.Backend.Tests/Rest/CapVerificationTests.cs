using Tsms.Api.Admin;
using Tsms.Backend.Hosting;
using Tsms.JavaCard;
using Tsms.JavaCard.Assembling;
using Tsms.JavaCard.Components;
using Tsms.JavaCard.Exports;

namespace Tsms.Backend.Tests.Rest;

/// <summary>What does not verify is not taken in (docs/decisions/0006-verified-at-upload.md).</summary>
public sealed class CapVerificationTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    private const string Library = "package eu/lib F054534D53A1 1.0\nexport\nimport java/lang\npublic class L\n";
    private const string TakesShort = $"{Library}public static method m(S)S\nsload_0\nsreturn\nend";
    private const string TakesArray = $"{Library}public static method m([B)S\nsconst_0\nsreturn\nend";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pop\nreturn", "Stack")]
    [InlineData("sconst_0\nareturn", "Type")]
    [InlineData("goto +1", "BranchTarget")]
    [InlineData("nop", "FallsOff")]
    [InlineData("sload 9\npop\nreturn", "Local")]
    public async Task CreateElf_CodeThatDoesNotVerify_IsRefusedWithRuleComponentMethodAndOffset(string code, string rule)
    {
        var tenant = await backend.NewTenantAsync();
        var cap = Assemble($"package eu/bad F054534D53A0 1.0\nimport java/lang\nclass C\nstatic method bad()V stack 2 locals 2\n{code}\nend");
        var message = await RestAssert.FaultAsync(1013, tenant.SendAsync("POST", "/executable-load-files", SampleCaps.Form(cap)));
        Assert.Matches($@"\(does not verify: {rule}, Method class@\d+ method \d+ @\d+ at byte \d+, JCVM [\d.]+: ", message);
        Assert.Empty(await tenant.Client.ListElfsAsync(Cancellation));
    }

    [Fact]
    public async Task CreateElf_WithoutDescriptor_IsRefused()
    {
        var tenant = await backend.NewTenantAsync();
        var cap = Assemble("package eu/bad F054534D53A0 1.0\nnodescriptor\nimport java/lang\nclass C");
        var message = await RestAssert.FaultAsync(1013, tenant.SendAsync("POST", "/executable-load-files", SampleCaps.Form(cap)));
        Assert.Contains("MissingDescriptor, Descriptor, JCVM 6.14", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModifyElf_CodeThatDoesNotVerify_KeepsTheOldBinary()
    {
        var tenant = await backend.NewTenantAsync();
        var elf = (await tenant.Client.CreateElfAsync("a.cap", SampleCaps.CarKey, Cancellation)).Id!.Value;
        var cap = Assemble("package eu/bad F054534D53A0 1.0\nimport java/lang\nclass C\nstatic method bad()V\npop\nreturn\nend");
        await RestAssert.FaultAsync(1013, tenant.SendAsync("PUT", $"/executable-load-files/{elf}", SampleCaps.Form(cap)));
        Assert.Equal(SampleCaps.CarKey, await tenant.Client.GetElfBinaryAsync(elf, Cancellation));
    }

    [Fact]
    public async Task CreateElf_VerificationOff_TakesWhatCanBeRead()
    {
        await using var own = await OwnBackend.StartAsync(o => o with { CapVerification = CapVerification.Off });
        var provider = await own.NewProviderAsync();
        var client = new TsmsAdminClient(own.Http, provider.ClientId, provider.ClientSecret);
        var cap = Assemble("package eu/bad F054534D53A0 1.0\nnodescriptor\nimport java/lang\nclass C\nstatic method bad()V\npop\nreturn\nend");
        Assert.Equal("F054534D53A0", (await client.CreateElfAsync("a.cap", cap, Cancellation)).Aid);
        await Assert.ThrowsAsync<AdminApiException>(() => client.CreateElfAsync("a.cap", cap.AsMemory(0, 40), Cancellation));
    }

    /// <summary>A library of the provider's own is what an importing file is verified against.</summary>
    [Fact]
    public async Task CreateElf_ImportOfAnUploadedLibrary_IsVerifiedAgainstIt()
    {
        var tenant = await backend.NewTenantAsync();
        await tenant.Client.CreateElfAsync("lib.cap", Assemble(TakesArray), Cancellation);
        var message = await RestAssert.FaultAsync(1013, tenant.SendAsync("POST", "/executable-load-files", SampleCaps.Form(Caller(TakesShort))));
        Assert.Contains("does not verify: ", message, StringComparison.Ordinal);
        Assert.Equal("F054534D53A2", (await tenant.Client.CreateElfAsync("app.cap", Caller(TakesArray), Cancellation)).Aid);

        // Another provider's library is none of ours.
        var other = await backend.NewTenantAsync();
        await other.Client.CreateElfAsync("app.cap", Caller(TakesShort), Cancellation);
    }

    [Fact]
    public async Task CreateElf_UnknownImport_IsTakenUnlessVerificationIsRequired()
    {
        var tenant = await backend.NewTenantAsync();
        await tenant.Client.CreateElfAsync("app.cap", Caller(TakesShort), Cancellation);
        await using var own = await OwnBackend.StartAsync(o => o with { CapVerification = CapVerification.Required });
        var provider = await own.NewProviderAsync();
        var client = new TsmsAdminClient(own.Http, provider.ClientId, provider.ClientSecret);
        var e = await Assert.ThrowsAsync<AdminApiException>(() => client.CreateElfAsync("app.cap", Caller(TakesShort), Cancellation));
        Assert.Equal(1013, e.Category);
        Assert.Contains("F054534D53A1", e.Text, StringComparison.Ordinal);
        await client.CreateElfAsync("lib.cap", Assemble(TakesShort), Cancellation);
        await client.CreateElfAsync("app.cap", Caller(TakesShort), Cancellation);
    }

    /// <summary>What came unverified, because its library came later, is verified before it is fixed for ever.</summary>
    [Fact]
    public async Task PublishFlavor_LoadFilesThatDoNotFitEachOther_IsRefused()
    {
        var tenant = await backend.NewTenantAsync();
        var client = tenant.Client;
        var service = (await client.CreateServiceAsync(new Service { Name = "A" }, Cancellation)).Id!.Value;
        var app = (await client.CreateElfAsync("app.cap", Caller(TakesShort), Cancellation)).Id!.Value;
        var wrong = (await client.CreateElfAsync("lib.cap", Assemble(TakesArray), Cancellation)).Id!.Value;
        var right = (await client.CreateElfAsync("lib.cap", Assemble(TakesShort), Cancellation)).Id!.Value;
        var flavor = (await client.CreateFlavorAsync(service, new Flavor { ExecutableLoadFileIds = [app, wrong] }, Cancellation)).Id!.Value;
        var message = await RestAssert.FaultAsync(1016, tenant.SendAsync("POST", $"/services/{service}/flavors/{flavor}/publish"));
        Assert.Contains("ExecutableLoadFile F054534D53A2 does not verify", message, StringComparison.Ordinal);
        Assert.False((await client.GetFlavorAsync(service, flavor, Cancellation)).Published);
        await client.ModifyFlavorAsync(service, flavor, new Flavor { ExecutableLoadFileIds = [app, right] }, Cancellation);
        Assert.True((await client.PublishFlavorAsync(service, flavor, Cancellation)).Published);
    }

    private static byte[] Assemble(string source, IExportLookup? exports = null) => CapWriter.ToJar(CapAssembler.Assemble(source, exports));

    // Calls the library's method with what its source says that it takes.
    private static byte[] Caller(string library)
    {
        var array = library == TakesArray;
        var descriptor = array ? "([B)S" : "(S)S";

        // By hand, since a file without Debug component does not tell its names.
        var exports = ExportLookup.Api.With(new ExportFile(
            new PackageVersion(2, 1), CapAssembler.Assemble(library).Header.Package with { Name = "eu/lib" }, true, [],
            [new ExportedClass(0, 0x0001, "eu/lib/L", ["java/lang/Object"], [], [], [new ExportedMethod(0, 0x0009, "m", descriptor)], null)]));
        return Assemble(
            $"""
            package eu/app F054534D53A2 1.0
            import java/lang
            import eu/lib F054534D53A1 1.0
            class C
            static method call()S
              {(array ? "aconst_null" : "sconst_1")}
              invokestatic eu/lib/L.m{descriptor}
              sreturn
            end
            """,
            exports);
    }
}
