using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.ExecutableLoadFiles;

/// <summary>Executable load files and their modules (TR-03165 v1.1, 4.1.6.5.1 to 4.1.6.5.8).</summary>
internal static class ElfEndpoints
{
    private const string One = "/executable-load-files/{elfId}";

    public static readonly RestOperation[] Operations =
    [
        RestOperation.Get("listElfs", "4.1.6.5.1", "/executable-load-files", "Lists the load files.", AnswerShape.ListOf(Shapes.Cap), ListAsync),
        RestOperation.Post("createElfAndUploadBinary", "4.1.6.5.2", "/executable-load-files",
            "Uploads a CAP file. Its packages, modules and requirements are read from it.", AnswerShape.Of(Shapes.Cap), CreateElf.RunAsync)
            .Takes(UploadShape.ExecutableLoadFile),
        RestOperation.Get("getElf", "4.1.6.5.3", One, "Reads one load file's description.", AnswerShape.Of(Shapes.Cap), GetAsync),
        RestOperation.Put("modifyElfAndOverwriteBinary", "4.1.6.5.4", One,
            "Replaces name and CAP file of a load file that is not in a published Flavor.", AnswerShape.Of(Shapes.Cap), ModifyElf.RunAsync)
            .Takes(UploadShape.ExecutableLoadFile).Refuses(ErrorCategory.AlreadyPublished, ErrorCategory.TechnicalConstraints),
        RestOperation.Delete("deleteElf", "4.1.6.5.5", One, "Deletes a load file that no Flavor uses.", DeleteElf.RunAsync).Refuses(ErrorCategory.Referenced),
        RestOperation.Get("getElfBinary", "4.1.6.5.6", $"{One}/binary", "Downloads a CAP file as it was uploaded.", AnswerShape.Binary, GetBinaryAsync),
        RestOperation.Get("listEms", "4.1.6.5.7", $"{One}/executable-modules",
            "Lists the modules of a load file; a library has none.", AnswerShape.ListOf(Shapes.ExecutableModule), ListModulesAsync),
        RestOperation.Get("getEm", "4.1.6.5.8", $"{One}/executable-modules/{{emId}}",
            "Reads one module of a load file.", AnswerShape.Of(Shapes.ExecutableModule), GetModuleAsync),
    ];

    private static Task<IResult> ListAsync(RestCall call, CancellationToken cancellationToken) => RestCall.ListAsync(
        call.Db.ExecutableLoadFiles.Where(e => e.ProviderId == call.ProviderId), r => r.ToModel(), AdminJson.Default.ListExecutableLoadFile, cancellationToken);

    private static async Task<IResult> GetAsync(RestCall call, CancellationToken cancellationToken) =>
        RestCall.Ok((await call.FindElfAsync(cancellationToken).ConfigureAwait(false)).ToModel(), AdminJson.Default.ExecutableLoadFile);

    private static async Task<IResult> GetBinaryAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindElfAsync(cancellationToken).ConfigureAwait(false);
        return await StoredFiles.DownloadAsync(call, row, $"{row.Aid}.cap", cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ListModulesAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindElfAsync(cancellationToken).ConfigureAwait(false);
        return RestCall.Ok([.. row.Modules.OrderBy(m => m.Aid, StringComparer.Ordinal).Select(m => m.ToModel())], AdminJson.Default.ListExecutableModule);
    }

    private static async Task<IResult> GetModuleAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindElfAsync(cancellationToken).ConfigureAwait(false);
        var id = call.RouteId("emId", "ExecutableModule");
        return RestCall.Ok((row.Modules.Find(m => m.Id == id) ?? throw Faults.NotExisting("ExecutableModule", id)).ToModel(), AdminJson.Default.ExecutableModule);
    }
}
