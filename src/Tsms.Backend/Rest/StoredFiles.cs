using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Data;

namespace Tsms.Backend.Rest;

/// <summary>The binaries behind load files, scripts and certificates: stored once under their SHA-256, whoever uploaded them.</summary>
internal static class StoredFiles
{
    public static string HashOf(byte[] content) => Convert.ToHexString(SHA256.HashData(content));

    /// <summary>Makes these bytes the row's binary. What it had before is taken away by <see cref="ForgetAsync"/> once the row is saved.</summary>
    public static async Task StoreAsync(RestCall call, FileRow row, byte[] content, CancellationToken cancellationToken)
    {
        await ProviderLimits.RequireStorageAsync(call, content.Length - row.Size, content.Length, cancellationToken).ConfigureAwait(false);
        row.BinaryHash = HashOf(content);
        row.Size = content.Length;
        row.UploadDate = call.Now;
        if (!await call.Db.Binaries.AnyAsync(b => b.Hash == row.BinaryHash, cancellationToken).ConfigureAwait(false))
        {
            call.Db.Add(new BinaryRow { Hash = row.BinaryHash, Content = content });
        }
    }

    /// <summary>Saves what was changed, then takes away the binary when nothing has it any more.</summary>
    public static async Task ForgetAsync(RestCall call, string hash, CancellationToken cancellationToken)
    {
        await call.Db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await Unused(call.Db).Where(b => b.Hash == hash).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Binaries that no row names.</summary>
    public static IQueryable<BinaryRow> Unused(CatalogDb db) => db.Binaries.Where(b =>
        !db.ExecutableLoadFiles.Any(e => e.BinaryHash == b.Hash)
        && !db.PersonalizationScripts.Any(s => s.BinaryHash == b.Hash)
        && !db.Certificates.Any(c => c.BinaryHash == b.Hash));

    /// <summary>200 with the bytes. Always as attachment.</summary>
    public static async Task<IResult> DownloadAsync(RestCall call, FileRow row, string nameIfEmpty, CancellationToken cancellationToken)
    {
        var content = await call.Db.Binaries.AsNoTracking().Where(b => b.Hash == row.BinaryHash).Select(b => b.Content).SingleAsync(cancellationToken).ConfigureAwait(false);
        return new BytesAnswer(content, "application/octet-stream") { Disposition = Attachment(row.FileName.Length > 0 ? row.FileName : nameIfEmpty) };
    }

    // The name stands in quotes (TR-03165 v1.1, 4.1.6.5.6); one that is not plain ASCII stands in filename* besides (RFC 6266, 4.3).
    private static string Attachment(string name)
    {
        var plain = string.Concat(name.Select(c => c is >= ' ' and <= '~' and not ('"' or '\\') ? c : '_'));
        return $"attachment; filename=\"{plain}\"{(plain == name ? "" : $"; filename*=UTF-8''{Uri.EscapeDataString(name)}")}";
    }
}
