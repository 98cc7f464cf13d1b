using NJsonSchema;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Documents;

/// <summary>Every answer fits the schema that the OpenAPI document gives it, by a validator of its own.</summary>
public sealed class AnswerSchemaTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    [Fact]
    public async Task Answers_OfEveryOperation_FitTheirSchemas()
    {
        var document = await NSwag.OpenApiDocument.FromJsonAsync(Backend.Documents.OpenApiDocument.Create().ToJsonString(), TestContext.Current.CancellationToken);
        var described = document.Operations.ToDictionary(o => o.Operation.OperationId);
        var faults = new List<string>();
        foreach (var operation in ContractData.WithToken.Where(o => o.Answer is not (null or "binary")))
        {
            var world = await (await World.CreateAsync(backend)).AddFreeAsync();
            var body = await RestAssert.SuccessAsync(
                world.Tenant.SendAsync(operation.Method, ContractData.ValidPath(operation, world), ContractData.ValidBody(operation.Id, world)));
            faults.AddRange(Faults(operation.Id, described[operation.Id].Operation.ActualResponses["200"].Schema, body));
            using var refusal = await world.Tenant.SendAsync(operation.Method, world.Fill(operation.Path), withToken: false);
            faults.AddRange(Faults(
                operation.Id, described[operation.Id].Operation.ActualResponses["401"].Schema, await refusal.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        }

        Assert.Empty(faults);
    }

    private static IEnumerable<string> Faults(string operation, JsonSchema schema, string body) =>
        schema.Validate(body, NJsonSchema.SchemaType.OpenApi3).Select(e => $"{operation} {e.Path}: {e.Kind}");
}
