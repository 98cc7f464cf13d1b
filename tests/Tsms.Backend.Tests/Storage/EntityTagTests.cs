using System.Net.Http.Headers;
using System.Net.Http.Json;
using Tsms.Api.Admin;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Storage;

/// <summary>ETag, If-Match and If-None-Match: no client overwrites what it has not seen.</summary>
public sealed class EntityTagTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    [Fact]
    public async Task Put_WithTheTagOfGet_IsMadeAndAnswersTheNextTag()
    {
        var (world, path, tag) = await ServiceAsync();
        using var changed = await SendAsync(world, "PUT", path, """{"name":"B"}""", match: tag);
        Assert.Equal(200, (int)changed.StatusCode);
        using var read = await SendAsync(world, "GET", path);
        Assert.Equal(read.Headers.ETag, changed.Headers.ETag);
        Assert.NotEqual(tag, read.Headers.ETag!.ToString());
        using var again = await SendAsync(world, "PUT", path, """{"name":"C"}""", match: read.Headers.ETag!.ToString());
        Assert.Equal(200, (int)again.StatusCode);
    }

    [Fact]
    public async Task Put_AfterAnotherChange_IsRefusedWith412AndChangesNothing()
    {
        var (world, path, tag) = await ServiceAsync();
        using var first = await SendAsync(world, "PUT", path, """{"name":"B"}""", match: tag);
        using var second = await SendAsync(world, "PUT", path, """{"name":"C"}""", match: tag);
        Assert.Equal(412, (int)second.StatusCode);
        var error = await second.Content.ReadFromJsonAsync<GeneralError>(TestContext.Current.CancellationToken);
        Assert.Equal(1002, error!.ErrorCategory);
        Assert.StartsWith("Invalid request: precondition failed.", error.ErrorMessage, StringComparison.Ordinal);
        using var read = await SendAsync(world, "GET", path);
        Assert.Contains("\"B\"", await read.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_EightAtOnceWithOneTag_OneIsMade()
    {
        var (world, path, tag) = await ServiceAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SendAsync(world, "PUT", path, $$"""{"name":"N{{i}}"}""", match: tag)));
        Assert.Equal([200, 412, 412, 412, 412, 412, 412, 412], answers.Select(a => (int)a.StatusCode).Order());
        Array.ForEach(answers, a => a.Dispose());
    }

    [Fact]
    public async Task LinkProfiles_ManyAtOnce_LoseNone()
    {
        var world = await World.CreateAsync(backend);
        var names = new[] { "uicc-sja2", "euicc-scp03", "NXP JCOP4 J3R180 SecID", "NXP JCOP4 J3R110 SecID" };
        var ids = (await world.Tenant.Client.ListSecureComponentProfilesAsync()).Where(p => names.Contains(p.Name)).Select(p => p.Id!.Value).ToList();
        var path = $"/services/{world.Service}/versions/{world.Tag}/secure-component-profiles";
        await Task.WhenAll(ids.Select(id => RestAssert.SuccessAsync(world.Tenant.JsonAsync("POST", path, $$"""{"{{id}}":"{{world.PublishedFlavor}}"}"""))));
        var linked = await RestAssert.SuccessAsync(world.Tenant.SendAsync("GET", path));
        Assert.All(ids, id => Assert.Contains($"{id}", linked, StringComparison.Ordinal));
        Assert.Equal(4, ids.Count);
    }

    [Theory]
    [InlineData("*", 200)]
    [InlineData("\"0\", {0}", 200)]
    [InlineData("\"0\"", 412)]
    [InlineData("W/{0}", 412)]
    [InlineData("0", 400)]
    [InlineData("", 400)]
    public async Task Put_WithIfMatch_ComparesStrongly(string match, int status)
    {
        var (world, path, tag) = await ServiceAsync();
        using var answer = await SendAsync(world, "PUT", path, """{"name":"B"}""", match: match.Replace("{0}", tag, StringComparison.Ordinal));
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Get_WithIfNoneMatch_IsNotModified()
    {
        var (world, path, tag) = await ServiceAsync();
        using var same = await SendAsync(world, "GET", path, noneMatch: $"W/{tag}");
        Assert.Equal(304, (int)same.StatusCode);
        Assert.Empty(await same.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using var other = await SendAsync(world, "GET", path, noneMatch: "\"0\"");
        Assert.Equal(200, (int)other.StatusCode);
    }

    [Fact]
    public async Task OtherFaults_GoBeforeThePrecondition()
    {
        var (world, path, _) = await ServiceAsync();
        using var unknown = await SendAsync(world, "PUT", path, """{"nme":"B"}""", match: "\"0\"");
        using var missing = await SendAsync(world, "PUT", $"/services/{World.Nobody}", """{"name":"B"}""", match: "\"0\"");
        Assert.Equal(400, (int)unknown.StatusCode);
        Assert.Equal(400, (int)missing.StatusCode);
    }

    [Fact]
    public async Task PublishAndDelete_WithAnOldTag_AreRefused()
    {
        var world = await World.CreateAsync(backend);
        var path = $"/services/{world.Service}/flavors/{world.OpenFlavor}";
        using var read = await SendAsync(world, "GET", path);
        var tag = read.Headers.ETag!.ToString();
        using var changed = await SendAsync(world, "PUT", path, """{"name":"x"}""");
        using var stale = await SendAsync(world, "POST", $"{path}/publish", match: tag);
        Assert.Equal(412, (int)stale.StatusCode);
        using var fresh = await SendAsync(world, "POST", $"{path}/publish", match: changed.Headers.ETag!.ToString());
        Assert.True(fresh.IsSuccessStatusCode);
        var version = $"/services/{world.Service}/versions/{world.Tag}";
        using var staleDelete = await SendAsync(world, "DELETE", version, match: tag);
        Assert.Equal(412, (int)staleDelete.StatusCode);
        using var delete = await SendAsync(world, "DELETE", version);
        Assert.True(delete.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Download_OfABinary_HasATagOfItsContent()
    {
        var world = await World.CreateAsync(backend);
        using var answer = await SendAsync(world, "GET", $"/executable-load-files/{world.Elf}/binary");
        if (answer.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            Assert.Fail("the path of downloads is another");
        }

        Assert.Equal(SampleCaps.CarKey, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using var again = await SendAsync(world, "GET", $"/executable-load-files/{world.Elf}/binary", noneMatch: answer.Headers.ETag!.ToString());
        Assert.Equal(304, (int)again.StatusCode);
    }

    private async Task<(World World, string Path, string Tag)> ServiceAsync()
    {
        var world = await World.CreateAsync(backend);
        var path = $"/services/{world.Service}";
        using var read = await SendAsync(world, "GET", path);
        Assert.False(read.Headers.ETag!.IsWeak);
        return (world, path, read.Headers.ETag.ToString());
    }

    private async Task<HttpResponseMessage> SendAsync(World world, string method, string path, string? json = null, string? match = null, string? noneMatch = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), AdminPaths.Base + path) { Content = json is null ? null : Tenant.Json(json) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", world.Tenant.Token);
        if (match is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("If-Match", match));
        }

        if (noneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", noneMatch);
        }

        return await backend.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
