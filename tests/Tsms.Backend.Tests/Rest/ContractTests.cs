using System.Globalization;
using System.Text;
using System.Text.Json;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Tests.Rest;

/// <summary>The REST-API against TR-03165's list of operations, answers and error categories.</summary>
public sealed class ContractTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    public static TheoryData<string> Operations => [.. ContractData.WithToken.Select(o => o.Id)];

    [Fact]
    public void Data_Counted_HasAllOperationsOfTheTr() => Assert.Equal(82, ContractData.All.Select(o => o.Id).Distinct().Count());

    [Fact]
    public void Operations_OfThisTsm_AreThoseOfTheContract() => Assert.Equal(
        ContractData.WithToken.Select(o => $"{o.Section} {o.Id} {o.Method} {o.Path} {o.Body}"),
        RestOperations.All.Where(o => !o.IsExtension).Select(o => $"{o.Section} {o.Id} {o.Method} {o.Path} {Name(o.Body)}"));

    [Fact]
    public void Categories_OfThisTsm_AreThoseOfTheContract() => Assert.Equal(
        ContractData.WithToken.Select(o => $"{o.Id}: {string.Join(' ', o.Categories.Concat(o.Also).Where(c => !Provocations.Impossible.ContainsKey((o.Id, c))).Order())}"),
        RestOperations.All.Where(o => !o.IsExtension).Select(o => $"{o.Id}: {string.Join(' ', o.Categories().Select(c => (int)c))}"));

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_WithValidRequest_AnswersAsTheContractSays(string id)
    {
        var world = await (await World.CreateAsync(backend)).AddFreeAsync();
        var operation = ContractData.Of(id);
        using var answer = await world.Tenant.SendAsync(operation.Method, ContractData.ValidPath(operation, world), ContractData.ValidBody(id, world));
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(operation.Status == (int)answer.StatusCode, $"{(int)answer.StatusCode}: {body}");
        switch (operation.Answer)
        {
            case null:
                Assert.Empty(body);
                break;
            case "binary":
                Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.MediaType);
                Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
                Assert.NotEmpty(answer.Content.Headers.ContentDisposition!.FileName!);
                break;
            default:
                Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
                RequireAttributes(operation.Answer, JsonDocument.Parse(body).RootElement);
                break;
        }
    }

    // The whole table: each pair of the contract is provoked, or listed as impossible with its reason. A refusal changes nothing.
    [Fact]
    public async Task Table_OfOperationsAndCategories_IsCompleteAndEachIsProvoked()
    {
        var faults = new List<string>();
        var columns = ContractData.All.SelectMany(o => o.Categories.Concat(o.Also)).Distinct().Order().ToList();
        var table = new StringBuilder().AppendLine().Append(CultureInfo.InvariantCulture, $"{"operation",-44}").AppendJoin(' ', columns).AppendLine();
        foreach (var operation in ContractData.All)
        {
            var world = await (await World.CreateAsync(backend)).AddFreeAsync();
            var before = await world.DumpAsync();
            table.Append(CultureInfo.InvariantCulture, $"{operation.Id,-44}");
            foreach (var category in columns)
            {
                table.Append(await CellAsync(operation, category, world, faults)).Append(' ');
            }

            table.AppendLine();
            if (await world.DumpAsync() != before)
            {
                faults.Add($"{operation.Id}: a refusal changed something");
            }
        }

        table.AppendLine("yes: provoked. +: provoked, though the TR's list forgot it. no: cannot occur:");
        foreach (var ((id, category), reason) in Provocations.Impossible)
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"  {id} {category}: {reason}");
        }

        Console.WriteLine(table);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_EachUnknownId_IsNotExisting(string id)
    {
        var world = await World.CreateAsync(backend);
        var operation = ContractData.Of(id);
        foreach (var path in Provocations.Strangers(operation, world))
        {
            await RestAssert.FaultAsync(1009, world.Tenant.SendAsync(operation.Method, path, ContractData.ValidBody(id, world)));
        }

        foreach (var name in operation.Parameters.Where(n => n != "tag"))
        {
            var path = world.Fill(operation.Path.Replace($"{{{name}}}", "no-uuid", StringComparison.Ordinal));
            await RestAssert.FaultAsync(1009, world.Tenant.SendAsync(operation.Method, path, ContractData.ValidBody(id, world)));
        }
    }

    [Fact]
    public async Task Account_UnderBothPaths_IsTheSame()
    {
        var tenant = await backend.NewTenantAsync();
        var old = await RestAssert.SuccessAsync(tenant.SendAsync("GET", "/serviceproviders/current"));
        Assert.Equal(old, await RestAssert.SuccessAsync(tenant.SendAsync("GET", "/service-providers/current")));
    }

    [Fact]
    public async Task KnownPath_WithOtherMethod_IsNotFoundWithoutBody()
    {
        var tenant = await backend.NewTenantAsync();
        foreach (var (method, path) in new[] { ("DELETE", "/services"), ("PATCH", "/services"), ("GET", "/nothing"), ("GET", "/services/x/y/z"), ("GET", "/auth") })
        {
            using var answer = await tenant.SendAsync(method, path);
            Assert.Equal(404, (int)answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Path_InOtherCase_IsMissing()
    {
        using var answer = await backend.Http.GetAsync("/SPTSM/V1/services", TestContext.Current.CancellationToken);
        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_WhenServing_IsHealthy(string path) =>
        Assert.Equal("Healthy", await backend.Http.GetStringAsync(path, TestContext.Current.CancellationToken));

    private static async Task<string> CellAsync(ContractOperation operation, int category, World world, List<string> faults)
    {
        var (listed, also) = (operation.Categories.Contains(category), operation.Also.Contains(category));
        if (!listed && !also)
        {
            return "   ·";
        }

        if (Provocations.Impossible.ContainsKey((operation.Id, category)))
        {
            return "  no";
        }

        if (Provocations.Send(operation, category, world) is not { } answer)
        {
            faults.Add($"{operation.Id} {category}: neither provoked nor listed");
            return "   ?";
        }

        try
        {
            await RestAssert.FaultAsync(category, answer);
            return also ? "   +" : " yes";
        }
        catch (Xunit.Sdk.XunitException e)
        {
            faults.Add($"{operation.Id} {category}: {e.Message}");
            return "   !";
        }
    }

    private static string Name(BodyKind body) => body switch
    {
        BodyKind.None => "none",
        BodyKind.Json => "json",
        _ => "upload",
    };

    private static void RequireAttributes(string schema, JsonElement value)
    {
        if (schema.EndsWith("[]", StringComparison.Ordinal))
        {
            Assert.Equal(JsonValueKind.Array, value.ValueKind);
            foreach (var element in value.EnumerateArray())
            {
                RequireAttributes(schema[..^2], element);
            }
        }
        else
        {
            Assert.Equal(ContractData.Schemas[schema].Order(), value.EnumerateObject().Select(p => p.Name).Order());
        }
    }
}
