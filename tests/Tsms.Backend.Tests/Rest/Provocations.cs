namespace Tsms.Backend.Tests.Rest;

/// <summary>For every operation and error category of the contract: a request that ends in it.</summary>
internal static class Provocations
{
    /// <summary>What cannot occur, and why.</summary>
    public static IReadOnlyDictionary<(string Id, int Category), string> Impossible { get; } = new Dictionary<(string, int), string>
    {
        [("createElfAndUploadBinary", 1009)] = "the form names no entity",
        [("deleteVersion", 1010)] = "nothing refers to a Version",
    };

    /// <summary>Sends the request; null when there is none for this pair.</summary>
    public static Task<HttpResponseMessage>? Send(ContractOperation operation, int category, World world) => category switch
    {
        1000 => world.Tenant.SendAsync(operation.Method, world.Fill(operation.Path), ContractData.ValidBody(operation.Id, world), withToken: false),
        1002 => world.Tenant.JsonAsync(operation.Method, world.Fill(operation.Path), "{}"),
        1009 when operation.Path.Contains('{', StringComparison.Ordinal) => world.Tenant.SendAsync(
            operation.Method, Strangers(operation, world)[0], ContractData.ValidBody(operation.Id, world)),
        >= 1003 and <= 1009 when JsonFor(operation.Id, category, world) is { } json => world.Tenant.JsonAsync(operation.Method, world.Fill(operation.Path), json),
        _ when operation.Id is "createElfAndUploadBinary" or "modifyElfAndOverwriteBinary" => Upload(operation, category, world),
        _ => Special(operation.Id, category, world),
    };

    /// <summary>The operation's path once per parameter, with that one naming nothing.</summary>
    public static List<string> Strangers(ContractOperation operation, World world)
    {
        var names = operation.Path.Split('{', '}').Where((_, i) => i % 2 == 1);
        return [.. names.Select(n => world.Fill(operation.Path.Replace($"{{{n}}}", n == "tag" ? "9.9.9" : $"{World.Nobody}", StringComparison.Ordinal)))];
    }

    private static string? JsonFor(string id, int category, World world) => (id, category) switch
    {
        (_, 1007) => With(ContractData.ValidJson(id, world), "colour", "1"),
        ("createVersion", 1003) => With(ContractData.ValidJson(id, world), "serviceId", $"\"{world.Service}\""),
        (_, 1003) => With(ContractData.ValidJson(id, world), "id", $"\"{World.Nobody}\""),
        ("createService" or "createVersion" or "createAppConfig", 1004) or ("modifyService" or "modifyAppConfig", 1006) => "{}",
        ("createFlavor", 1004) or ("modifyFlavor", 1006) => """{"applicationInstantiationConfigs":[{"priority":1}]}""",
        ("modifyVersion", 1006) => """{"allowedDeployments":{}}""",
        ("modifyService", 1005) => """{"name":"A","sdAid":"F05453534400"}""",
        ("modifyFlavor", 1005) => """{"published":false}""",
        ("modifyVersion", 1005) => """{"tag":"7.7.7","allowedDeployments":{}}""",
        ("modifyAppConfig", 1005) => $$"""{"instanceAid":"F054534D53010101","spId":"{{World.Nobody}}"}""",
        ("createService" or "modifyService", 1008) => """{"name":5}""",
        ("createFlavor" or "modifyFlavor", 1008) => """{"featureConfig":{"keyProvisioningMode":4}}""",
        ("createVersion", 1008) => """{"allowedDeployments":{"no-uuid":[]}}""",
        ("modifyVersion", 1008) => $$$"""{"tag":"{{{world.Tag}}}","allowedDeployments":{"{{{world.OpenFlavor}}}":[null]}}""",
        ("createAppConfig" or "modifyAppConfig", 1008) => """{"instanceAid":"F054"}""",
        ("linkElfs" or "unlinkElfs" or "unlinkFlavors" or "unlinkSecureComponentProfiles", 1008) => """["no-uuid"]""",
        ("linkFlavors" or "linkSecureComponentProfiles", 1008) => """{"no-uuid":[]}""",
        ("createService", 1009) => $$"""{"name":"A","sposConfigId":"{{World.Nobody}}"}""",
        ("createAppConfig", 1009) => $$$"""{"instanceAid":"F054534D53AA","personalizationConfig":{"certificateId":"{{{World.Nobody}}}"}}""",
        _ => null,
    };

    private static string? With(string? json, string name, string value) =>
        json is null ? null : $"{json[..^1]}{(json == "{}" ? "" : ",")}\"{name}\":{value}}}";

