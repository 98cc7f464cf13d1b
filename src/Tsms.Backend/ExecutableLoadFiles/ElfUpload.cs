using Tsms.Backend.Errors;
using Tsms.Backend.Providers;
using Tsms.Backend.Rest;
using Tsms.JavaCard;

namespace Tsms.Backend.ExecutableLoadFiles;

/// <summary>An uploaded CAP, and what becomes of it.</summary>
internal sealed record ElfUpload(byte[] File, CapFile Cap)
{
    /// <summary>AIDs of the applets, upper-case hexadecimal.</summary>
    public IReadOnlyList<string> ModuleAids { get; } = [.. Cap.Applet?.Applets.Select(a => a.Aid.ToString()).Distinct(StringComparer.Ordinal) ?? []];

    /// <exception cref="RestFault">1013, with component and offset.</exception>
    public static ElfUpload Read(byte[] file)
    {
        try
        {
            return new ElfUpload(file, CapFile.Read(file));
        }
        catch (CapFormatException e)
        {
            throw Faults.InvalidFileType("cap", e.Message);
        }
    }

    /// <summary>Fills the row from the CAP; modules keep their ids as long as their AIDs stay.</summary>
    public async Task ApplyAsync(RestCall call, ExecutableLoadFileRow row, CancellationToken cancellationToken)
    {
        await LoadFileVerification.CheckUploadAsync(call, Cap, cancellationToken).ConfigureAwait(false);
        await Rids.RequireOwnAsync(
            call.Db, call.ProviderId, [("aid", Cap.Aid.ToString()), .. ModuleAids.Select(m => ("executableModules.aid", m))], cancellationToken).ConfigureAwait(false);
        row.Aid = Cap.Aid.ToString();
        row.PackageName = Shapes.Text.Normal(Cap.PackageName ?? "") ?? "";
        row.ImportedPackages = [.. Cap.Import.Packages.Select(p => p.Aid.ToString())];
        row.ImportedVersions = [.. Cap.Import.Packages.Select(p => p.Version.ToString())];
        row.PackageVersion = Cap.Header.Version.ToString();
        row.JavaCardVersion = ApiVersions.JavaCard(Cap);
        row.GpApiVersion = ApiVersions.GlobalPlatformApi(Cap);
        row.Modules.RemoveAll(m => !ModuleAids.Contains(m.Aid));
        foreach (var aid in ModuleAids.Where(aid => !row.Modules.Exists(m => m.Aid == aid)))
        {
            // A child with an id of its own is only new to EF Core when it is told so.
            var module = new ExecutableModuleRow { Id = call.NewId(), ElfId = row.Id, Aid = aid };
            row.Modules.Add(module);
            call.Db.Add(module);
        }

        await StoredFiles.StoreAsync(call, row, File, cancellationToken).ConfigureAwait(false);
    }
}
