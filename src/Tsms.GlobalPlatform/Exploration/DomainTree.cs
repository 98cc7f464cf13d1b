using Tsms.GlobalPlatform.Registry;
using Tsms.SmartCard;

namespace Tsms.GlobalPlatform.Exploration;

/// <summary>Makes the trees of security domains out of flat listings.</summary>
internal static class DomainTree
{
    /// <summary>
    /// The issuer's domain first, then each domain that is associated with itself (GP Card Specification 2.3.1, 7.2). What names no domain, or one that is not listed,
    /// belongs to the issuer's; so does a ring of domains, which no card should have.
    /// </summary>
    public static IReadOnlyList<DomainNode> Build(
        RegistryEntry root, IReadOnlyList<RegistryEntry> applications, IReadOnlyList<RegistryEntry> loadFiles, IReadOnlyDictionary<Aid, IReadOnlyList<KeyInformation>> keys)
    {
        var domains = applications.Where(a => a.IsSecurityDomain).ToDictionary(a => a.Aid);
        return [Node(root), .. domains.Values.Where(d => d.Aid != root.Aid && d.SecurityDomain == d.Aid).Select(Node)];

        DomainNode Node(RegistryEntry domain) => new(
            domain,
            keys.GetValueOrDefault(domain.Aid) ?? [],
            [.. Of(domain, applications.Where(a => a.IsSecurityDomain && a.Aid != root.Aid && a.Aid != a.SecurityDomain)).Select(Node)],
            [.. Of(domain, applications.Where(a => !a.IsSecurityDomain))],
            [.. Of(domain, loadFiles)]);

        IEnumerable<RegistryEntry> Of(RegistryEntry domain, IEnumerable<RegistryEntry> entries) => entries.Where(e => Owner(e) == domain.Aid);

        Aid Owner(RegistryEntry entry) => !domains.ContainsKey(entry.SecurityDomain) || IsInRing(entry) ? root.Aid : entry.SecurityDomain;

        bool IsInRing(RegistryEntry entry)
        {
            var above = entry.SecurityDomain;
            for (var steps = 0; steps <= domains.Count; steps++)
            {
                if (!domains.TryGetValue(above, out var domain) || domain.SecurityDomain == above)
                {
                    return false;
                }

                above = domain.SecurityDomain;
            }

            return true;
        }
    }
}
