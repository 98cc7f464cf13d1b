namespace Tsms.SmartCard.Omapi.AccessControl;

/// <summary>Tells of each rule what it has to do with a decision; the decision itself is <see cref="AccessRuleTable"/>'s.</summary>
internal static class RuleVerdicts
{
    // GP Secure Element Access Control 1.1, 3.2.1: the first search that finds a rule ends the matter; A and C end it for apps that the rules do not name, too.
    private enum Search
    {
        None,
        A,
        B,
        C,
        D,
    }

    public static IReadOnlyList<AccessRuleVerdict> Of(IReadOnlyList<AccessRule> rules, CallerIdentity caller, Aid aid)
    {
        if (caller.IsPrivileged)
        {
            return [.. rules.Select(r => new AccessRuleVerdict(AccessRuleInfo.Of(r), false, false, "not looked at: the caller is privileged"))];
        }

        var isDefault = aid.IsEmpty || (aid.Length == Aid.MinLength && aid.Span.IndexOfAnyExcept((byte)0) < 0);
        var searches = rules.Select(r => SearchOf(r, isDefault, aid)).ToArray();
        var end = searches.Where(s => s != Search.None).DefaultIfEmpty(Search.None).Min();
        var hashes = caller.CertificateHashes.Select(h => Convert.ToHexString(h.Span)).ToArray();

        // the app's hashes are looked for in their order
        var named = hashes.FirstOrDefault(h => rules.Where((r, i) => searches[i] == end && r.CertificateHash == h).Any());
        return [.. rules.Select((rule, i) => Judge(rule, searches[i], end, hashes, named))];
    }

    private static Search SearchOf(AccessRule rule, bool isDefault, Aid aid) => rule.Target switch
    {
        RuleTarget.AllApplications => rule.IsForAllApps ? Search.D : Search.C,
        RuleTarget.DefaultApplication when !isDefault => Search.None,
        RuleTarget.Application when isDefault || rule.Aid != aid => Search.None,
        _ => rule.IsForAllApps ? Search.B : Search.A,
    };

    private static AccessRuleVerdict Judge(AccessRule rule, Search search, Search end, string[] hashes, string? named)
    {
        var isForApp = rule.IsForAllApps || hashes.Contains(rule.CertificateHash);
        var info = AccessRuleInfo.Of(rule);
        if (search == Search.None)
        {
            return new(info, false, false, "is about another application");
        }

        if (search != end)
        {
            return new(info, isForApp, false, $"not reached: search {end} has rules, and search {search} comes after it");
        }

        if (isForApp)
        {
            return rule.IsForAllApps || rule.CertificateHash == named
                ? new(info, true, true, $"decides (search {search})")
                : new(info, true, false, "names the app by another of its hashes; the first one that is found decides");
        }

        return named is null
            ? new(info, false, true, $"names another app, and so denies it to every app that no such rule names (search {search})")
            : new(info, false, false, "names another app");
    }
}
