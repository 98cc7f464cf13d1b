using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.ExecutableLoadFiles;

/// <summary>createElfAndUploadBinary (TR-03165 v1.1, 4.1.6.5.2).</summary>
internal static class CreateElf
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var (name, file) = call.Uploaded();
        var upload = ElfUpload.Read(file);
        await ProviderLimits.RequireRoomAsync(
            call, call.Db.ExecutableLoadFiles.Where(e => e.ProviderId == call.ProviderId), "ExecutableLoadFile", cancellationToken).ConfigureAwait(false);
        var row = new ExecutableLoadFileRow { Id = call.NewId(), ProviderId = call.ProviderId, FileName = name, CreationDate = call.Now };
        await upload.ApplyAsync(call, row, cancellationToken).ConfigureAwait(false);
        call.Db.Add(row);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.ExecutableLoadFile);
    }
}
