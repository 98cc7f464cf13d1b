using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Storage;

/// <summary>An operation that breaks off at any of its writes, the commit included, leaves the database as it was, and can be done again.</summary>
public sealed class CrashTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    private const int Enough = 100;

    public static TheoryData<string> Names => [.. Requests.Keys];

    // Each a request that changes something; the free things of the world can be deleted.
    private static Dictionary<string, (string Method, string Path, Func<World, HttpContent?> Body)> Requests { get; } = new()
    {
        ["createService"] = ("POST", "/services", _ => Tenant.Json("""{"name":"New"}""")),
        ["modifyService"] = ("PUT", "/services/{serviceId}", _ => Tenant.Json("""{"name":"Other","spParameters":{"a":"1"}}""")),
        ["deleteService"] = ("DELETE", "/services/{serviceId}", _ => null),
        ["createFlavor"] = ("POST", "/services/{serviceId}/flavors", w => Tenant.Json($$"""{"executableLoadFileIds":["{{w.Elf}}"]}""")),
        ["modifyFlavor"] = ("PUT", "/services/{serviceId}/flavors/{flavorId}", w => Tenant.Json($$"""{"name":"n","executableLoadFileIds":["{{w.Elf}}"]}""")),
        ["publishFlavor"] = ("POST", "/services/{serviceId}/flavors/{flavorId}/publish", _ => null),
        ["deleteFlavor"] = ("DELETE", "/services/{serviceId}/flavors/{flavorId}", _ => null),
        ["linkElfs"] = ("POST", "/services/{serviceId}/flavors/{flavorId}/executable-load-files", w => Tenant.Json($"""["{w.Elf}"]""")),
        ["createVersion"] = ("POST", "/services/{serviceId}/versions", w => Tenant.Json($$$"""{"allowedDeployments":{"{{{w.PublishedFlavor}}}":["{{{w.Profile}}}"]}}""")),
        ["modifyVersion"] = ("PUT", "/services/{serviceId}/versions/{tag}", w => Tenant.Json($$$"""{"tag":"{{{w.Tag}}}","allowedDeployments":{}}""")),
        ["deleteVersion"] = ("DELETE", "/services/{serviceId}/versions/{tag}", _ => null),
        ["createElf"] = ("POST", "/executable-load-files", _ => SampleCaps.Form(SampleCaps.WithImports(SampleCaps.Vault, 4))),
        ["deleteElf"] = ("DELETE", "/executable-load-files/{elfId}", _ => null),
        ["createAppConfig"] = ("POST", "/application-configs", _ => Tenant.Json("""{"instanceAid":"F054534D53AA"}""")),
        ["modifyAppConfig"] = ("PUT", "/application-configs/{applicationConfigId}", _ => Tenant.Json("""{"instanceAid":"F054534D530202","name":"n"}""")),
        ["deleteAppConfig"] = ("DELETE", "/application-configs/{applicationConfigId}", _ => null),
        ["createScript"] = ("POST", "/personalization-scripts", _ => SampleFiles.Form("script", "80E2900001"u8.ToArray())),
        ["deleteScript"] = ("DELETE", "/personalization-scripts/{personalizationScriptId}", _ => null),
        ["modifyCert"] = ("PUT", "/certificates/{certificateId}", _ => SampleFiles.Form("cert", SampleFiles.NewCertificate("CN=new").RawData)),
        ["deleteCert"] = ("DELETE", "/certificates/{certificateId}", _ => null),
        ["createSposConfig"] = ("POST", "/spos-configs", w => Tenant.Json($$"""{"url":"https://spos.example/x","certificateId":"{{w.Certificate}}"}""")),
        ["deleteSposConfig"] = ("DELETE", "/spos-configs/{sposConfigId}", _ => null),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Operation_BrokenOffAtEachWrite_LeavesNothingHalfDone(string name)
    {
        var world = await (await World.CreateAsync(backend)).AddFreeAsync();
        var (method, path, body) = Requests[name];
        await BreakOffAsync(world, method, world.FillFree(path), () => body(world));
    }

    [Fact]
    public async Task DeleteAndModifyElf_BrokenOffAtEachWrite_KeepTheBinary()
    {
        var world = await World.CreateAsync(backend);
        var elf = (await world.Tenant.Client.CreateElfAsync("a.cap", SampleCaps.WithImports(SampleCaps.Vault, 2))).Id;
        await BreakOffAsync(world, "PUT", $"/executable-load-files/{elf}", () => SampleCaps.Form(SampleCaps.Vault));
        await BreakOffAsync(world, "DELETE", $"/executable-load-files/{elf}", () => null);
        await using var connection = await TestDatabase.OpenAsync(backend.DataDirectory);
        Assert.Equal(0L, Convert.ToInt64(
            await connection.ScalarAsync("""
                SELECT COUNT(*) FROM binaries WHERE "Hash" NOT IN (SELECT "BinaryHash" FROM executable_load_files)
                AND "Hash" NOT IN (SELECT "BinaryHash" FROM personalization_scripts) AND "Hash" NOT IN (SELECT "BinaryHash" FROM certificates)
                """),
            null));
    }

    private async Task BreakOffAsync(World world, string method, string path, Func<HttpContent?> body)
    {
        for (var write = 1; write < Enough; write++)
        {
            var before = await TestDatabase.DumpAsync(backend.DataDirectory);
            backend.Faults.Arm(write);
            using var answer = await world.Tenant.SendAsync(method, path, body());
            var fired = backend.Faults.Fired;
            backend.Faults.Arm(0);
            if (!fired)
            {
                Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}");
                Assert.True(write > 2, "an operation writes at least its change and its commit");
                Assert.NotEqual(before, await TestDatabase.DumpAsync(backend.DataDirectory));
                return;
            }

            Assert.Equal(500, (int)answer.StatusCode);
            Assert.Equal(before, await TestDatabase.DumpAsync(backend.DataDirectory));
        }

        Assert.Fail($"{method} {path} never came through");
    }
}
