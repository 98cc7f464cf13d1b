using System.Net.Http.Headers;
using System.Text;

namespace Tsms.Backend.Tests.Rest;

/// <summary>Bodies that are not what they should be: 1002 or 1008, never 500.</summary>
public sealed class StrictBodyTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"name\":\"A\",}")]
    [InlineData("{\"name\":\"A\"} x")]
    [InlineData("{\"name\":\"A\"}{}")]
    [InlineData("// comment\n{\"name\":\"A\"}")]
    [InlineData("{\"name\":\"A\",\"name\":\"B\"}")]
    [InlineData("{\"name\":\"A\",\"spParameters\":{\"k\":\"1\",\"\\u006b\":\"2\"}}")]
    [InlineData("{\"name\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("{\"name\":\"a\u0001b\"}")]
    public async Task CreateService_BrokenJson_IsInvalidRequest(string json)
    {
        var tenant = await backend.NewTenantAsync();
        await RestAssert.FaultAsync(1002, tenant.JsonAsync("POST", "/services", json));
    }

    [Fact]
    public async Task CreateService_BadUtf8_IsInvalidRequest()
    {
        var tenant = await backend.NewTenantAsync();
        using var content = new ByteArrayContent([.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await RestAssert.FaultAsync(1002, tenant.SendAsync("POST", "/services", content));
    }

    [Fact]
    public async Task CreateService_DeepNesting_IsInvalidRequest()
    {
        var tenant = await backend.NewTenantAsync();
        await RestAssert.FaultAsync(1002, tenant.JsonAsync("POST", "/services", string.Concat(Enumerable.Repeat("{\"a\":", 2000)) + "1" + new string('}', 2000)));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task CreateService_OtherContentType_IsInvalidRequest(string type)
    {
        var tenant = await backend.NewTenantAsync();
        using var content = new StringContent("{\"name\":\"A\"}");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        Assert.Contains("unsupported content type", await RestAssert.FaultAsync(1002, tenant.SendAsync("POST", "/services", content)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateService_WithoutBody_IsBodyMissing()
    {
        var tenant = await backend.NewTenantAsync();
        Assert.Equal("Invalid request: request body missing.", await RestAssert.FaultAsync(1002, tenant.SendAsync("POST", "/services")));
    }

    [Fact]
    public async Task ListServices_WithChunkedBody_IsBodyNotAllowed()
    {
        var tenant = await backend.NewTenantAsync();
        using var request = Tenant.Json("{}");
        request.Headers.ContentLength = null;
        Assert.Equal("Invalid request: request body not allowed.", await RestAssert.FaultAsync(1002, tenant.SendAsync("GET", "/services", request)));
    }

    [Fact]
    public async Task CreateService_BodyTooLarge_IsTooLarge()
    {
        var tenant = await backend.NewTenantAsync();
        await RestAssert.FaultAsync(1014, tenant.JsonAsync("POST", "/services", $"{{\"name\":\"{new string('x', 20_000)}\"}}"));
    }

    [Theory]
    [InlineData("[]", "Service", "JSON object")]
    [InlineData("\"A\"", "Service", "JSON object")]
    [InlineData("null", "Service", "JSON object")]
    [InlineData("{\"name\":true}", "name", "string of at most 255 characters")]
    [InlineData("{\"name\":\"a\\u0000b\"}", "name", "string of at most 255 characters")]
    [InlineData("{\"name\":\"A\",\"sposConfigId\":\"1\"}", "sposConfigId", "uuid")]
    [InlineData("{\"name\":\"A\",\"sposConfigId\":1e999999}", "sposConfigId", "uuid")]
    [InlineData("{\"name\":\"A\",\"spParameters\":[]}", "spParameters", "map of")]
    [InlineData("{\"name\":\"A\",\"spParameters\":{\"k\":7}}", "spParameters.k", "string of at most 255 characters")]
    [InlineData("{\"name\":\"A\",\"accessAuthorizedDeviceApps\":[\"A0000000\"]}", "accessAuthorizedDeviceApps[0]", "aid of 5 to 16 bytes")]
    [InlineData("{\"name\":\"A\",\"accessAuthorizedDeviceApps\":[\"A0000000010\"]}", "accessAuthorizedDeviceApps[0]", "aid of 5 to 16 bytes")]
    public async Task CreateService_WrongFormat_NamesThePath(string json, string path, string format)
    {
        var tenant = await backend.NewTenantAsync();
        var message = await RestAssert.FaultAsync(1008, tenant.JsonAsync("POST", "/services", json));
        Assert.Contains($" for {path}. Supported format is {format}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"applicationInstantiationConfigs\":[{\"priority\":99999999999999999999}]}", 1004, "applicationInstantiationConfigs[0].executableModuleId")]
    [InlineData("{\"applicationInstantiationConfigs\":[{\"x\":1}]}", 1007, "applicationInstantiationConfigs[0].x")]
    [InlineData("{\"featureConfig\":{\"gpVersion\":1}}", 1007, "featureConfig.gpVersion")]
    [InlineData("{\"featureConfig\":{\"keyProvisioningMode\":1e400}}", 1008, "featureConfig.keyProvisioningMode")]
    [InlineData("{\"featureConfig\":{\"keyProvisioningMode\":1}}", 1008, "featureConfig.keyIndex")]
    [InlineData("{\"featureConfig\":{\"keyIndex\":\"k\"}}", 1008, "featureConfig.keyIndex")]
    [InlineData("{\"id\":\"x\",\"x\":1}", 1007, "'x'")]
    [InlineData("{\"id\":\"x\",\"name\":1}", 1003, "attribute id")]
    public async Task CreateFlavor_SeveralFaults_AnswersTheFirstInOrder(string json, int category, string path)
    {
        var world = await World.CreateAsync(backend);
        var message = await RestAssert.FaultAsync(category, world.Tenant.JsonAsync("POST", $"/services/{world.Service}/flavors", json));
        Assert.Contains(path, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateService_LongValues_MessageStaysShort()
    {
        var tenant = await backend.NewTenantAsync();
        var message = await RestAssert.FaultAsync(1007, tenant.JsonAsync("POST", "/services", $"{{\"{new string('é', 4000)}\":1}}"));
        Assert.EndsWith("is not a valid attribute.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateElf_BrokenMultipart_IsInvalidRequest()
    {
        var tenant = await backend.NewTenantAsync();
        foreach (var body in new[] { "", "--x", "--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--", "--x\r\nContent-Disposition: form-data; name=\"elfFile\"\r\n\r\nabc" })
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
            await RestAssert.FaultAsync(1002, tenant.SendAsync("POST", "/executable-load-files", content));
        }
    }
}
