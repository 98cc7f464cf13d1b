using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Data;
using Tsms.Backend.Errors;
using Tsms.Backend.Hosting;
using Tsms.SmartCard;

namespace Tsms.Backend.Providers;

/// <summary>Who may use which AIDs. They are card-wide, so every provider keeps to the RIDs (the first 5 bytes) that the operator assigned to it.</summary>
internal static class Rids
{
    private const int Digits = 10;

    /// <summary>Their AIDs name what cards bring along.</summary>
    private static readonly Dictionary<string, string> Standards = new() { ["A000000151"] = "GlobalPlatform", ["A000000062"] = "Java Card (Oracle)" };

    /// <summary>
    /// Reserved unless the option names others: those under which issuers and card makers put their security domains, files and card managers. Facts: GSMA SGP.22 (ISD-R, ECASD),
    /// ETSI TS 101 220 (annex D: ETSI, 3GPP, 3GPP2), and the card managers and applets of Gemplus (now Thales), IBM (JCOP) and NXP.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Issuers { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["A000000009"] = "ETSI",
        ["A000000018"] = "Gemplus (Thales)",
        ["A000000087"] = "3GPP",
        ["A000000167"] = "IBM (JCOP)",
        ["A000000343"] = "3GPP2",
        ["A000000396"] = "NXP",
        ["A000000559"] = "GSMA",
    };

    /// <summary>Whose a RID is that no provider may have: the standards', the TSM's own, the issuers'. Null when providers may have it.</summary>
    public static string? OwnerOf(string rid, TsmsBackendOptions options) =>
        Standards.GetValueOrDefault(rid) ?? (options.SecurityDomainAidPrefix[..Digits].Equals(rid, StringComparison.OrdinalIgnoreCase) ? "this TSM"
            : options.ReservedRids is { } named ? named.Contains(rid, StringComparer.OrdinalIgnoreCase) ? Issuers.GetValueOrDefault(rid, "an issuer") : null
            : Issuers.GetValueOrDefault(rid));

    /// <summary>The RID in its normal form.</summary>
    /// <exception cref="ArgumentException">It is not 5 bytes in hexadecimal digits.</exception>
    public static string Normal(string rid) => Aid.TryParse(rid, out var aid) && aid.Length == Digits / 2
        ? aid.ToString()
        : throw new ArgumentException($"'{rid}' is not a RID: 10 hexadecimal digits are needed.", nameof(rid));

    public static Task<List<string>> OfAsync(CatalogDb db, Guid providerId, CancellationToken cancellationToken) =>
        db.Providers.AsNoTracking().Where(p => p.Id == providerId).Select(p => p.Rids).SingleAsync(cancellationToken);

    /// <exception cref="RestFault">1008: an AID lies outside the provider's RIDs.</exception>
    public static async Task RequireOwnAsync(CatalogDb db, Guid providerId, IEnumerable<(string Attribute, string Aid)> aids, CancellationToken cancellationToken)
    {
        var rids = await OfAsync(db, providerId, cancellationToken).ConfigureAwait(false);
        foreach (var (attribute, aid) in aids)
        {
            if (!rids.Contains(aid[..Digits]))
            {
                throw Faults.InvalidFormat(aid, attribute, "aid within the RIDs of the ServiceProvider", $"RID {aid[..Digits]} is not assigned to you; ask the operator");
            }
        }
    }
}
