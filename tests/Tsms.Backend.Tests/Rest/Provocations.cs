using System.Net.Http.Headers;
using System.Text;

namespace Tsms.Backend.Tests.Rest;

/// <summary>For every operation and error category of the contract: a request that ends in it.</summary>
internal static class Provocations
{
    private static readonly string[] s_uploads = ["elf", "script", "cert"];

    /// <summary>What cannot occur, and why.</summary>
    public static IReadOnlyDictionary<(string Id, int Category), string> Impossible { get; } = new Dictionary<(string, int), string>
    {
        [("createElfAndUploadBinary", 1009)] = "the form names no entity",
        [("deleteVersion", 1010)] = "nothing refers to a Version",
    };

    /// <summary>Sends the request; null when there is none for this pair.</summary>
    public static Task<HttpResponseMessage>? Send(ContractOperation operation, int category, World world) => category switch
    {
        _ when operation.Id == "createAccessToken" => Auth(category, world),
        1000 => world.Tenant.SendAsync(operation.Method, world.Fill(operation.Path), ContractData.ValidBody(operation.Id, world), withToken: false),
        1002 when operation.Body == "none" => world.Tenant.JsonAsync(operation.Method, world.Fill(operation.Path), "{}"),
        1002 => world.Tenant.JsonAsync(operation.Method, world.Fill(operation.Path), "{"),
        1014 when operation.Body == "json" => world.Tenant.JsonAsync(operation.Method, world.Fill(operation.Path), $"\"{new string('x', 16 * 1024)}\""),
        2000 => world.Tenant.SendAsync(operation.Method, ContractData.ValidPath(operation, world), ContractData.ValidBody(operation.Id, world), fault: true),
        1009 when operation.Path.Contains('{', StringComparison.Ordinal) => world.Tenant.SendAsync(
            operation.Method, Strangers(operation, world)[0], ContractData.ValidBody(operation.Id, world)),
        1010 => world.Tenant.SendAsync(operation.Method, world.Fill(operation.Path)),
        >= 1003 and <= 1009 when operation.Body == "json" && JsonFor(operation.Id, category, world) is { } json =>
            world.Tenant.JsonAsync(operation.Method, world.Fill(operation.Path), json),
        _ when operation.Body == "upload" => Upload(operation, category, world),
        _ => Special(operation.Id, category, world),
    };

    /// <summary>The operation's path once per parameter, with that one naming nothing.</summary>
    public static List<string> Strangers(ContractOperation operation, World world) =>
        [.. operation.Parameters.Select(n => world.Fill(operation.Path.Replace($"{{{n}}}", n == "tag" ? "9.9.9" : $"{World.Nobody}", StringComparison.Ordinal)))];

    private static Task<HttpResponseMessage>? Auth(int category, World world)
    {
        var pair = $"{world.Tenant.Credentials.ClientId}:{world.Tenant.Credentials.ClientSecret}";
        return category switch
        {
            1001 => AuthAsync(world, pair + "x", Grant(), fault: false),
            1002 => AuthAsync(world, pair, Tenant.Json("{}"), fault: false),
            2000 => AuthAsync(world, pair, Grant(), fault: true),
            _ => null,
        };

        static FormUrlEncodedContent Grant() => new([new("grant_type", "client_credentials")]);
    }

