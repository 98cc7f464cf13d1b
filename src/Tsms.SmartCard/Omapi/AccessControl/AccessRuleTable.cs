namespace Tsms.SmartCard.Omapi.AccessControl;

/// <summary>The rules of a card and the search through them (GP Secure Element Access Control 1.1, 3.2.1 and annex C).</summary>
internal sealed class AccessRuleTable
{
    private readonly Dictionary<(RuleTarget Target, Aid Aid, string Hash), AccessRule> _rules = [];

    public AccessRuleTable(IEnumerable<AccessRule> rules)
    {
        foreach (var rule in rules)
        {
            var key = (rule.Target, rule.Aid, rule.CertificateHash);
            _rules[key] = _rules.TryGetValue(key, out var present) ? present.CombinedWith(rule) : rule;
        }
    }

    /// <summary>What a caller may do with an application; an empty AID is the default application.</summary>
    public ChannelAccess Decide(IReadOnlyList<ReadOnlyMemory<byte>> certificateHashes, Aid aid)
    {
        // Phones know the default application by an AID of five zeroes too.
        var isDefault = aid.IsEmpty || (aid.Length == Aid.MinLength && aid.Span.IndexOfAnyExcept((byte)0) < 0);
        aid = isDefault ? default : aid;
        var target = isDefault ? RuleTarget.DefaultApplication : RuleTarget.Application;
        var hashes = certificateHashes.Select(hash => Convert.ToHexString(hash.Span)).ToArray();

        // a specific rule excludes all other apps, whatever the general rules say: A, then B, then C, then D
        return FindSpecific(target, aid, hashes, "A")
            ?? Find(target, aid, "", "B")
            ?? FindSpecific(RuleTarget.AllApplications, default, hashes, "C")
            ?? Find(RuleTarget.AllApplications, default, "", "D")
            ?? ChannelAccess.Denied("no access rule is about this app and application");
    }

    private ChannelAccess? FindSpecific(RuleTarget target, Aid aid, string[] hashes, string search)
    {
        foreach (var hash in hashes)
        {
            if (Find(target, aid, hash, search) is { } access)
            {
                return access;
            }
        }

        return _rules.Values.Any(rule => rule.Target == target && rule.Aid == aid && !rule.IsForAllApps)
            ? ChannelAccess.Denied($"a rule for {Name(target, aid)} names another app and so denies it to all others (search {search})")
            : null;
    }

    private ChannelAccess? Find(RuleTarget target, Aid aid, string hash, string search)
    {
        if (!_rules.TryGetValue((target, aid, hash), out var rule))
        {
            return null;
        }

        var name = $"rule for {Name(target, aid)} and {(hash.Length == 0 ? "all apps" : "this app")} (search {search})";
        return rule.Policy switch
        {
            ApduPolicy.Always => ChannelAccess.Allowed(name),
            ApduPolicy.Filtered => ChannelAccess.Allowed(name, rule.Filters),
            ApduPolicy.Never => ChannelAccess.Denied($"{name} says never"),
            _ => ChannelAccess.Denied($"{name} says nothing about commands"),
        };
    }

    private static string Name(RuleTarget target, Aid aid) => target switch
    {
        RuleTarget.Application => aid.ToString(),
        RuleTarget.AllApplications => "all applications",
        _ => "the default application",
    };
}
