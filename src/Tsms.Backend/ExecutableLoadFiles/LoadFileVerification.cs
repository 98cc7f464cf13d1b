using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Errors;
using Tsms.Backend.Hosting;
using Tsms.Backend.Rest;
using Tsms.JavaCard;
using Tsms.JavaCard.Exports;
using Tsms.JavaCard.Verification;

namespace Tsms.Backend.ExecutableLoadFiles;

/// <summary>
/// The verifier at the door (docs/decisions/0006-verified-at-upload.md): at the upload against Java Card's and GlobalPlatform's packages and the provider's own load files, and at
/// publication against exactly the load files that go onto the card together.
/// </summary>
internal static class LoadFileVerification
{
    /// <summary>Verifies an uploaded file; what it imports of the provider's own is looked for among its load files, the newest first.</summary>
    /// <exception cref="RestFault">1013, with rule, component, method and offset.</exception>
    public static async Task CheckUploadAsync(RestCall call, CapFile cap, CancellationToken cancellationToken)
    {
        if (call.Options.CapVerification == CapVerification.Off)
        {
            return;
        }

        var libraries = await LibrariesAsync(call, cap, cancellationToken).ConfigureAwait(false);
        if (Finding(cap, WithExports(libraries), call.Options.CapVerification) is { } finding)
        {
            throw Faults.InvalidFileType("cap", finding);
        }
    }

    /// <summary>Verifies the load files of a Flavor against each other.</summary>
    /// <param name="call">The operation.</param>
    /// <param name="elfs">The Flavor's load files; all that they import of the provider's own is among them.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="RestFault">1016, with load file, rule, component, method and offset.</exception>
    public static async Task CheckFlavorAsync(RestCall call, IReadOnlyCollection<ExecutableLoadFileRow> elfs, CancellationToken cancellationToken)
    {
        if (call.Options.CapVerification == CapVerification.Off)
        {
            return;
        }

        var caps = new List<CapFile>();
        foreach (var elf in elfs)
        {
            caps.Add(CapFile.Read(await ContentAsync(call, elf.BinaryHash, cancellationToken).ConfigureAwait(false)));
        }

        var exports = WithExports(caps);
        foreach (var cap in caps)
        {
            if (Finding(cap, exports, call.Options.CapVerification) is { } finding)
            {
                throw Faults.TechnicalConstraints("importedPackages", $"ExecutableLoadFile {cap.Aid} {finding}");
            }
        }
    }

    /// <summary>The first finding in words; null when there is none, or when nobody can know because an import is unknown and that is allowed.</summary>
    private static string? Finding(CapFile cap, ExportLookup exports, CapVerification demand)
    {
        var report = CapVerifier.Verify(cap, exports);
        if (report.IsValid || (demand == CapVerification.Known && report.Findings.All(f => f.Rule == VerificationRule.Import)))
        {
            return null;
        }

        var first = report.Findings.FirstOrDefault(f => f.Rule != VerificationRule.Import) ?? report.Findings[0];
        var place = $"{first.Component}{(first.Method is null ? "" : $" {first.Method}")}{(first.Offset < 0 ? "" : $" at byte {first.Offset}")}";
        var more = report.Findings.Length > 1 ? $"; {report.Findings.Length - 1} more" : "";
        return $"does not verify: {first.Rule}, {place}, JCVM {first.Section}: {first.Message}{more}";
    }

    /// <summary>What is imported and neither Java Card's nor GlobalPlatform's, directly or by a library itself.</summary>
    private static async Task<List<CapFile>> LibrariesAsync(RestCall call, CapFile cap, CancellationToken cancellationToken)
    {
        var found = new List<CapFile>();
        var open = new Queue<CapFile>([cap]);
        while (open.TryDequeue(out var next))
        {
            foreach (var import in next.Import.Packages.Where(i => !ExportLookup.Api.TryFind(i.Aid, out _) && i.Aid != cap.Aid && !found.Exists(f => f.Aid == i.Aid)))
            {
                var aid = import.Aid.ToString();
                var rows = await call.Db.ExecutableLoadFiles.AsNoTracking().Where(e => e.ProviderId == call.ProviderId && e.Aid == aid).OrderByDescending(e => e.UploadDate)
                    .Select(e => new { e.BinaryHash, e.PackageVersion }).ToListAsync(cancellationToken).ConfigureAwait(false);
                if (rows.Find(r => ExecutableLoadFileRow.ReadVersion(r.PackageVersion).Satisfies(import.Version)) is { } row)
                {
                    var library = CapFile.Read(await ContentAsync(call, row.BinaryHash, cancellationToken).ConfigureAwait(false));
                    found.Add(library);
                    open.Enqueue(library);
                }
            }
        }

        return found;
    }

    private static Task<byte[]> ContentAsync(RestCall call, string hash, CancellationToken cancellationToken) =>
        call.Db.Binaries.AsNoTracking().Where(b => b.Hash == hash).Select(b => b.Content).SingleAsync(cancellationToken);

    // What a library exports is told in terms of what it imports: a library comes after those.
    private static ExportLookup WithExports(List<CapFile> libraries)
    {
        var lookup = ExportLookup.Api;
        var open = libraries.Where(c => c is { Export: not null, Descriptor: not null }).ToList();
        while (open.Find(c => c.Import.Packages.All(p => lookup.TryFind(p.Aid, out _))) is { } next)
        {
            open.Remove(next);
            try
            {
                lookup = lookup.With(ExportFile.Of(next, lookup));
            }
            catch (CapFormatException)
            {
                // Its exports contradict themselves; that is its own finding, and who imports it imports what is unknown.
            }
        }

        return lookup;
    }
}