    private static Task<HttpResponseMessage> AuthAsync(World world, string pair, HttpContent content, bool fault) => world.Tenant.SendAsync(
        "POST", "/auth", content, authorization: new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))), fault: fault);

    private static string? JsonFor(string id, int category, World world) => (id, category) switch
    {
        (_, 1007) => With(ContractData.ValidJson(id, world), "colour", "1"),
        ("createVersion", 1003) => With(ContractData.ValidJson(id, world), "serviceId", $"\"{world.Service}\""),
        (_, 1003) => With(ContractData.ValidJson(id, world), "id", $"\"{World.Nobody}\""),
        ("createService" or "createVersion" or "createAppConfig" or "createSposConfig", 1004) or ("modifyService" or "modifyAppConfig" or "modifySposConfig", 1006) => "{}",
        ("createFlavor", 1004) or ("modifyFlavor", 1006) => """{"applicationInstantiationConfigs":[{"priority":1}]}""",
        ("modifyVersion", 1006) => """{"allowedDeployments":{}}""",
        ("modifyService", 1005) => """{"name":"A","sdAid":"F05453534400"}""",
        ("modifyFlavor", 1005) => """{"published":false}""",
        ("modifyVersion", 1005) => """{"tag":"7.7.7","allowedDeployments":{}}""",
        ("modifyAppConfig", 1005) => $$"""{"instanceAid":"F054534D53010101","spId":"{{World.Nobody}}"}""",
        ("modifySposConfig", 1005) => With(ContractData.ValidJson(id, world), "id", $"\"{World.Nobody}\""),
        ("createService" or "modifyService", 1008) => """{"name":5}""",
        ("createFlavor" or "modifyFlavor", 1008) => """{"featureConfig":{"keyProvisioningMode":4}}""",
        ("createVersion", 1008) => """{"allowedDeployments":{"no-uuid":[]}}""",
        ("modifyVersion", 1008) => $$$"""{"tag":"{{{world.Tag}}}","allowedDeployments":{"{{{world.OpenFlavor}}}":[null]}}""",
        ("createAppConfig" or "modifyAppConfig", 1008) => """{"instanceAid":"F054"}""",
        ("createSposConfig" or "modifySposConfig", 1008) => $$"""{"url":"ftp://spos.example/","certificateId":"{{world.Certificate}}"}""",
        ("linkElfs" or "unlinkElfs" or "unlinkFlavors" or "unlinkSecureComponentProfiles", 1008) => """["no-uuid"]""",
        ("linkFlavors" or "linkSecureComponentProfiles", 1008) => """{"no-uuid":[]}""",
        ("createService" or "createAppConfig" or "createSposConfig", 1009) =>
            world.Fill(System.Text.RegularExpressions.Regex.Replace(ContractData.Of(id).References!, @"\{\w+\}", $"{World.Nobody}")),
        _ => null,
    };

    private static string? With(string? json, string name, string value) =>
        json is null ? null : $"{json[..^1]}{(json == "{}" ? "" : ",")}\"{name}\":{value}}}";

    private static Task<HttpResponseMessage>? Upload(ContractOperation operation, int category, World world)
    {
        var prefix = s_uploads.Single(u => operation.Path.StartsWith(u switch { "elf" => "/exec", "script" => "/pers", _ => "/cert" }, StringComparison.Ordinal));
        var good = prefix switch { "elf" => SampleCaps.CarKey, "script" => SampleFiles.Script, _ => SampleFiles.Certificate };
        var path = category == 1016 ? $"/executable-load-files/{world.Free!.ModestElf}" : world.Fill(operation.Path);
        var form = category switch
        {
            1003 => SampleFiles.Form(prefix, good).With("spId", $"{World.Nobody}"),
            1004 or 1006 => SampleFiles.Form(prefix, good, null),
            1005 => SampleFiles.Form(prefix, good).With("spId", $"{World.Nobody}"),
            1007 => SampleFiles.Form(prefix, good).With("colour", "red"),
            1008 => SampleFiles.Form(prefix, good, new string('x', 256)),
            1011 => SampleFiles.Parts(prefix, "name"),
            1012 => SampleFiles.Parts(prefix, "name", ($"{prefix}File", good), ($"{prefix}File", good)),
            1013 => SampleFiles.Form(prefix, prefix == "elf" ? [1, 2, 3] : SampleCaps.CarKey),
            1014 => SampleFiles.Form(prefix, new byte[BackendFixture.MaxUpload + 1]),
            1015 => SampleFiles.Form(prefix, SampleCaps.WithImports(SampleCaps.CarKey, 4)),
            1016 => SampleFiles.Form(prefix, SampleCaps.CarKey),
            _ => null,
        };
        return form is null ? null : world.Tenant.SendAsync(operation.Method, path, form);
    }

    private static Task<HttpResponseMessage>? Special(string id, int category, World world)
    {
        var open = $"/services/{world.Service}/flavors/{world.OpenFlavor}";
        var published = $"/services/{world.Service}/flavors/{world.PublishedFlavor}";
        var version = $"/services/{world.Service}/versions/{world.Tag}";
        return (id, category) switch
        {
            ("modifyFlavor", 1015) => world.Tenant.JsonAsync("PUT", published, """{"applicationInstantiationConfigs":[]}"""),
            ("modifyAppConfig", 1015) => world.Tenant.JsonAsync("PUT", $"/application-configs/{world.Config}", """{"instanceAid":"F054534D53010102"}"""),
            ("unlinkElfs", 1015) => world.Tenant.JsonAsync("PUT", $"{published}/executable-load-files", $"[\"{world.Elf}\"]"),
            ("linkElfs", 1015) => world.Tenant.JsonAsync("POST", $"{published}/executable-load-files", $"[\"{world.Free!.Elf}\"]"),
            ("publishFlavor", 1016) => world.Tenant.SendAsync("POST", $"/services/{world.Service}/flavors/{world.Free!.NeedyFlavor}/publish"),
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
}
