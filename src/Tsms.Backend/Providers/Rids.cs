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

    /// <summary>GlobalPlatform and Java Card: their AIDs name what cards bring along.</summary>
    private static readonly string[] Standards = ["A000000151", "A000000062"];

    /// <summary>RIDs that no provider may have: the standards', the TSM's own, the issuers'.</summary>
    public static IEnumerable<string> Reserved(TsmsBackendOptions options) =>
        Standards.Append(options.SecurityDomainAidPrefix.ToUpperInvariant()[..Digits]).Concat(options.ReservedRids.Select(r => r.ToUpperInvariant()));

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
