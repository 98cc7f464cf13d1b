namespace Tsms.Backend.Tests.Rest;

/// <summary>The REST-API against TR-03165's list of operations and error categories.</summary>
public sealed class ContractTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    public static TheoryData<string> Operations => [.. ContractData.Done.Select(o => o.Id)];

    public static TheoryData<string> MissingOperations => [.. ContractData.All.Where(o => !o.Done).Select(o => o.Id)];

    [Fact]
    public void Data_Counted_HasAllOperationsOfTheTr() => Assert.Equal(82, ContractData.All.Select(o => o.Id).Distinct().Count());

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_WithValidRequest_Succeeds(string id)
    {
        var world = await World.CreateAsync(backend);
        var operation = ContractData.Of(id);

        // What is referenced cannot be deleted: let go first.
        if (id is "deleteFlavor" or "deleteElf" or "deleteAppConfig")
        {
            await world.Tenant.Client.DeleteVersionAsync(world.Service, world.Tag);
            if (id != "deleteFlavor")
            {
                await world.Tenant.Client.DeleteServiceAsync(world.Service);
            }
        }

        await RestAssert.SuccessAsync(world.Tenant.SendAsync(operation.Method, world.Fill(operation.Path), ContractData.ValidBody(id, world)));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_EveryListedCategory_IsProvoked(string id)
    {
        var operation = ContractData.Of(id);
        foreach (var category in operation.Categories)
        {
            if (Provocations.Impossible.ContainsKey((id, category)))
            {
                continue;
            }

            var world = await World.CreateAsync(backend);
            var answer = Provocations.Send(operation, category, world);
            Assert.True(answer is not null, $"no request provokes {category} at {id}");
            await RestAssert.FaultAsync(category, answer);
        }
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
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_WithAnotherTenantsIds_IsNotExisting(string id)
    {
        var operation = ContractData.Of(id);
        var own = await World.CreateAsync(backend);
        var other = await World.CreateAsync(backend);
        if (!operation.Path.Contains('{', StringComparison.Ordinal) || operation.Path.Contains("{scpId}", StringComparison.Ordinal))
        {
            // Lists show nothing of others; profiles are everybody's.
            if (operation.Method == "GET" && !operation.Path.Contains("secure-component", StringComparison.Ordinal))
            {
                var body = await RestAssert.SuccessAsync(own.Tenant.SendAsync("GET", operation.Path));
                Assert.DoesNotContain($"{other.Tenant.Credentials.Id}", body, StringComparison.Ordinal);
            }

            return;
        }

        await RestAssert.FaultAsync(1009, own.Tenant.SendAsync(operation.Method, other.Fill(operation.Path), ContractData.ValidBody(id, other)));
    }

    [Theory]
    [MemberData(nameof(MissingOperations))]
    public async Task Operation_NotOfferedYet_IsNotFoundWithoutBody(string id)
    {
        var world = await World.CreateAsync(backend);
        var operation = ContractData.Of(id);
        using var answer = await world.Tenant.SendAsync(operation.Method, world.Fill(operation.Path.Replace("{sposConfigId}", $"{World.Nobody}", StringComparison.Ordinal)));
        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task KnownPath_WithOtherMethod_IsNotFoundWithoutBody()
    {
        var tenant = await backend.NewTenantAsync();
        using var answer = await tenant.SendAsync("DELETE", "/services");
        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_WhenServing_IsHealthy(string path) =>
        Assert.Equal("Healthy", await backend.Http.GetStringAsync(path, TestContext.Current.CancellationToken));
}
