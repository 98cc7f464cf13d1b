using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Documents;

/// <summary>The OpenAPI document, read by a library, against the published description: what clients were generated from stays true, but for what v1.1 changed.</summary>
public sealed class PublishedContractTests
{
    private static readonly Microsoft.OpenApi.OpenApiDocument s_document = OpenApiDocumentTests.Read(Backend.Documents.OpenApiDocument.Create().ToJsonString()).Document!;

    public static TheoryData<string> Operations => [.. PublishedData.V104.Operations.Select(o => o.Id)];

    public static TheoryData<string> Schemas => [.. PublishedData.V104.Schemas.Keys];

    [Fact]
    public void Published_Operations_Are82() => Assert.Equal(82, PublishedData.V104.Operations.Length);

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operation_Published_IsDescribedTheSame(string id)
    {
        var published = PublishedData.V104.Operations.Single(o => o.Id == id);
        var path = s_document.Paths[PublishedData.PathInV11(published)];
        var operation = path.Operations![HttpMethod.Parse(published.Method)];
        Assert.Equal(id, operation.OperationId);
        Assert.Contains($"4.1.6{published.Section["4.1.6".Length..]}.", operation.Description!, StringComparison.Ordinal);

        // Parameters: those of the path by name, all required; extensions are optional.
        var parameters = operation.Parameters ?? [];
        Assert.Equal(published.Path.Split('{', '}').Where((_, i) => i % 2 == 1), parameters.Where(p => p.In == ParameterLocation.Path).Select(p => p.Name!));
        Assert.All(parameters, p => Assert.Equal(p.In == ParameterLocation.Path, p.Required));

        RequireBody(published, operation.RequestBody);

        // Status codes and what they answer with.
        var success = operation.Responses!.Single(r => r.Key.StartsWith('2'));
        Assert.Equal($"{published.Status}", success.Key);
        Assert.Equal(published.Answer, published.Answer == "binary"
            ? success.Value.Content!["application/octet-stream"].Schema!.Format
            : success.Value.Content is { Count: > 0 } content ? NameOf(content["application/json"].Schema!) : null);
        var errors = operation.Responses!.Where(r => r.Key[0] is '4' or '5' && r.Key != "412").ToList();
        Assert.Equal(["400", "401", "500"], errors.Select(e => e.Key).Order(StringComparer.Ordinal));
        Assert.All(errors, e => Assert.Equal("GeneralError", NameOf(e.Value.Content!["application/json"].Schema!)));
        var categories = errors.SelectMany(e => e.Value.Content!["application/json"].Examples!.Keys).Select(int.Parse).Order();
        var contract = ContractData.Of(id);
        Assert.Equal(published.Categories.Concat(contract.Also).Where(c => !Provocations.Impossible.ContainsKey((id, c))).Order(), categories);
        Assert.All(errors, e => Assert.All(e.Value.Content!["application/json"].Examples!.Keys, c => Assert.Equal(StatusOf(int.Parse(c)), e.Key)));

        Assert.Contains(published.Security, operation.Security!.SelectMany(s => s.Keys).Select(k => k.Reference.Id));
    }

