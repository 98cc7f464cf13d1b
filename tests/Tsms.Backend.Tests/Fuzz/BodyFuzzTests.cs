using System.Text.Json;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Fuzz;

/// <summary>
/// Mutated JSON bodies over HTTP to each operation that takes one, each from a body that names every attribute: done as the contract says, or refused with one of the
/// operation's categories. eng/fuzz body COUNT runs it with a count.
/// </summary>
[Collection("Fuzz")]
public sealed class BodyFuzzTests(ITestOutputHelper output)
{
    private static readonly (string? Type, string? Encoding)[] s_headers =
        [("text/plain", null), (null, null), ("application/json; charset=utf-16", null), ("application/json;;", null), ("application/json", "gzip"), ("application/problem+json", null), ("\u0001", null)];

    // Whole bodies of the entities; ids stand in braces.
    private const string Service = """{"name":"A","accessAuthorizedDeviceApps":["F054534D5301","{hash}"],"sposConfigId":"{sposConfigId}","spParameters":{"k":"v","":"😀"}}""";

    private const string Flavor = """
        {"name":"A","description":"B","executableLoadFileIds":["{elfId}"],"applicationInstantiationConfigs":[{"priority":7,"executableModuleId":"{emId}","applicationConfigId":"{applicationConfigId}"}],
        "spParameters":{"k":"v"},"featureConfig":{"useCspFull":false,"genericOptions":{"a":true},"keyProvisioningMode":1,"keyIndex":"{certificateId}"},"contextSpecificAttributes":{"c":"d"}}
        """;

    private const string Config = """
        {"instanceAid":"F054534D53010101","name":"A","description":"B","installConfig":{"applicationSpecificInstallParameter":"C90101","privileges":["GlobalService"]},
        "activationConfig":{"makeSelectable":true,"accessibleViaApdu":true,"accessibleViaNfc":false},
        "personalizationConfig":{"personalizationScriptId":"{personalizationScriptId}","certificateId":"{certificateId}","provideAttestationToken":false,"includeSecurityDomainDiversificationData":false}}
        """;

    private const string Spos = """{"url":"https://spos.example:8443/a?b=c","certificateId":"{certificateId}"}""";

    private static readonly (string Operation, string Body)[] s_bodies =
    [
        ("createService", Service), ("modifyService", Service), ("createFlavor", Flavor), ("modifyFlavor", Flavor), ("createAppConfig", Config), ("modifyAppConfig", Config),
        ("createSposConfig", Spos), ("modifySposConfig", Spos),
        ("createVersion", """{"tag":"9.9.9","allowedDeployments":{"{flavorId}":["{scpId}"],"{open}":[]}}"""),
        ("modifyVersion", """{"tag":"{tag}","allowedDeployments":{"{flavorId}":["{scpId}"],"{open}":["{other}"]}}"""),
        ("linkElfs", """["{elfId}","{elfId}"]"""), ("unlinkElfs", """["{elfId}"]"""),
        ("linkFlavors", """{"{flavorId}":["{scpId}"]}"""), ("unlinkFlavors", """["{open}"]"""),
        ("linkSecureComponentProfiles", """{"{scpId}":"{flavorId}"}"""), ("unlinkSecureComponentProfiles", """["{other}"]"""),
    ];

    [Fact]
    public void Bodies_OfTheContract_AreAllTried() =>
        Assert.Equal(ContractData.WithToken.Where(o => o.Body == "json").Select(o => o.Id).Order(), s_bodies.Select(b => b.Operation).Order());

