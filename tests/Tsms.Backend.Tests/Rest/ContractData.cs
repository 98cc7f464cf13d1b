using System.Text.Json;

namespace Tsms.Backend.Tests.Rest;

/// <summary>
/// An operation as TR-03165's published description has it. Body is none, json or upload; Answer a schema, a schema with [], binary, or null. Also holds categories that
/// the TR's list forgot and that are answered all the same; References is a body with every id that a body of the operation can carry.
/// </summary>
public sealed record ContractOperation(
    string Id, string Section, string Method, string Path, string Body, int Status, string? Answer, int[] Categories, int[] Also, string? References)
{
    /// <summary>Names in braces of the path.</summary>
    public IEnumerable<string> Parameters => Path.Split('{', '}').Where((_, i) => i % 2 == 1);
}

/// <summary>The 82 operations (operations.json) and the entities' attributes (schemas.json), taken from the published description and v1.1's changes.</summary>
internal static class ContractData
{
    public static IReadOnlyList<ContractOperation> All { get; } = Read<ContractOperation[]>("operations.json");

    public static IReadOnlyDictionary<string, string[]> Schemas { get; } = Read<Dictionary<string, string[]>>("schemas.json");

    /// <summary>Those that take a short-term token.</summary>
    public static IEnumerable<ContractOperation> WithToken => All.Where(o => o.Id != "createAccessToken");

    public static ContractOperation Of(string id) => All.Single(o => o.Id == id);

    /// <summary>The path that the operation succeeds with: what is deleted must not be in use.</summary>
    public static string ValidPath(ContractOperation operation, World world) =>
        operation.Method == "DELETE" ? world.FillFree(operation.Path) : world.Fill(operation.Path);

    /// <summary>A body that the operation accepts in this world; null for operations without one.</summary>
    public static HttpContent? ValidBody(string id, World world) => id switch
    {
        "createElfAndUploadBinary" or "modifyElfAndOverwriteBinary" => SampleFiles.Form("elf", SampleCaps.CarKey),
        "createPersoScriptAndUploadBinary" or "modifyPersoScriptAndOverwriteBinary" => SampleFiles.Form("script", SampleFiles.Script),
        "createCertAndUploadBinary" or "modifyCertAndOverwriteBinary" => SampleFiles.Form("cert", SampleFiles.Certificate),
        _ => ValidJson(id, world) is { } json ? Tenant.Json(json) : null,
    };

    public static string? ValidJson(string id, World world) => id switch
    {
        "createService" or "modifyService" => """{"name":"A"}""",
        "createFlavor" or "modifyFlavor" => "{}",
        "createVersion" => """{"allowedDeployments":{}}""",
        "modifyVersion" => $$$"""{"tag":"{{{world.Tag}}}","allowedDeployments":{}}""",
        "createAppConfig" => """{"instanceAid":"F054534D53AA"}""",
        "modifyAppConfig" => """{"instanceAid":"F054534D53010101"}""",
        "createSposConfig" or "modifySposConfig" => $$"""{"url":"https://spos.example/tsm","certificateId":"{{world.Certificate}}"}""",
        "linkElfs" or "unlinkElfs" or "unlinkFlavors" or "unlinkSecureComponentProfiles" => "[]",
        "linkFlavors" or "linkSecureComponentProfiles" => "{}",
        _ => null,
    };

    private static T Read<T>(string file) =>
        JsonSerializer.Deserialize<T>(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Rest", file)), JsonSerializerOptions.Web)!;
}
