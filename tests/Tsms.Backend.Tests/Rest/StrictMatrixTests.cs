using System.Net.Http.Headers;
using System.Text;

namespace Tsms.Backend.Tests.Rest;

/// <summary>The same bad bodies at every operation: 1002 or one of the categories of bodies, never 500, and nothing is changed.</summary>
public sealed class StrictMatrixTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    // What is sent and what it is answered with at an operation with a JSON body; 0 for any category of bodies, which depends on the entity.
    private static readonly (string Body, int Category)[] s_json =
    [
        ("", 1002), (" ", 1002), ("{", 1002), ("{]", 1002), ("{\"a\":1,}", 1002), ("{} {}", 1002), ("{\"a\":1,\"a\":1}", 1002), ("{\"\\ud800\":1}", 1002), ("[\"\\ud800\"]", 1002),
        ("{\"a\":01}", 1002), ("{\"a\":NaN}", 1002), ("{'a':1}", 1002), ("\uFEFF{}", 1002), (Deep('['), 1002), (Deep('{'), 1002),
        ("null", 1008), ("true", 1008), ("1e999999999", 1008), ("\"x\"", 1008), ("[null]", 1008), ("[1e400]", 1008), ("[[]]", 1008), ("[{}]", 1008),
        ("{\"colour\":1e999999999}", 0), ("{\"\":{}}", 0), ("{\"__proto__\":{}}", 0), ("{\"id\":{}}", 0), ("{\"name\":99999999999999999999999999999999}", 0),
    ];

    private static readonly string[] s_types = ["text/plain", "application/xml", "application/json; charset=utf-16", "application/jsonp", "multipart/form-data", "x", "application/x-www-form-urlencoded"];

    public static TheoryData<string> WithJson => [.. ContractData.WithToken.Where(o => o.Body == "json").Select(o => o.Id)];

    public static TheoryData<string> WithUpload => [.. ContractData.WithToken.Where(o => o.Body == "upload").Select(o => o.Id)];

    public static TheoryData<string> WithoutBody => [.. ContractData.WithToken.Where(o => o.Body == "none").Select(o => o.Id)];

    [Theory]
    [MemberData(nameof(WithJson))]
    public async Task Json_Bad_IsRefused(string id)
    {
        var operation = ContractData.Of(id);
        var world = await World.CreateAsync(backend);
        var before = await world.DumpAsync();
        var path = world.Fill(operation.Path);
        foreach (var (body, category) in s_json)
        {
            using var answer = await world.Tenant.SendAsync(operation.Method, path, Tenant.Json(body));
            var found = await RestAssert.CategoryAsync(answer);
            Assert.True(category == 0 ? found is >= 1003 and <= 1008 : found == category, $"{body[..Math.Min(40, body.Length)]}: {found} instead of {category}");
        }

        foreach (var type in s_types)
        {
            await RestAssert.FaultAsync(1002, world.Tenant.SendAsync(operation.Method, path, Typed(ContractData.ValidJson(id, world)!, type)));
        }

        using var zipped = Tenant.Json(ContractData.ValidJson(id, world)!);
        zipped.Headers.ContentEncoding.Add("gzip");
        await RestAssert.FaultAsync(1002, world.Tenant.SendAsync(operation.Method, path, zipped));
        using var latin = new ByteArrayContent([(byte)'"', 0xE4, (byte)'"']);
        latin.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await RestAssert.FaultAsync(1002, world.Tenant.SendAsync(operation.Method, path, latin));
        await RestAssert.FaultAsync(1014, world.Tenant.SendAsync(operation.Method, path, Tenant.Json($"\"{new string('x', 20_000)}\"")));
        Assert.Equal(before, await world.DumpAsync());
    }

    [Theory]
    [MemberData(nameof(WithUpload))]
    public async Task Upload_Bad_IsRefused(string id)
    {
        var operation = ContractData.Of(id);
        var world = await World.CreateAsync(backend);
        var before = await world.DumpAsync();
        var path = world.Fill(operation.Path);
        foreach (var type in s_types.Append("multipart/mixed; boundary=x").Append("multipart/form-data; boundary=").Append($"multipart/form-data; boundary={new string('x', 71)}"))
        {
            await RestAssert.FaultAsync(1002, world.Tenant.SendAsync(operation.Method, path, Typed("--x--", type)));
        }

        foreach (var body in new[]
        {
            "", "--", "--x", "--x\r\n\r\n", "--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--", "--x\r\nContent-Disposition: nonsense\r\n\r\n1\r\n--x--",
            "--x\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n1\r\n--x--", $"--x\r\n{string.Concat(Enumerable.Range(0, 20).Select(i => $"A{i}: b\r\n"))}\r\n1\r\n--x--",
            $"--x\r\nA: {new string('b', 10_000)}\r\n\r\n1\r\n--x--",
            string.Concat(Enumerable.Range(0, 40).Select(i => $"--x\r\nContent-Disposition: form-data; name=\"f{i}\"\r\n\r\n1\r\n")) + "--x--",
        })
        {
            await RestAssert.FaultAsync(1002, world.Tenant.SendAsync(operation.Method, path, Typed(body, "multipart/form-data; boundary=x")));
        }

        using var huge = new ByteArrayContent(new byte[600_000]);
        huge.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        await RestAssert.FaultAsync(1014, world.Tenant.SendAsync(operation.Method, path, huge));
        Assert.Equal(before, await world.DumpAsync());
    }

    [Theory]
    [MemberData(nameof(WithoutBody))]
    public async Task Body_WhereNoneIsAllowed_IsRefused(string id)
    {
        var operation = ContractData.Of(id);
        var world = await World.CreateAsync(backend);
        foreach (var body in new[] { "{}", "x", "{" })
        {
            Assert.Equal("Invalid request: request body not allowed.", await RestAssert.FaultAsync(1002, world.Tenant.JsonAsync(operation.Method, world.Fill(operation.Path), body)));
        }

        using var chunked = Tenant.Json("{}");
        chunked.Headers.ContentLength = null;
        await RestAssert.FaultAsync(1002, world.Tenant.SendAsync(operation.Method, world.Fill(operation.Path), chunked));
    }

    [Fact]
    public async Task Upload_ChunkedAndHuge_IsTooLarge()
    {
        var tenant = await backend.NewTenantAsync();
        using var content = SampleFiles.Form("elf", new byte[420_000]);
        using var chunked = new StreamContent(await content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        chunked.Headers.ContentType = content.Headers.ContentType;
        using var request = new HttpRequestMessage(HttpMethod.Post, Api.Admin.AdminPaths.ExecutableLoadFiles) { Content = chunked };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tenant.Token);
        await RestAssert.FaultAsync(1014, backend.Http.SendAsync(request, TestContext.Current.CancellationToken));
    }

    private static string Deep(char open) => open == '[' ? new string('[', 5000) : string.Concat(Enumerable.Repeat("{\"a\":", 2500));

    private static ByteArrayContent Typed(string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }
}
