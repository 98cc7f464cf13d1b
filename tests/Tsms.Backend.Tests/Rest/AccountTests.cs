using System.Text.Json;
using Tsms.Backend.Hosting;
using Tsms.Backend.Profiles;

namespace Tsms.Backend.Tests.Rest;

/// <summary>What every provider reads and none writes: its account (TR-03165 v1.1, 4.1.6.2) and the operator's profiles (4.1.6.3.1, 4.1.6.3.2).</summary>
public sealed class AccountTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    [Theory]
    [InlineData("/service-providers/current")]
    [InlineData("/serviceproviders/current")]
    public async Task Account_OnBothPaths_IsTheCallersOwn(string path)
    {
        foreach (var tenant in new[] { await backend.NewTenantAsync(), await backend.NewTenantAsync() })
        {
            var account = Json(await RestAssert.SuccessAsync(tenant.SendAsync("GET", path)));
            Assert.Equal(["id", "name"], account.EnumerateObject().Select(m => m.Name).Order());
            Assert.Equal((tenant.Credentials.Id, "Provider"), (account.GetProperty("id").GetGuid(), account.GetProperty("name").GetString()));
            foreach (var method in new[] { "PUT", "POST", "DELETE" })
            {
                using var answer = await tenant.SendAsync(method, path, Tenant.Json("""{"name":"x"}"""));
                Assert.Equal(404, (int)answer.StatusCode);
            }
        }
    }

    [Fact]
    public async Task Profiles_Listed_AreAllOfTheFilesWithAllAttributes()
    {
        var tenant = await backend.NewTenantAsync();
        var listed = Json(await RestAssert.SuccessAsync(tenant.SendAsync("GET", "/secure-component-profiles"))).EnumerateArray().ToList();
        Assert.Equal(ProfileCatalog.Load(new TsmsBackendOptions()).All.Select(p => p.Id).Order(), listed.Select(p => p.GetProperty("id").GetGuid()).Order());
        Assert.True(listed.Count >= 8);
        string[] attributes =
        [
            "certifications", "csp", "gpApiVersions", "gpSpecVersions", "hardwarePlatform", "id", "javaCardFeatures", "javaCardVersion", "name", "os", "osVersion", "scType",
        ];
        foreach (var profile in listed)
        {
            Assert.Equal(attributes, profile.EnumerateObject().Select(m => m.Name).Order(StringComparer.Ordinal));
            var one = await RestAssert.SuccessAsync(tenant.SendAsync("GET", $"/secure-component-profiles/{profile.GetProperty("id").GetString()}"));
            Assert.Equal(profile.GetRawText(), one);
        }
    }

    [Fact]
    public async Task Profile_Unknown_IsNotExisting()
    {
        var tenant = await backend.NewTenantAsync();
        foreach (var id in new[] { $"{World.Nobody}", "no-uuid", $"{tenant.Credentials.Id}" })
        {
            Assert.Equal(
                $"Not existing: SecureComponentProfile with id '{id}' does not exist.", await RestAssert.FaultAsync(1009, tenant.SendAsync("GET", $"/secure-component-profiles/{id}")));
        }
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
