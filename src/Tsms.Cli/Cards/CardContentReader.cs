using System.Globalization;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.Registry;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Cli.Cards;

/// <summary>Reads what is on a card through a channel of its issuer.</summary>
internal static class CardContentReader
{
    /// <summary>Lists security domains, load files and instances, in the order of their AIDs.</summary>
    public static async Task<CardContent> ReadAsync(OffCardClient client, CancellationToken cancellationToken)
    {
        var issuer = await client.ListAsync(RegistryScope.IssuerSecurityDomain, cancellationToken).ConfigureAwait(false);
        var applications = await client.ListAsync(RegistryScope.Applications, cancellationToken).ConfigureAwait(false);
        var loadFiles = await client.ListAsync(RegistryScope.LoadFiles, cancellationToken).ConfigureAwait(false);
        var resources = await client.FindDataAsync(GpTag.ExtendedCardResources, cancellationToken).ConfigureAwait(false);
        return new CardContent(
            Entries(issuer.Concat(applications.Where(a => a.IsSecurityDomain))),
            Entries(loadFiles),
            Entries(applications.Where(a => !a.IsSecurityDomain)),
            resources is { IsEmpty: false } data ? ExtendedCardResources.Read(data).FreeNonVolatile : null);
    }

    private static CardEntry[] Entries(IEnumerable<RegistryEntry> entries) =>
    [
        .. entries.OrderBy(e => e.Aid).Select(e => new CardEntry(
            e.Aid.ToString(),
            e.LifeCycle.ToString("X2", CultureInfo.InvariantCulture),
            ((uint)e.Privileges).ToString("X6", CultureInfo.InvariantCulture),
            e.SecurityDomain.ToString())),
    ];
}
