using System.Globalization;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.Exploration;
using Tsms.GlobalPlatform.Registry;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Cli.Cards;

/// <summary>Reads what is on a card through a secure channel of its issuer.</summary>
internal static class CardContentReader
{
    /// <summary>Lists security domains, load files and instances, in the order of their AIDs.</summary>
    public static async Task<CardContent> ReadAsync(CardTransmit send, CancellationToken cancellationToken)
    {
        var issuer = await ListAsync(send, RegistryScope.IssuerSecurityDomain, cancellationToken).ConfigureAwait(false);
        var applications = await ListAsync(send, RegistryScope.Applications, cancellationToken).ConfigureAwait(false);
        var loadFiles = await ListAsync(send, RegistryScope.LoadFiles, cancellationToken).ConfigureAwait(false);
        var resources = await send(GpCommand.GetData(GpTag.ExtendedCardResources), cancellationToken).ConfigureAwait(false);
        return new CardContent(
            Entries(issuer.Concat(applications.Where(a => a.IsSecurityDomain))),
            Entries(loadFiles),
            Entries(applications.Where(a => !a.IsSecurityDomain)),
            resources.Sw.IsSuccess ? ExtendedCardResources.Read(resources.Data).FreeNonVolatile : null);
    }

    private static async Task<IReadOnlyList<RegistryEntry>> ListAsync(CardTransmit send, RegistryScope scope, CancellationToken cancellationToken)
    {
        var listing = new RegistryListing();
        do
        {
            var answer = await send(GpCommand.GetStatus(scope, next: listing.Pages > 0), cancellationToken).ConfigureAwait(false);
            listing.Add(answer.Data.Span, answer.Sw);
        }
        while (!listing.IsComplete);
        return listing.ToEntries();
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
