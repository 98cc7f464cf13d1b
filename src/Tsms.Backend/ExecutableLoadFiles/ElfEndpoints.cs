using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
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
        RestOperation.Get("listElfs", "4.1.6.5.1", "/executable-load-files", ListAsync),
        RestOperation.Post("createElfAndUploadBinary", "4.1.6.5.2", "/executable-load-files", CreateElf.RunAsync, BodyKind.Upload),
        RestOperation.Get("getElf", "4.1.6.5.3", One, GetAsync),
        RestOperation.Put("modifyElfAndOverwriteBinary", "4.1.6.5.4", One, ModifyElf.RunAsync, BodyKind.Upload),
        RestOperation.Delete("deleteElf", "4.1.6.5.5", One, DeleteElf.RunAsync),
        RestOperation.Get("getElfBinary", "4.1.6.5.6", $"{One}/binary", GetBinaryAsync),
        RestOperation.Get("listEms", "4.1.6.5.7", $"{One}/executable-modules", ListModulesAsync),
        RestOperation.Get("getEm", "4.1.6.5.8", $"{One}/executable-modules/{{emId}}", GetModuleAsync),
    ];

    private static async Task<IResult> ListAsync(RestCall call, CancellationToken cancellationToken)
    {
        var rows = await call.Db.ExecutableLoadFiles.AsNoTracking().Where(e => e.ProviderId == call.ProviderId)
            .OrderBy(e => e.CreationDate).ThenBy(e => e.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        return RestCall.Ok([.. rows.Select(r => r.ToModel())], AdminJson.Default.ListExecutableLoadFile);
    }

    private static async Task<IResult> GetAsync(RestCall call, CancellationToken cancellationToken) =>
        RestCall.Ok((await call.FindElfAsync(cancellationToken).ConfigureAwait(false)).ToModel(), AdminJson.Default.ExecutableLoadFile);

    private static async Task<IResult> GetBinaryAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindElfAsync(cancellationToken).ConfigureAwait(false);
        var binary = await call.Db.Binaries.AsNoTracking().SingleAsync(b => b.Hash == row.BinaryHash, cancellationToken).ConfigureAwait(false);

        // The name comes from the provider: as attachment, and the media type is never guessed, so that no browser runs it.
        call.Http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.File(binary.Content, "application/octet-stream", row.FileName.Length > 0 ? row.FileName : $"{row.Aid}.cap");
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
