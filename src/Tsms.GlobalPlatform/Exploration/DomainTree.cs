using Tsms.GlobalPlatform.Registry;
using Tsms.SmartCard;

namespace Tsms.GlobalPlatform.Exploration;

/// <summary>Makes the tree of security domains out of flat listings.</summary>
internal static class DomainTree
{
    /// <summary>What names no domain, or one that is not listed, belongs to the root; so does a ring of domains, which no card should have.</summary>
    public static DomainNode Build(
        RegistryEntry root, IReadOnlyList<RegistryEntry> applications, IReadOnlyList<RegistryEntry> loadFiles, IReadOnlyDictionary<Aid, IReadOnlyList<KeyInformation>> keys)
    {
        var domains = applications.Where(a => a.IsSecurityDomain).ToDictionary(a => a.Aid);
        return Node(root);

        DomainNode Node(RegistryEntry domain) => new(
            domain,
            keys.GetValueOrDefault(domain.Aid) ?? [],
            [.. Of(domain, applications.Where(a => a.IsSecurityDomain && a.Aid != root.Aid)).Select(Node)],
            [.. Of(domain, applications.Where(a => !a.IsSecurityDomain))],
            [.. Of(domain, loadFiles)]);

        IEnumerable<RegistryEntry> Of(RegistryEntry domain, IEnumerable<RegistryEntry> entries) => entries.Where(e => Owner(e) == domain.Aid);

        Aid Owner(RegistryEntry entry) => entry.SecurityDomain == entry.Aid || !domains.ContainsKey(entry.SecurityDomain) || IsInRing(entry) ? root.Aid : entry.SecurityDomain;

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
