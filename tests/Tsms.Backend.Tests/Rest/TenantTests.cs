namespace Tsms.Backend.Tests.Rest;

/// <summary>What another service provider has does not exist: in paths, in bodies, in lists.</summary>
public sealed class TenantTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    public static TheoryData<string> WithPathIds => [.. ContractData.WithToken.Where(o => Foreign(o).Any()).Select(o => o.Id)];

    public static TheoryData<string> WithBodyIds => [.. ContractData.WithToken.Where(o => o.References is not null).Select(o => o.Id)];

    public static TheoryData<string> Reads => [.. ContractData.WithToken.Where(o => o.Method == "GET").Select(o => o.Id)];

    [Theory]
    [MemberData(nameof(WithPathIds))]
    public async Task Path_WithAnotherTenantsIds_IsNotExisting(string id)
    {
        var operation = ContractData.Of(id);
        var (own, other) = (await World.CreateAsync(backend), await World.CreateAsync(backend));
        var before = await other.DumpAsync();

        // All ids of the other, then each alone among own ones.
        await RestAssert.FaultAsync(1009, own.Tenant.SendAsync(operation.Method, other.Fill(operation.Path), ContractData.ValidBody(id, other)));
        foreach (var name in Foreign(operation))
        {
            var path = own.Fill(operation.Path.Replace($"{{{name}}}", other.Fill($"{{{name}}}"), StringComparison.Ordinal));
            await RestAssert.FaultAsync(1009, own.Tenant.SendAsync(operation.Method, path, ContractData.ValidBody(id, own)));
        }

        Assert.Equal(before, await other.DumpAsync());
    }

    [Theory]
    [MemberData(nameof(WithBodyIds))]
    public async Task Body_WithAnotherTenantsId_IsNotExisting(string id)
    {
        var operation = ContractData.Of(id);
        var (own, other) = (await World.CreateAsync(backend), await World.CreateAsync(backend));
        foreach (var name in operation.References!.Split('{', '}').Where(n => n.EndsWith("Id", StringComparison.Ordinal) && !n.Contains('"', StringComparison.Ordinal)).Distinct())
        {
            var nobody = await SendAsync(operation, own, name, $"{World.Nobody}");
            Assert.Contains($"with id '{World.Nobody}' does not exist.", nobody, StringComparison.Ordinal);
            if (name != "scpId")
            {
                var foreign = other.Fill($"{{{name}}}");

                // The same answer, so that nobody learns what others have.
                Assert.Equal(nobody.Replace($"{World.Nobody}", foreign, StringComparison.Ordinal), await SendAsync(operation, own, name, foreign));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Answer_OfAnyRead_ShowsNothingOfAnother(string id)
    {
        var operation = ContractData.Of(id);
        var (own, other) = (await World.CreateAsync(backend), await (await World.CreateAsync(backend)).AddFreeAsync());
        var body = await RestAssert.SuccessAsync(own.Tenant.SendAsync("GET", own.Fill(operation.Path)));
        Assert.All(other.Ids, foreign => Assert.DoesNotContain($"{foreign}", body, StringComparison.OrdinalIgnoreCase));

        // The lists are not empty for nothing: everything in this world is in use.
        if (operation.Answer!.EndsWith("[]", StringComparison.Ordinal))
        {
            Assert.NotEqual("[]", body);
        }
    }

    // Profiles are everybody's; a tag is no id.
    private static IEnumerable<string> Foreign(ContractOperation operation) => operation.Parameters.Where(n => n is not ("scpId" or "tag"));

    private static Task<string> SendAsync(ContractOperation operation, World own, string name, string value) => RestAssert.FaultAsync(
        1009, own.Tenant.JsonAsync(operation.Method, own.Fill(operation.Path), own.Fill(operation.References!.Replace($"{{{name}}}", value, StringComparison.Ordinal))));
}
