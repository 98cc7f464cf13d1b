using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Flavors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.ExecutableLoadFiles;

/// <summary>modifyElfAndOverwriteBinary (TR-03165 v1.1, 4.1.6.5.4). The name is always editable; the binary until a published Flavor links it.</summary>
internal static class ModifyElf
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var (row, name, file) = await call.FindForUploadAsync(
            call.FindElfAsync, r => r.ToModel(), AdminJson.Default.ExecutableLoadFile, cancellationToken).ConfigureAwait(false);
        var upload = ElfUpload.Read(file);
        row.FileName = name!;
        var before = row.BinaryHash;
        if (StoredFiles.HashOf(file) == before)
        {
            return RestCall.Ok(row.ToModel(), AdminJson.Default.ExecutableLoadFile);
        }

        var flavors = await call.Db.Flavors.Where(f => f.Elfs.Any(e => e.ElfId == row.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (flavors.Find(f => f.Published) is { } published)
        {
            throw Faults.AlreadyPublished("ExecutableLoadFile", published.Id, "the binary is fixed");
        }

        RequireUsedModules(row, upload, flavors);
        await upload.ApplyAsync(call, row, cancellationToken).ConfigureAwait(false);
        foreach (var flavor in flavors)
        {
            await FlavorRules.CheckAsync(call, flavor, null, cancellationToken).ConfigureAwait(false);
        }

        await StoredFiles.ForgetAsync(call, before, cancellationToken).ConfigureAwait(false);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.ExecutableLoadFile);
    }

    private static void RequireUsedModules(ExecutableLoadFileRow row, ElfUpload upload, List<FlavorRow> flavors)
    {
        foreach (var module in row.Modules.Where(m => !upload.ModuleAids.Contains(m.Aid)))
        {
            if (flavors.Find(f => f.Instances.Exists(i => i.ModuleId == module.Id)) is { } flavor)
            {
                throw Faults.NotExisting("ExecutableModule", module.Id, $"the new binary has no {module.Aid}, which Flavor {flavor.Id} makes an instance of");
            }
        }
    }
}