    [Fact]
    public void Extensions_Are_MarkedSo()
    {
        var published = PublishedData.V104.Operations.Select(o => o.Id).ToHashSet();
        foreach (var operation in s_document.Paths.SelectMany(p => p.Value.Operations!.Values))
        {
            Assert.Equal(!published.Contains(operation.OperationId!), operation.Extensions?.ContainsKey("x-extension") ?? false);
            Assert.All((operation.Parameters ?? []).Where(p => p.In != ParameterLocation.Path), p => Assert.True(p.Extensions!.ContainsKey("x-extension"), p.Name));
        }
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Schema_Published_IsDescribedTheSame(string name)
    {
        var published = PublishedData.V104.Schemas[name];
        var schema = s_document.Components!.Schemas![name];
        if (published.Extends is { } parent)
        {
            Assert.Equal(parent, NameOf(schema.AllOf![0]));
            schema = schema.AllOf[1];
        }

        Assert.Equal(PublishedData.RequiredInV11.GetValueOrDefault(name, published.Required), schema.Required ?? new HashSet<string>());
        Assert.Equal(published.Properties.Keys, (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).Keys);
        var differences = published.Properties.SelectMany(p => Differences($"{name}.{p.Key}", p.Value, schema.Properties![p.Key])).ToList();
        Assert.DoesNotContain(differences, d => !PublishedData.Changed.Keys.Any(k => d.StartsWith($"{k}:", StringComparison.Ordinal)));

        // A change that is no longer one does not stay in the list.
        Assert.All(PublishedData.Changed.Keys.Where(k => k.StartsWith($"{name}.", StringComparison.Ordinal)), k => Assert.Contains(differences, d => d.StartsWith($"{k}:", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Differences(string name, PublishedProperty published, IOpenApiSchema schema)
    {
        IEnumerable<(string What, object? Was, object? Is)> facts =
        [
            ("type", published.Type, NameOf(schema)),
            ("format", published.Format, schema.Format),
            ("readOnly", published.ReadOnly, schema.ReadOnly),
            ("default", published.Default is { } d ? JsonNode.Parse(d.GetRawText())!.ToJsonString() : null, published.Default is null ? null : schema.Default?.ToJsonString()),
            ("minLength", published.MinLength == 1 ? null : published.MinLength, schema.MinLength),
            ("maxLength", published.MaxLength, schema.MaxLength),
            ("minimum", published.Minimum?.ToString(), published.Minimum is null ? null : schema.Minimum),
            ("maximum", published.Maximum?.ToString(), published.Maximum is null ? null : schema.Maximum),
            ("item format", published.ItemFormat, published.ItemFormat is null ? null : schema.Items!.Format),
            ("value maxLength", published.ValueMaxLength, schema.AdditionalProperties?.MaxLength),
        ];
        foreach (var (what, was, now) in facts.Where(f => !Equals(f.Was, f.Is)))
        {
            yield return $"{name} {what}: was {was}, is {now}";
        }

        // What is a choice or an AID now is no longer than it was.
        if (published.ItemMaxLength is { } max && schema.Items!.MaxLength != max && schema.Items.Enum is not { Count: > 0 } && schema.Items.Format != "aid")
        {
            yield return $"{name} item maxLength: was {max}, is {schema.Items.MaxLength}";
        }
    }

    private static void RequireBody(PublishedOperation published, IOpenApiRequestBody? body)
    {
        if (published.Id == "createAccessToken")
        {
            // v1.1: with Basic authentication there is a form; 1.0.4's Bearer has none, so it is not required.
            Assert.Equal(("application/x-www-form-urlencoded", false), (body!.Content!.Single().Key, body.Required));
            return;
        }

        if (published.Request is null)
        {
            Assert.Null(body);
            return;
        }

        Assert.True(body!.Required);
        var (type, media) = body.Content!.Single();
        if (published.Request.StartsWith("multipart:", StringComparison.Ordinal))
        {
            Assert.Equal("multipart/form-data", type);
            var names = published.Request["multipart:".Length..].Split(',');
            Assert.Equal(names, media.Schema!.Properties!.Keys);
            Assert.Equal(published.Method == "POST" || names[0] == "elfFilename" ? names : names[1..], media.Schema.Required!);
            Assert.Equal("binary", media.Schema.Properties[names[1]].Format);
            return;
        }

        Assert.Equal("application/json", type);
        Assert.Equal(published.Request, NameOf(media.Schema!));
    }

    // The published notation: a component's name, a type, [] behind a list's items, map: before a map's values.
    private static string NameOf(IOpenApiSchema schema) => schema switch
    {
        OpenApiSchemaReference reference => reference.Reference.Id!,
        { AllOf: [OpenApiSchemaReference only] } => only.Reference.Id!,
        { Type: JsonSchemaType.Array } => $"{NameOf(schema.Items!)}[]",
        { AdditionalProperties: { } values } => $"map:{NameOf(values)}",
        _ => $"{schema.Type & ~JsonSchemaType.Null}".ToLowerInvariant(),
    };

    private static string StatusOf(int category) => category is 1000 or 1001 ? "401" : category == 2000 ? "500" : "400";
}