    private static Task<HttpResponseMessage>? Upload(ContractOperation operation, int category, World world)
    {
        if ((operation.Id, category) == ("modifyElfAndOverwriteBinary", 1016))
        {
            return ReplaceByMoreDemandingAsync(world);
        }

        var form = category switch
        {
            1003 => SampleCaps.Form(SampleCaps.CarKey).With("aid", "F054534D5301"),
            1004 or 1006 => SampleCaps.Form(SampleCaps.CarKey, null),
            1005 => SampleCaps.Form(SampleCaps.CarKey).With("aid", "F054534D53FF"),
            1007 => SampleCaps.Form(SampleCaps.CarKey).With("colour", "red"),
            1008 => SampleCaps.Form(SampleCaps.CarKey, new string('x', 256)),
            1011 => SampleCaps.Parts("name"),
            1012 => SampleCaps.Parts("name", ("elfFile", SampleCaps.CarKey), ("elfFile", SampleCaps.Vault)),
            1013 => SampleCaps.Form([1, 2, 3]),
            1014 => SampleCaps.Form(new byte[BackendFixture.MaxUpload + 1]),
            1015 => SampleCaps.Form(SampleCaps.WithImports(SampleCaps.CarKey, 5)),
            _ => null,
        };
        return form is null ? null : world.Tenant.SendAsync(operation.Method, world.Fill(operation.Path), form);
    }

    private static Task<HttpResponseMessage>? Special(string id, int category, World world)
    {
        var open = $"/services/{world.Service}/flavors/{world.OpenFlavor}";
        var published = $"/services/{world.Service}/flavors/{world.PublishedFlavor}";
        var version = $"/services/{world.Service}/versions/{world.Tag}";
        return (id, category) switch
        {
            ("deleteFlavor", 1010) => world.Tenant.SendAsync("DELETE", published),
            ("deleteElf", 1010) => world.Tenant.SendAsync("DELETE", $"/executable-load-files/{world.Elf}"),
            ("deleteAppConfig", 1010) => world.Tenant.SendAsync("DELETE", $"/application-configs/{world.Config}"),
            ("modifyFlavor", 1015) => world.Tenant.JsonAsync("PUT", published, """{"applicationInstantiationConfigs":[]}"""),
            ("unlinkElfs", 1015) => world.Tenant.JsonAsync("PUT", $"{published}/executable-load-files", $"[\"{world.Elf}\"]"),
            ("linkElfs", 1015) => LinkAnotherAsync(world, published),
            ("modifyFlavor", 1016) => world.Tenant.JsonAsync("PUT", open, """{"featureConfig":{"useCspFull":true}}"""),
            ("linkElfs", 1016) => world.Tenant.JsonAsync("POST", $"{open}/executable-load-files", $"[\"{world.Elf}\"]"),
            ("createVersion", 1016) => world.Tenant.JsonAsync(
                "POST", $"/services/{world.Service}/versions", $$$"""{"allowedDeployments":{"{{{world.PublishedFlavor}}}":["{{{world.OtherProfile}}}"]}}"""),
            ("modifyVersion", 1016) => world.Tenant.JsonAsync(
                "PUT", version, $$$"""{"tag":"{{{world.Tag}}}","allowedDeployments":{"{{{world.PublishedFlavor}}}":["{{{world.OtherProfile}}}"]}}"""),
            ("linkFlavors", 1016) => world.Tenant.JsonAsync(
                "POST", $"{version}/flavors", $$$"""{"{{{world.OpenFlavor}}}":[],"{{{world.PublishedFlavor}}}":["{{{world.OtherProfile}}}"]}"""),
            ("linkSecureComponentProfiles", 1016) => world.Tenant.JsonAsync(
                "POST", $"{version}/secure-component-profiles", $$$"""{"{{{world.OtherProfile}}}":"{{{world.PublishedFlavor}}}"}"""),
            _ => null,
        };
    }

    private static async Task<HttpResponseMessage> LinkAnotherAsync(World world, string flavor)
    {
        var vault = await world.Tenant.Client.CreateElfAsync("Vault.cap", SampleCaps.Vault);
        return await world.Tenant.JsonAsync("POST", $"{flavor}/executable-load-files", $"[\"{vault.Id}\"]");
    }

    // A CAP for 3.0.4 stands in the Flavor for the 3.0.4 profile; its successor wants 3.0.5.
    private static async Task<HttpResponseMessage> ReplaceByMoreDemandingAsync(World world)
    {
        var modest = await world.Tenant.Client.CreateElfAsync("modest.cap", SampleCaps.WithImports(SampleCaps.CarKey, 5));
        await world.Tenant.Client.LinkElfsAsync(world.Service, world.OpenFlavor, [modest.Id!.Value]);
        return await world.Tenant.SendAsync("PUT", $"/executable-load-files/{modest.Id}", SampleCaps.Form(SampleCaps.CarKey));
    }
}
