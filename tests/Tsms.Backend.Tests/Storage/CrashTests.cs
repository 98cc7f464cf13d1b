using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Storage;

/// <summary>An operation that breaks off at any of its writes, the commit included, leaves the database as it was, and can be done again.</summary>
public sealed class CrashTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    private const int Enough = 100;

    public static TheoryData<string> Names => [.. Requests.Keys];

    private static Dictionary<string, Func<World, (string Method, string Path, Func<HttpContent?> Body)>> Requests { get; } = new()
    {
        ["createService"] = _ => ("POST", "/services", () => Tenant.Json("""{"name":"New"}""")),
        ["modifyService"] = w => ("PUT", $"/services/{w.Service}", () => Tenant.Json("""{"name":"Other","spParameters":{"a":"1"}}""")),
        ["deleteService"] = w => ("DELETE", $"/services/{w.Service}", () => null),
        ["createFlavor"] = w => ("POST", $"/services/{w.Service}/flavors", () => Tenant.Json($$"""{"executableLoadFileIds":["{{w.Elf}}"]}""")),
        ["modifyFlavor"] = w => ("PUT", $"/services/{w.Service}/flavors/{w.Free!.Flavor}", () => Tenant.Json($$"""{"name":"n","executableLoadFileIds":["{{w.Elf}}"]}""")),
        ["publishFlavor"] = w => ("POST", $"/services/{w.Service}/flavors/{w.OpenFlavor}/publish", () => null),
        ["linkElfs"] = w => ("POST", $"/services/{w.Service}/flavors/{w.Free!.Flavor}/executable-load-files", () => Tenant.Json($"""["{w.Elf}"]""")),
        ["createVersion"] = w => ("POST", $"/services/{w.Service}/versions", () => Tenant.Json($$$"""{"allowedDeployments":{"{{{w.PublishedFlavor}}}":["{{{w.Profile}}}"]}}""")),
        ["modifyVersion"] = w => ("PUT", $"/services/{w.Service}/versions/{w.Tag}", () => Tenant.Json($$$"""{"tag":"{{{w.Tag}}}","allowedDeployments":{}}""")),
        ["deleteVersion"] = w => ("DELETE", $"/services/{w.Service}/versions/{w.Tag}", () => null),
        ["createElf"] = _ => ("POST", "/executable-load-files", () => SampleCaps.Form(SampleCaps.Vault)),
        ["createAppConfig"] = _ => ("POST", "/application-configs", () => Tenant.Json("""{"instanceAid":"F054534D53AA"}""")),
        ["modifyAppConfig"] = w => ("PUT", $"/application-configs/{w.Config}", () => Tenant.Json("""{"instanceAid":"F054534D53010101","name":"n"}""")),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Operation_BrokenOffAtEachWrite_LeavesNothingHalfDone(string name)
    {
        var world = await (await World.CreateAsync(backend)).AddFreeAsync();
        var (method, path, body) = Requests[name](world);
        await BreakOffAsync(world, method, path, body);
    }

    [Fact]
    public async Task DeleteAndModifyElf_BrokenOffAtEachWrite_KeepTheBinary()
    {
        var world = await World.CreateAsync(backend);
        var elf = (await world.Tenant.Client.CreateElfAsync("a.cap", SampleCaps.WithImports(SampleCaps.Vault, 5))).Id;
        await BreakOffAsync(world, "PUT", $"/executable-load-files/{elf}", () => SampleCaps.Form(SampleCaps.Vault));
        await BreakOffAsync(world, "DELETE", $"/executable-load-files/{elf}", () => null);
        await using var connection = await TestDatabase.OpenAsync(backend.DataDirectory);
        Assert.Equal(0L, Convert.ToInt64(
            await connection.ScalarAsync("""SELECT COUNT(*) FROM binaries WHERE "Hash" NOT IN (SELECT "BinaryHash" FROM executable_load_files) AND octet_length("Content") > 4096"""
                .Replace("octet_length", TestDatabase.IsPostgres ? "octet_length" : "length", StringComparison.Ordinal)),
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