    [Fact]
    public async Task Body_Mutated_IsDoneOrRefused()
    {
        var backend = new BackendFixture { With = o => o with { MaxRequestsPerMinute = 10_000_000 } };
        await using var _ = backend;
        await backend.InitializeAsync();
        var world = await (await World.CreateAsync(backend)).AddFreeAsync();
        var stranger = await World.CreateAsync(backend);
        var mutator = new BodyMutator([.. world.Ids.Concat(stranger.Ids).Select(i => i.ToString()), world.Profile.ToString(), world.OtherProfile.ToString(), world.Tag]);
        var run = new FuzzRun("body", FuzzPlan.Count, FuzzPlan.Seed, output.WriteLine);
        var done = s_bodies.ToDictionary(b => b.Operation, _ => 0);
        await run.RunAsync(
            chance => Make(world, mutator, chance),
            async (input, guard) =>
            {
                using var request = input.ToRequest(world.Tenant.Token);
                using var answer = await backend.Http.SendAsync(request, guard);
                var category = await FuzzAnswer.ReadAsync(answer, input, guard);
                if (category > 0)
                {
                    return $"{category}";
                }

                if (input.Operation is null)
                {
                    return "done elsewhere";
                }

                await CleanAsync(world, input, await answer.Content.ReadAsByteArrayAsync(guard), guard);
                lock (done)
                {
                    done[input.Operation]++;
                }

                return "done";
            },
            TestContext.Current.CancellationToken);
        output.WriteLine($"done: {string.Join(", ", done.Select(d => $"{d.Key} {d.Value}"))}");
        if (FuzzPlan.Count >= 1000)
        {
            Assert.InRange(run.Of("done"), FuzzPlan.Count / 50, FuzzPlan.Count / 2);
            Assert.All(done, d => Assert.True(d.Value > 0, $"No body of {d.Key} was ever taken: what lies behind the checks is never reached."));
        }
    }

    private static FuzzInput Make(World world, BodyMutator mutator, Chance chance)
    {
        var (id, json) = chance.Pick(s_bodies);
        var operation = ContractData.Of(id);
        var (body, what) = mutator.Make(Fill(world, json), chance);
        var (type, encoding) = chance.OneIn(30) ? chance.Pick(s_headers) : ("application/json", null);
        var path = chance.OneIn(3) ? world.FillFree(operation.Path) : Fill(world, operation.Path.Replace("{flavorId}", chance.OneIn(2) ? "{open}" : "{flavorId}", StringComparison.Ordinal));
        var spoilt = chance.OneIn(40);
        return new FuzzInput($"{id}: {what}", spoilt ? null : id, operation.Method, spoilt ? Spoil(path, chance) : path, body, type) { Chunked = chance.OneIn(8), Encoding = encoding };
    }

    private static string Fill(World world, string template) => world.Fill(template
        .Replace("{open}", $"{world.OpenFlavor}", StringComparison.Ordinal)
        .Replace("{other}", $"{world.OtherProfile}", StringComparison.Ordinal)
        .Replace("{hash}", new string('a', 64), StringComparison.Ordinal));

    private static string Spoil(string path, Chance chance) =>
        path.Insert(1 + chance.Next(path.Length), chance.Pick<string>(["%00", "%2e%2e%2f", "%F0%9F%98%80", "/", "%", "x", "%ZZ", "?a=%00&b", "é", "%C0%80", "?next=major&next=minor"]));

    /// <summary>What was made goes again, so that a long run does not end at the limit of entities.</summary>
    private static async Task CleanAsync(World world, FuzzInput input, byte[] answer, CancellationToken cancellationToken)
    {
        var made = JsonDocument.Parse(answer).RootElement;
        Guid Id() => made.GetProperty("id").GetGuid();
        var client = world.Tenant.Client;
        await (input.Operation switch
        {
            "createService" => client.DeleteServiceAsync(Id(), cancellationToken),
            "createFlavor" => client.DeleteFlavorAsync(world.Service, Id(), cancellationToken),
            "createVersion" => client.DeleteVersionAsync(world.Service, made.GetProperty("tag").GetString()!, cancellationToken),
            "createAppConfig" => client.DeleteAppConfigAsync(Id(), cancellationToken),
            "createSposConfig" => client.DeleteSposConfigAsync(Id(), cancellationToken),
            _ => Task.CompletedTask,
        });
    }
}
