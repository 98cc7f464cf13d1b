using System.Globalization;
using System.Text;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Tests.Rest;

/// <summary>Documents that are made from the data of the REST-API and its tests. TSMS_UPDATE_DOCS=1 writes them anew.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void Errors_Document_SaysWhatTheCodeSays() => CommittedDocument.Hold("docs/errors.md", Errors());

    [Fact]
    public void Coverage_Document_SaysWhatThereIs() => CommittedDocument.Hold("docs/coverage/tr-03165-4.1.md", Coverage());

    [Fact]
    public void ErrorTypes_Are_AllCategories() => Assert.Equal(Enum.GetValues<ErrorCategory>(), ErrorTypes.All.Select(e => e.Category));

    private static string Errors()
    {
        var text = new StringBuilder("""
            # Errors of the REST-API

            Every refusal of the TSM-Backend REST-API has a body `{"errorCategory": ..., "errorMessage": "..."}` (TR-03165 v1.1, 4.1.4.19, 4.1.5.2). The message begins with
            the TR's text, in which `<<...>>` stand for what it is about; what this TSM adds follows in parentheses. Status 401 for 1000 and 1001, 500 for 2000, else 400.
            No such path or method is 404 without a body. When several things are wrong, the first in this order is answered: token, body and content type, JSON,
            unknown attributes, automatic or fixed ones, missing ones, formats, references, then 1010, 1015, 1016.

            This page is written by `DocumentTests` from `src/Tsms.Backend/Errors/ErrorTypes.cs` and the tests' list of operations, and held by it. Each pair of operation and
            category is provoked by `ContractTests.Table_OfOperationsAndCategories_IsCompleteAndEachIsProvoked`, with the requests of
            [Provocations.cs](../tests/Tsms.Backend.Tests/Rest/Provocations.cs).

            """);
        foreach (var error in ErrorTypes.All)
        {
            var category = (int)error.Category;
            text.Append(CultureInfo.InvariantCulture, $"\n## {category}\n\n    {error.Text}\n\n");
            text.Append(CultureInfo.InvariantCulture, $"- Cause: {error.Cause}\n- What to do: {error.Remedy}\n- Where: {Where(category)}\n- Test: {TestOf(category)}\n");
        }

        return text.ToString();
    }

    private static string Where(int category)
    {
        var all = ContractData.All.Where(o => !Provocations.Impossible.ContainsKey((o.Id, category)));
        var operations = all.Where(o => o.Categories.Contains(category) || o.Also.Contains(category)).Select(o => o.Id).ToList();
        return operations.Count >= ContractData.All.Count - 1 ? "every operation" + (category is 1000 ? " but createAccessToken" : "") : string.Join(", ", operations);
    }

    private static string TestOf(int category) => category switch
    {
        1000 => "`TokenTests`, `AuthTests`, `ClientCertificateTests`",
        1001 => "`AuthTests`, `ClientCertificateTests`",
        1002 => "`StrictMatrixTests`, `StrictBodyTests`, `LimitTests`",
        >= 1003 and <= 1008 => "`StrictBodyTests`, `FlavorRuleTests`, `FileTests`",
        1009 => "`TenantTests`, `ContractTests`",
        1010 => "`RelationTests`, `ContractTests`",
        >= 1011 and <= 1014 => "`FileTests`, `LoadFileTests`, `LimitTests`",
        1015 => "`FlavorRuleTests`",
        1016 => "`ConstraintTests`",
        _ => "`ContractTests`",
    };

    private static string Coverage()
    {
        var text = new StringBuilder("""
            # TR-03165 v1.1, section 4.1: the REST-API

            Written by `DocumentTests` (with `TSMS_UPDATE_DOCS=1`) from the operations that are served, and held by it. Every operation is called by
            `ContractTests`; its error categories are provoked there (`+`: answered though the TR's list forgot it), and `TenantTests` calls it with another
            provider's ids. The tests named here look at what is peculiar to it. All sections are covered; departures stand in [divergences.md](../divergences.md). Covered is the interface:
            what scripts, attestation tokens and SposConfigs do when a Service is deployed belongs to 4.2 and 4.3.

            | section | operation | method, path | error categories | file | tests |
            | --- | --- | --- | --- | --- | --- |

            """);
        foreach (var operation in ContractData.All)
        {
            var served = RestOperations.All.SingleOrDefault(o => o.Id == operation.Id);
            var file = served is null ? "Auth/AuthEndpoints.cs" : FileOf(served);
            var categories = operation.Categories.Select(c => $"{c}{(Provocations.Impossible.ContainsKey((operation.Id, c)) ? " (cannot occur)" : "")}")
                .Concat(operation.Also.Select(c => $"{c}+")).Order(StringComparer.Ordinal);
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {operation.Section} | {operation.Id} | {operation.Method} {operation.Path} | {string.Join(' ', categories)} | [{file}](../../src/Tsms.Backend/{file}) | {TestsOf(operation)} |\n");
        }

        text.Append("""

            | section | entity | attributes | file |
            | --- | --- | --- | --- |

            """);
        foreach (var shape in typeof(Shapes).GetFields().Select(f => f.GetValue(null)).OfType<EntityShape>().OrderBy(s => s.Section.Split(',')[0].Split('.').Select(int.Parse).Last()))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {shape.Section} | {shape.Name} | {string.Join(", ", shape.Attributes.Select(a => a.Name))} | [Shapes.cs](../../src/Tsms.Backend/Rest/Shapes.cs) |\n");
        }

        return text.Append("""

            | section | what | where | test |
            | --- | --- | --- | --- |
            | 4.1 | machine-readable form | `/openapi/v1.json`, `/openapi/v1.yaml`, [tsm-rest-api-1.1.yaml](../api/tsm-rest-api-1.1.yaml), [OpenApiDocument.cs](../../src/Tsms.Backend/Documents/OpenApiDocument.cs) | PublishedContractTests, OpenApiDocumentTests, AnswerSchemaTests |
            | 4.1 | clients | one that a generator makes of the document, and [TsmsAdminClient.cs](../../src/Tsms.Api.Admin/TsmsAdminClient.cs) | GeneratedClientTests, TypedClientTests |
            | 4.1 | page to read and try it | `/scalar`, [DocumentEndpoints.cs](../../src/Tsms.Backend/Documents/DocumentEndpoints.cs) | PageTests |
            | 4.1.1 | base URL | `/sptsm/v1`, [AdminPaths.cs](../../src/Tsms.Api.Admin/AdminPaths.cs) | ContractTests |
            | 4.1.3 | second factor | client certificates, [ClientCertificate.cs](../../src/Tsms.Backend/Auth/ClientCertificate.cs) | ClientCertificateTests |
            | 4.1.4, table 1 | mandatory, optional, automatic; editable | [BodyCheck.cs](../../src/Tsms.Backend/Rest/BodyCheck.cs), [EntityShape.cs](../../src/Tsms.Backend/Rest/EntityShape.cs) | BodyPropertyTests, StrictBodyTests |
            | 4.1.5.1 | status codes | [RestFaultMiddleware.cs](../../src/Tsms.Backend/Errors/RestFaultMiddleware.cs) | every test of a refusal (RestAssert) |
            | 4.1.5.2 | error categories and texts | [Faults.cs](../../src/Tsms.Backend/Errors/Faults.cs), [ErrorTypes.cs](../../src/Tsms.Backend/Errors/ErrorTypes.cs), [errors.md](../errors.md) | every test of a refusal (RestAssert) |

            """).ToString();
    }

    private static string FileOf(RestOperation operation)
    {
        var type = operation.Run.Method.DeclaringType!;
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        var folder = type.Namespace!["Tsms.Backend.".Length..];
        Assert.True(File.Exists(Path.Combine(CommittedDocument.Root, "src", "Tsms.Backend", folder, $"{type.Name}.cs")), $"{type.Name} is in no file of its name");
        return $"{folder}/{type.Name}.cs";
    }

    private static string TestsOf(ContractOperation operation) => operation.Path switch
    {
        "/auth" => "AuthTests, TokenTests, ClientCertificateTests",
        _ when operation.Id.Contains("Related", StringComparison.Ordinal) => "RelationTests",
        _ when operation.Body == "upload" || operation.Id.EndsWith("Binary", StringComparison.Ordinal) => "FileTests, LoadFileTests, StrictMatrixTests",
        _ when operation.Path.Contains("/versions", StringComparison.Ordinal) => "VersionTests, ConstraintTests",
        _ when operation.Path.Contains("/flavors", StringComparison.Ordinal) => "FlavorRuleTests, ConstraintTests",
        _ when operation.Path.StartsWith("/executable-load-files", StringComparison.Ordinal) => "LoadFileTests",
        _ when operation.Path.StartsWith("/spos", StringComparison.Ordinal) || operation.Path.StartsWith("/cert", StringComparison.Ordinal)
            || operation.Path.StartsWith("/pers", StringComparison.Ordinal) => "FileTests, RelationTests",
        _ when operation.Path.StartsWith("/secure", StringComparison.Ordinal) || operation.Path.StartsWith("/service-providers", StringComparison.Ordinal) => "AccountTests",
        _ => "FlavorRuleTests, StrictBodyTests",
    };
}
