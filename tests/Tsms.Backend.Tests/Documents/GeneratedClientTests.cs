using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Newtonsoft.Json;
using Tsms.Backend.Documents;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Documents;

/// <summary>A client that a public generator makes of the served document calls every operation of the running backend, by the contract's data.</summary>
public sealed class GeneratedClientTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    [Fact]
    public async Task Client_OfTheServedDocument_PassesTheContract() =>
        await PassAsync(await backend.Http.GetStringAsync(DocumentEndpoints.Json, TestContext.Current.CancellationToken));

    // The published description is not ours to keep: TSMS_OPENAPI names the file (JSON) of version 1.0.4 or another one.
    [Fact]
    public async Task Client_OfAnotherDescription_PassesTheContract()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("TSMS_OPENAPI") is { Length: > 0 }, "TSMS_OPENAPI names no OpenAPI document of TR-03165 4.1 in JSON.");
        await PassAsync(await File.ReadAllTextAsync(Environment.GetEnvironmentVariable("TSMS_OPENAPI")!, TestContext.Current.CancellationToken));
    }

    private async Task PassAsync(string document)
    {
        var generated = await GeneratedClient.MakeAsync(document);
        using var recorder = new CallRecorder();
        using var http = new HttpClient(recorder) { BaseAddress = backend.Http.BaseAddress };
        var client = generated.Create(http);
        var faults = new List<string>();
        foreach (var operation in ContractData.All)
        {
            var world = await (await World.CreateAsync(backend)).AddFreeAsync();
            try
            {
                await CallAsync(generated, client, recorder, operation, world);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                faults.Add($"{operation.Id}: {e.Message}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Equal(ContractData.All.Select(o => o.Id).Order(), recorder.Called.Order());
    }

    private static async Task CallAsync(GeneratedClient generated, object client, CallRecorder recorder, ContractOperation operation, World world)
    {
        var method = generated.MethodOf(operation.Id);
        var credentials = world.Tenant.Credentials;
        var pair = $"{credentials.ClientId}:{credentials.ClientSecret}";

        // v1.1 sends the long-term token as Basic with a form, 1.0.4 as Bearer without one.
        var longTerm = method.GetParameters().Length > 1
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)))
            : new AuthenticationHeaderValue("Bearer", pair);
        var good = operation.Id == "createAccessToken" ? longTerm : new AuthenticationHeaderValue("Bearer", world.Tenant.Token);
        object?[] Arguments(Func<string, string> id) => [.. method.GetParameters().Select(p => Argument(generated, p, operation, world, id))];

        // Refusals come as typed errors with their categories.
        recorder.Authorization = null;
        Assert.Equal(operation.Id == "createAccessToken" ? (401, 1001) : (401, 1000), await RefusalAsync(client, method, Arguments(Own)));
        recorder.Authorization = good;
        foreach (var name in operation.Parameters)
        {
            Assert.Equal((400, 1009), await RefusalAsync(client, method, Arguments(n => n == name ? n == "tag" ? "9.9.9" : $"{World.Nobody}" : Own(n))));
        }

        recorder.Fault = true;
        Assert.Equal((500, 2000), await RefusalAsync(client, method, Arguments(Own)));
        recorder.Fault = false;

        // What the client understood is what was answered.
        var result = await InvokeAsync(client, method, Arguments(Own));
        if (operation.Answer == "binary")
        {
            Assert.NotEqual(-1, ((Stream)result!.GetType().GetProperty("Stream")!.GetValue(result)!).ReadByte());
        }
        else if (operation.Answer is not null)
        {
            RequireSame(JsonNode.Parse(recorder.LastAnswer), JsonNode.Parse(JsonConvert.SerializeObject(result)), operation.Id);
        }

        string Own(string name) => operation.Method == "DELETE" ? world.FillFree($"{{{name}}}") : world.Fill($"{{{name}}}");
    }

    private static object? Argument(GeneratedClient generated, ParameterInfo parameter, ContractOperation operation, World world, Func<string, string> id) => parameter.Name switch
    {
        _ when parameter.ParameterType == typeof(CancellationToken) => TestContext.Current.CancellationToken,
        _ when parameter.ParameterType.Name == "FileParameter" => generated.File(parameter.Name switch
        {
            "elfFile" => SampleCaps.CarKey,
            "scriptFile" => SampleFiles.Script,
            _ => SampleFiles.Certificate,
        }),
        { } name when operation.Parameters.Contains(name) => parameter.ParameterType == typeof(Guid) ? Guid.Parse(id(name)) : id(name),
        "body" => JsonConvert.DeserializeObject(Body(operation.Id, world)!, parameter.ParameterType),
        "grant_type" => "client_credentials",
        { } name when name.EndsWith("Filename", StringComparison.Ordinal) => "some.file",
        _ => null,
    };

    // With what 1.0.4 demands or sends along and v1.1 does not.
    private static string? Body(string id, World world) => id switch
    {
        "createAccessToken" => """{"grant_type":"client_credentials"}""",
        "createVersion" => """{"tag":"1.0.0","allowedDeployments":{}}""",
        "modifyFlavor" => """{"published":true}""",
        _ => ContractData.ValidJson(id, world),
    };

    private static async Task<object?> InvokeAsync(object client, MethodInfo method, object?[] arguments)
    {
        var task = (Task)method.Invoke(client, arguments)!;
        await task;
        return task.GetType().GetProperty("Result") is { } result && result.PropertyType.Name != "VoidTaskResult" ? result.GetValue(task) : null;
    }

    private static async Task<(int Status, int Category)> RefusalAsync(object client, MethodInfo method, object?[] arguments)
    {
        var e = await Assert.ThrowsAnyAsync<Exception>(() => InvokeAsync(client, method, arguments));
        Assert.True(e.GetType() is { IsGenericType: true, Name: "ApiException`1" }, $"{method.Name}: {e}");
        var error = e.GetType().GetProperty("Result")!.GetValue(e)!;
        return ((int)e.GetType().GetProperty("StatusCode")!.GetValue(e)!, (int)error.GetType().GetProperty("ErrorCategory")!.GetValue(error)!);
    }

    // Nulls may stay out, and points in time may be written otherwise.
    private static void RequireSame(JsonNode? answered, JsonNode? understood, string path)
    {
        switch (answered)
        {
            case JsonObject map:
                Assert.Equal(map.Where(p => p.Value is not null).Select(p => p.Key).Order(), understood!.AsObject().Where(p => p.Value is not null).Select(p => p.Key).Order());
                foreach (var (name, value) in map.Where(p => p.Value is not null))
                {
                    RequireSame(value, understood[name], $"{path}.{name}");
                }

                break;
            case JsonArray list:
                Assert.Equal(list.Count, understood!.AsArray().Count);
                for (var i = 0; i < list.Count; i++)
                {
                    RequireSame(list[i], understood[i], $"{path}[{i}]");
                }

                break;
            default:
                var same = JsonNode.DeepEquals(answered, understood)
                    || (path.EndsWith("Date", StringComparison.Ordinal) && answered!.GetValue<DateTimeOffset>() == understood!.GetValue<DateTimeOffset>());
                Assert.True(same, $"{path}: {understood} instead of {answered}");
                break;
        }
    }
}
