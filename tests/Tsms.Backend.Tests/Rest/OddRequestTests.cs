using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Tsms.Api.Admin;

namespace Tsms.Backend.Tests.Rest;

/// <summary>Requests that are right in an unusual way, and such that are wrong in an unusual way.</summary>
public sealed class OddRequestTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    // {0}: a Service's id. What stands for it is another spelling of the same number, which .NET's own parser takes.
    public static TheoryData<string, int> Ids => new()
    {
        { "{0}", 200 }, { "%20{0}", 400 }, { "{0}%20", 400 }, { "{0}%09", 400 }, { "%7B{0}%7D", 400 }, { "({0})", 400 }, { "{0}%0A", 400 }, { "urn:uuid:{0}", 400 },
        { "a%2Fb", 400 }, { "%ff%fe", 400 }, { "%F0%9F%98%80", 400 },
    };

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Path_WithId_TakesTheUsualFormAlone(string form, int status)
    {
        var (tenant, id) = await ServiceAsync();
        foreach (var spelling in new[] { $"{id}", $"{id}".ToUpperInvariant() })
        {
            var pending = tenant.SendAsync("GET", $"/services/{form.Replace("{0}", spelling, StringComparison.Ordinal)}");
            if (status == 200)
            {
                Assert.Contains($"\"{id}\"", await RestAssert.SuccessAsync(pending), StringComparison.Ordinal);
            }
            else
            {
                await RestAssert.FaultAsync(1009, pending);
            }
        }
    }

    [Theory]
    [InlineData(" 01a20923-bea1-7677-a7f6-a3936110e525")]
    [InlineData("01a20923-bea1-7677-a7f6-a3936110e525 ")]
    [InlineData("0xa20923-bea1-7677-a7f6-a3936110e525")]
    [InlineData("+1a20923-bea1-7677-a7f6-a3936110e525")]
    [InlineData("01a20923-0xa1-7677-a7f6-a3936110e525")]
    [InlineData("01a20923bea17677a7f6a3936110e525")]
    [InlineData("{01a20923-bea1-7677-a7f6-a3936110e525}")]
    [InlineData("")]
    public async Task Body_WithAnIdInAnotherForm_IsWrongFormat(string id)
    {
        var tenant = await backend.NewTenantAsync();
        var message = await RestAssert.FaultAsync(1008, tenant.JsonAsync("POST", "/services", $$"""{"name":"A","sposConfigId":"{{id}}"}"""));
        Assert.Equal($"Invalid format '{id}' for sposConfigId. Supported format is uuid.", message);
        await RestAssert.FaultAsync(1008, tenant.JsonAsync("POST", $"/services/{(await ServiceAsync()).Id}/versions", $$$"""{"allowedDeployments":{"{{{id}}}":[]}}"""));
    }

    [Fact]
    public async Task Path_UnknownOrWithUnknownMethod_IsNotFoundWithoutBody()
    {
        var (tenant, id) = await ServiceAsync();
        foreach (var (method, path) in new[]
        {
            ("HEAD", "/services"), ("OPTIONS", "/services"), ("TRACE", "/services"), ("PATCH", $"/services/{id}"), ("FOO", "/services"), ("POST", $"/services/{id}"), ("PUT", "/auth"),
            ("GET", ""), ("GET", "/"), ("GET", "//services"), ("GET", "/services//"), ("GET", $"/services/{id}/nothing"), ("GET", "/service-providers"), ("GET", "/service-providers/x"),
            ("GET", "/Services"), ("GET", "/SERVICES"), ("GET", "/services/"), ("GET", $"/services/{id}/"), ("GET", $"/Services/{id}"), ("GET", $"/services/{id}/Versions"),
            ("GET", $"/services/{id}/versions/"), ("DELETE", $"/services/{id}/"), ("POST", "/services/"), ("POST", "/Auth"), ("POST", "/auth/"), ("GET", "/serviceProviders/current"),
        })
        {
            foreach (var withToken in new[] { true, false })
            {
                using var answer = await tenant.SendAsync(method, path, withToken: withToken);
                Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{method} {path}: {answer.StatusCode}");
                Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            }
        }
    }

    // 255 characters are 255 code points, however many bytes or UTF-16 units they take.
    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("漢")]
    [InlineData("😀")]
    public async Task Text_OfAnyScript_HasItsLengthInCharacters(string character)
    {
        var tenant = await backend.NewTenantAsync();
        var longest = string.Concat(Enumerable.Repeat(character, 255));
        var created = JsonSerializer.Deserialize<JsonElement>(await RestAssert.SuccessAsync(tenant.JsonAsync("POST", "/services", $$"""{"name":"{{longest}}"}""")));
        Assert.Equal(longest, created.GetProperty("name").GetString());
        Assert.Equal(longest, (await tenant.Client.GetServiceAsync(created.GetProperty("id").GetGuid())).Name);
        await RestAssert.FaultAsync(1008, tenant.JsonAsync("POST", "/services", $$"""{"name":"{{longest + character}}"}"""));
        var file = await tenant.Client.CreatePersoScriptAsync(longest, SampleFiles.Script);
        Assert.Equal(longest, (await tenant.Client.GetPersoScriptAsync(file.Id!.Value)).FileName);
        Assert.Equal(SampleFiles.Script, await tenant.Client.GetScriptBinaryAsync(file.Id.Value));
    }

    [Theory]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("application/json;charset=\"utf-8\"")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("application/json; version=1")]
    public async Task Json_WithAnotherSpellingOfItsType_IsTaken(string type)
    {
        var tenant = await backend.NewTenantAsync();
        await RestAssert.SuccessAsync(tenant.SendAsync("POST", "/services", Typed("""{"name":"A"}"""u8.ToArray(), type)));
    }

    [Theory]
    [InlineData("application/problem+json")]
    [InlineData("application/json, application/json")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("text/json")]
    [InlineData(null)]
    public async Task Json_WithAnotherType_IsInvalidRequest(string? type)
    {
        var tenant = await backend.NewTenantAsync();
        var message = await RestAssert.FaultAsync(1002, tenant.SendAsync("POST", "/services", Typed("""{"name":"A"}"""u8.ToArray(), type)));
        Assert.StartsWith("Invalid request: unsupported content type.", message, StringComparison.Ordinal);
    }

    // Content codings are case-insensitive (RFC 9110, 8.4.1).
    [Theory]
    [InlineData("identity", 200)]
    [InlineData("Identity", 200)]
    [InlineData("gzip", 400)]
    [InlineData("identity, gzip", 400)]
    public async Task Json_WithContentEncoding_IsTakenAsItIsAlone(string encoding, int status)
    {
        var tenant = await backend.NewTenantAsync();
        using var content = Tenant.Json("""{"name":"A"}""");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var answer = await tenant.SendAsync("POST", "/services", content);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Json_Chunked_IsTaken()
    {
        var tenant = await backend.NewTenantAsync();
        using var content = new StreamContent(new MemoryStream("""{"name":"A"}"""u8.ToArray()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentLength = null;
        await RestAssert.SuccessAsync(tenant.SendAsync("POST", "/services", content));
    }

    [Theory]
    [InlineData("Preamble\r\n--x\r\nContent-Disposition: form-data; name=\"scriptFilename\"\r\n\r\na\r\n--x\r\nContent-Disposition: form-data; name=\"scriptFile\"\r\n\r\n1\r\n--x--\r\nEpilogue", 0)]
    [InlineData("--x\r\nContent-Disposition: form-data; name=scriptFile; filename*=UTF-8''%c3%a4\r\n\r\n1\r\n--x\r\ncontent-disposition: form-data; name=scriptFilename\r\n\r\na\r\n--x--", 0)]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"scriptFilename\"\r\n\r\na\r\n--x\r\nContent-Disposition: form-data; name=\"scriptFile\"\r\nContent-Transfer-Encoding: Binary\r\n\r\n1\r\n--x--", 0)]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"scriptFilename\"\r\n\r\na\r\n--x\r\nContent-Disposition: form-data; name=\"scriptFile\"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--x--", 1002)]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"scriptFilename\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=20\r\n--x\r\nContent-Disposition: form-data; name=\"scriptFile\"\r\n\r\n1\r\n--x--", 1002)]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"scriptFilename\"\r\n\r\na\r\n--x\r\nContent-Disposition: form-data; name=\"scriptFile\"\r\n\r\n1\r\n", 1002)]
    [InlineData("--x\nContent-Disposition: form-data; name=\"scriptFilename\"\n\na\n--x--\n", 1002)]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"scriptFilename\"\r\n\r\na\r\n--x\r\nContent-Disposition: form-data; name=\"SCRIPTFILE\"; filename=\"a\"\r\n\r\n1\r\n--x--", 1007)]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"scriptFilename\"\r\n\r\na\r\n--x\r\nContent-Disposition: form-data; name=\"scriptFilename\"\r\n\r\nb\r\n--x--", 1002)]
    [InlineData("--x--", 1004)]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"scriptFile\"; filename=\"\"\r\n\r\n\r\n--x--", 1004)]
    public async Task Upload_Odd_IsTakenOrRefused(string body, int category)
    {
        var tenant = await backend.NewTenantAsync();
        var pending = tenant.SendAsync("POST", "/personalization-scripts", Typed(Encoding.UTF8.GetBytes(body), "Multipart/Form-Data; charset=utf-8; boundary=\"x\""));
        if (category == 0)
        {
            await RestAssert.SuccessAsync(pending);
        }
        else
        {
            var message = await RestAssert.FaultAsync(category, pending);
            Assert.DoesNotContain("Stream", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Upload_WithoutBody_SaysSo()
    {
        var tenant = await backend.NewTenantAsync();
        foreach (var content in new[] { null, Typed([], "multipart/form-data; boundary=x"), Typed([], null) })
        {
            Assert.Equal("Invalid request: request body missing.", await RestAssert.FaultAsync(1002, tenant.SendAsync("POST", "/certificates", content)));
        }
    }

    [Theory]
    [InlineData("a.txt", "attachment; filename=\"a.txt\"")]
    [InlineData("a b;c.txt", "attachment; filename=\"a b;c.txt\"")]
    [InlineData("a\"\\.txt", "attachment; filename=\"a__.txt\"; filename*=UTF-8''a%22%5C.txt")]
    [InlineData("a\r\nSet-Cookie: x", "attachment; filename=\"a__Set-Cookie: x\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x")]
    [InlineData("größe😀", "attachment; filename=\"gr__e__\"; filename*=UTF-8''gr%C3%B6%C3%9Fe%F0%9F%98%80")]
    public async Task Download_NamedAnyhow_NamesTheFileInQuotes(string name, string disposition)
    {
        var tenant = await backend.NewTenantAsync();
        using var form = new MultipartFormDataContent { { new StringContent(name), "scriptFilename" }, { new ByteArrayContent(SampleFiles.Script), "scriptFile", "x" } };
        var script = JsonSerializer.Deserialize<JsonElement>(await RestAssert.SuccessAsync(tenant.SendAsync("POST", "/personalization-scripts", form)));
        Assert.Equal(name, script.GetProperty("fileName").GetString());
        using var answer = await tenant.SendAsync("GET", $"/personalization-scripts/{script.GetProperty("id").GetString()}/binary");
        Assert.Equal(disposition, Assert.Single(answer.Content.Headers.NonValidated["Content-Disposition"]));
    }

    [Fact]
    public async Task Answer_Unauthorized_TellsWhatIsAskedFor()
    {
        using var operation = await backend.Http.GetAsync(AdminPaths.Services, TestContext.Current.CancellationToken);
        Assert.Equal("Bearer", Assert.Single(operation.Headers.WwwAuthenticate).Scheme);
        using var auth = await backend.Http.PostAsync(AdminPaths.Auth, null, TestContext.Current.CancellationToken);
        Assert.Equal("Basic", Assert.Single(auth.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task Answer_OfAnyKind_IsNotKeptByOthersNorGuessed()
    {
        var (tenant, id) = await ServiceAsync();
        foreach (var path in new[] { "/services", $"/services/{id}" })
        {
            using var answer = await tenant.SendAsync("GET", path);
            Assert.True(answer.Headers.CacheControl is { Private: true, NoCache: true });
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Fact]
    public async Task Message_WithQuotesAndUmlauts_CanBeRead()
    {
        var tenant = await backend.NewTenantAsync();
        using var answer = await tenant.SendAsync("GET", "/services/größe");
        Assert.Contains("Service with id 'größe' does not exist.", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    // TR-03165 v1.1, 4.1.5.2: 1003 "shall be thrown" for what is marked A, whatever its value; null stands for nothing.
    [Fact]
    public async Task CreateFlavor_WithPublished_IsRefusedThoughItIsTheValueOfEveryNewOne()
    {
        var (tenant, id) = await ServiceAsync();
        await RestAssert.SuccessAsync(tenant.JsonAsync("POST", $"/services/{id}/flavors", """{"published":null}"""));
        foreach (var value in new[] { "false", "true", "0", "\"false\"", "[]" })
        {
            await RestAssert.FaultAsync(1003, tenant.JsonAsync("POST", $"/services/{id}/flavors", $$"""{"published":{{value}}}"""));
        }
    }

    [Fact]
    public async Task Message_CutShort_HasNoHalfCharacters()
    {
        var tenant = await backend.NewTenantAsync();
        foreach (var offset in new[] { "", "x" })
        {
            var name = offset + string.Concat(Enumerable.Repeat("😀", 300));
            foreach (var body in new[] { $$"""{"name":"{{name}}"}""", $$"""{"{{name}}":1}""" })
            {
                using var answer = await tenant.JsonAsync("POST", "/services", body);
                Assert.DoesNotContain('\uFFFD', await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            }
        }
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xml;q=1, */*;q=0")]
    [InlineData("application/octet-stream")]
    public async Task Accept_Anything_IsAnsweredWithJson(string accept)
    {
        var tenant = await backend.NewTenantAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, AdminPaths.Services);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.Authorization = new AuthenticationHeaderValue("bearer", tenant.Token);
        using var answer = await backend.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((200, "application/json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("basic", "grant_type=client_credentials", "application/x-www-form-urlencoded; charset=UTF-8", 0)]
    [InlineData("BASIC", "grant_type=client%5Fcredentials&scope=x", "APPLICATION/X-WWW-FORM-URLENCODED", 0)]
    [InlineData("Basic", "grant_type=client_credentials&grant_type=client_credentials", "application/x-www-form-urlencoded", 1002)]
    [InlineData("Basic", "grant_type=", "application/x-www-form-urlencoded", 1002)]
    [InlineData("Basic", "grant_type=client_credentials", "text/plain", 1002)]
    public async Task Auth_InOddForms_IsTakenOrRefused(string scheme, string body, string type, int category)
    {
        var tenant = await backend.NewTenantAsync();
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{tenant.Credentials.ClientId}:{tenant.Credentials.ClientSecret}"));
        var pending = tenant.SendAsync("POST", "/auth", Typed(Encoding.UTF8.GetBytes(body), type), authorization: new AuthenticationHeaderValue(scheme, pair));
        if (category == 0)
        {
            Assert.Equal(JsonValueKind.String, JsonDocument.Parse(await RestAssert.SuccessAsync(pending)).RootElement.ValueKind);
        }
        else
        {
            await RestAssert.FaultAsync(category, pending);
        }
    }

    // RFC 6749, 5.2: what clients of OAuth 2.0 look at; the members of GeneralError stand beside it.
    [Theory]
    [InlineData("", "grant_type=client_credentials", null, 200)]
    [InlineData("x", "grant_type=client_credentials", "invalid_client", 401)]
    [InlineData("", "grant_type=password", "unsupported_grant_type", 400)]
    [InlineData("", "scope=x", "invalid_request", 400)]
    [InlineData("", "", "invalid_request", 400)]
    [InlineData("", "grant_type=client_credentials&grant_type=client_credentials", "invalid_request", 400)]
    public async Task AuthToken_Refused_SaysSoAsOAuthDoes(string wrong, string body, string? error, int status)
    {
        var tenant = await backend.NewTenantAsync();
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{tenant.Credentials.ClientId}:{tenant.Credentials.ClientSecret}{wrong}"));
        using var answer = await tenant.SendAsync(
            "POST", "/auth/token", Typed(Encoding.UTF8.GetBytes(body), "application/x-www-form-urlencoded"), authorization: new AuthenticationHeaderValue("Basic", pair));
        Assert.Equal(status, (int)answer.StatusCode);
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(error, json.TryGetProperty("error", out var code) ? code.GetString() : null);
        if (error is not null)
        {
            Assert.Equal(status == 401 ? 1001 : 1002, json.GetProperty("errorCategory").GetInt32());
            Assert.Equal(json.GetProperty("errorMessage").GetString(), json.GetProperty("error_description").GetString());
        }
    }

    private async Task<(Tenant Tenant, Guid Id)> ServiceAsync()
    {
        var tenant = await backend.NewTenantAsync();
        return (tenant, (await tenant.Client.CreateServiceAsync(new Service { Name = "A" })).Id!.Value);
    }

    private static ByteArrayContent Typed(byte[] body, string? type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }
}
