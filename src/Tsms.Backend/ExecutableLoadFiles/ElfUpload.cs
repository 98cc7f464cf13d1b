using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tsms.Api.Admin;
using Tsms.Backend.Data;
using Tsms.Backend.Errors;
using Tsms.Backend.Providers;
using Tsms.Backend.Rest;
using Tsms.JavaCard;

namespace Tsms.Backend.ExecutableLoadFiles;

/// <summary>The form of createElf and modifyElf: field elfFilename, file elfFile; and what becomes of it.</summary>
internal sealed record ElfUpload(string FileName, byte[] File, CapFile Cap)
{
    private const string NameField = "elfFilename";
    private const string FileField = "elfFile";

    /// <summary>AIDs of the applets, upper-case hexadecimal.</summary>
    public IReadOnlyList<string> ModuleAids { get; } = [.. Cap.Applet?.Applets.Select(a => a.Aid.ToString()).Distinct(StringComparer.Ordinal) ?? []];

    /// <summary>Checks the form in the order of all bodies: unknown, automatic or fixed, missing, formats; then the file.</summary>
    /// <param name="form">The form.</param>
    /// <param name="current">The load file that is changed; null for POST.</param>
    public static ElfUpload Read(UploadForm form, ExecutableLoadFile? current)
    {
        if (form.Files.Count > 1)
        {
            throw Faults.TooManyFiles();
        }

        var names = form.Fields.Keys.Concat(form.Files.Select(f => f.Name)).Where(n => n is not (NameField or FileField)).ToList();
        if (names.Find(n => Shapes.ExecutableLoadFile.Find(n) is null or { Presence: Presence.Mandatory }) is { } unknown)
        {
            throw Faults.UnknownAttribute(unknown);
        }

        RefuseAssigned(names, form, current);
        if (!form.Fields.TryGetValue(NameField, out var name))
        {
            throw Faults.Missing(current is null, NameField, Shapes.ExecutableLoadFile.Name);
        }

        if (Shapes.Text.Normal(name) is null)
        {
            throw Faults.InvalidFormat(name, NameField, Shapes.Text.Definition);
        }

        return form.Files is [var (_, file)] ? new ElfUpload(name, file, ReadCap(file)) : throw Faults.MissingFile();
    }

    /// <summary>Fills the row from the CAP; modules keep their ids as long as their AIDs stay.</summary>
    public async Task ApplyAsync(RestCall call, ExecutableLoadFileRow row, CancellationToken cancellationToken)
    {
        await Rids.RequireOwnAsync(
            call.Db, call.ProviderId, [("aid", Cap.Aid.ToString()), .. ModuleAids.Select(m => ("executableModules.aid", m))], cancellationToken).ConfigureAwait(false);
        row.FileName = FileName;
        row.Aid = Cap.Aid.ToString();
        row.UploadDate = call.Now;
        row.PackageName = Shapes.Text.Normal((Cap.Header.Package.Name ?? "").Replace('/', '.')) ?? "";
        row.ImportedPackages = [.. Cap.Import.Packages.Select(p => p.Aid.ToString())];
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

        row.BinaryHash = Convert.ToHexString(SHA256.HashData(File));
        if (!await call.Db.Binaries.AnyAsync(b => b.Hash == row.BinaryHash, cancellationToken).ConfigureAwait(false))
        {
            call.Db.Add(new BinaryRow { Hash = row.BinaryHash, Content = File });
        }
    }

    /// <summary>Takes away a binary that no load file has any more.</summary>
    public static Task ForgetBinaryAsync(RestCall call, string hash, Guid exceptElf, CancellationToken cancellationToken) => call.Db.Binaries
        .Where(b => b.Hash == hash && !call.Db.ExecutableLoadFiles.Any(e => e.BinaryHash == hash && e.Id != exceptElf)).ExecuteDeleteAsync(cancellationToken);

    private static void RefuseAssigned(List<string> names, UploadForm form, ExecutableLoadFile? current)
    {
        if (current is null)
        {
            if (names.Count > 0)
            {
                throw Faults.AutomaticAttribute(names[0]);
            }

            return;
        }

        var values = (JsonObject)JsonSerializer.SerializeToNode(current, AdminJson.Answers.ExecutableLoadFile)!;
        if (names.Find(n => !form.Fields.TryGetValue(n, out var text) || values[n] is not JsonValue value || value.ToString() != text) is { } changed)
        {
            throw Faults.FixedAttribute(changed);
        }
    }

    private static CapFile ReadCap(byte[] file)
    {
        try
        {
            return CapFile.Read(file);
        }
        catch (CapFormatException e)
        {
            throw Faults.InvalidFileType("cap", e.Message);
        }
    }
}
