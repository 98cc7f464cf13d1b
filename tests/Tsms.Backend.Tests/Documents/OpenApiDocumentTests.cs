using System.Net;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Tsms.Backend.Documents;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Documents;

/// <summary>The OpenAPI document as it is served and committed.</summary>
public sealed class OpenApiDocumentTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    [Fact]
    public void Committed_Document_IsWhatIsGenerated() => CommittedDocument.Hold("docs/api/tsm-rest-api-1.1.yaml", YamlText.Write(Backend.Documents.OpenApiDocument.Create()));

    [Theory]
    [InlineData(DocumentEndpoints.Json, "application/json")]
    [InlineData(DocumentEndpoints.Yaml, "application/yaml")]
    public async Task Served_WithoutToken_IsReadWithoutFault(string path, string type)
    {
        using var answer = await backend.Http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var read = Read(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Empty(read.Diagnostic!.Errors.Select(e => e.ToString()));
        Assert.Empty(read.Diagnostic.Warnings.Select(e => e.ToString()));

        // 82 operations, the account's old path and the token of OAuth 2.0.
        Assert.Equal(84, read.Document!.Paths.Sum(p => p.Value.Operations!.Count));
        Assert.Empty(read.Document.Validate(ValidationRuleSet.GetDefaultRuleSet()).Select(e => e.ToString()));
    }

    [Fact]
    public async Task Yaml_AndJson_SayTheSame()
    {
        var json = Read(await backend.Http.GetStringAsync(DocumentEndpoints.Json, TestContext.Current.CancellationToken));
        var yaml = Read(await backend.Http.GetStringAsync(DocumentEndpoints.Yaml, TestContext.Current.CancellationToken));
        Assert.Equal(await TextAsync(json.Document!), await TextAsync(yaml.Document!));
    }

    [Fact]
    public async Task Served_WithItsEntityTag_IsNotSentAgain()
    {
        using var first = await backend.Http.GetAsync(DocumentEndpoints.Json, TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, DocumentEndpoints.Json);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await backend.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public void Components_AreAllUsed()
    {
        var document = Backend.Documents.OpenApiDocument.Create();
        var text = document.ToJsonString();
        var unused =
            from kind in new[] { "schemas", "parameters", "headers", "responses" }
            from name in ((JsonObject)document["components"]![kind]!).Select(p => p.Key)
            where !text.Contains($"\"#/components/{kind}/{name}\"", StringComparison.Ordinal)
            select $"{kind}/{name}";
        Assert.Empty(unused);
    }

    [Fact]
    public void Everything_HasADescription()
    {
        var document = Backend.Documents.OpenApiDocument.Create();
        var operations = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject());
        Assert.All(operations, o => Assert.NotEmpty(o.Value!["summary"]!.GetValue<string>()));
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
        {
            Assert.True(schema!["description"] is not null, name);
            var properties = (schema["allOf"] is JsonArray all ? all[1] : schema)!["properties"]?.AsObject() ?? [];
            Assert.All(properties, p => Assert.True(p.Value!["description"] is not null, $"{name}.{p.Key}"));
        }
    }

    [Theory]
    [InlineData("""{"a":"b"}""", "a: b\n")]
    [InlineData("""{"a":{"b":[1,true,null,{"c":"d","e":[]},[["x"]]]},"f":{}}""", "a:\n  b:\n    - 1\n    - true\n    - null\n    - c: d\n      e: []\n    -\n      -\n        - x\nf: {}\n")]
    [InlineData("""{"200":"yes","on":"1.0","x":"a: b","y":" a","z":"l\n\nm","q":"#","r":"- s","t":"a\n b"}""", "\"200\": \"yes\"\n\"on\": \"1.0\"\nx: \"a: b\"\n\"y\": \" a\"\nz: |-\n  l\n\n  m\nq: \"#\"\nr: \"- s\"\nt: \"a\\n b\"\n")]
    public void Yaml_OfJson_QuotesWhatCouldBeTakenForSomethingElse(string json, string yaml) => Assert.Equal(yaml, YamlText.Write(JsonNode.Parse(json)!));

    internal static ReadResult Read(string text)
    {
        var settings = new OpenApiReaderSettings();
        settings.AddYamlReader();
        return Microsoft.OpenApi.OpenApiDocument.Parse(text, text.StartsWith('{') ? "json" : "yaml", settings);
    }

    private static Task<string> TextAsync(Microsoft.OpenApi.OpenApiDocument document) => document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0);
}
