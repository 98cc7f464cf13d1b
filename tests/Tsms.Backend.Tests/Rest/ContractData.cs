using System.Text.Json;

namespace Tsms.Backend.Tests.Rest;

/// <summary>An operation as TR-03165's published description has it; Done says that this TSM offers it already.</summary>
public sealed record ContractOperation(string Id, string Section, string Method, string Path, int[] Categories, bool Done);

/// <summary>The 82 operations (operations.json).</summary>
internal static class ContractData
{
    public static IReadOnlyList<ContractOperation> All { get; } = JsonSerializer.Deserialize<ContractOperation[]>(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Rest", "operations.json")), JsonSerializerOptions.Web)!;

    /// <summary>Those that take a short-term token and are there.</summary>
    public static IEnumerable<ContractOperation> Done => All.Where(o => o.Done && o.Id != "createAccessToken");

    public static ContractOperation Of(string id) => All.Single(o => o.Id == id);

    /// <summary>A body that the operation accepts in this world; null for operations without one.</summary>
    public static HttpContent? ValidBody(string id, World world) => id switch
    {
        "createElfAndUploadBinary" or "modifyElfAndOverwriteBinary" => SampleCaps.Form(SampleCaps.CarKey),
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
        "linkElfs" or "unlinkElfs" or "unlinkFlavors" or "unlinkSecureComponentProfiles" => "[]",
        "linkFlavors" or "linkSecureComponentProfiles" => "{}",
        _ => null,
    };
}
