using System.Globalization;

namespace Tsms.SmartCard.Omapi.AccessControl;

/// <summary>Why a caller may, or may not, reach an application: the decision, and every rule on the card that was looked at. For people.</summary>
/// <param name="IsAllowed">True when a channel would be opened.</param>
/// <param name="Reason">Which rule decided, or why none did.</param>
/// <param name="Filters">Header and mask of the commands that are let through; empty: all, or none when not allowed.</param>
/// <param name="Rules">The card's rules in its order, each as a sentence, those that are about this caller and application marked with an asterisk.</param>
public sealed record AccessExplanation(bool IsAllowed, string Reason, IReadOnlyList<string> Filters, IReadOnlyList<string> Rules)
{
    internal static AccessExplanation Make(ChannelAccess access, IReadOnlyList<AccessRule> rules, CallerIdentity caller, Aid aid)
    {
        var hashes = caller.CertificateHashes.Select(h => Convert.ToHexString(h.Span)).ToArray();
        return new(
            access.IsAllowed,
            access.Reason,
            [.. access.Filters.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Header:X8} mask {f.Mask:X8}"))],
            [.. rules.Select(r => (IsAbout(r, hashes, aid) ? "* " : "  ") + Describe(r))]);
    }

    private static bool IsAbout(AccessRule rule, string[] hashes, Aid aid) => (rule.IsForAllApps || hashes.Contains(rule.CertificateHash)) && rule.Target switch
    {
        RuleTarget.Application => rule.Aid == aid,
        RuleTarget.DefaultApplication => aid.IsEmpty,
        _ => !aid.IsEmpty,
    };

    private static string Describe(AccessRule rule)
    {
        var target = rule.Target switch { RuleTarget.Application => rule.Aid.ToString(), RuleTarget.AllApplications => "all applications", _ => "the default application" };
        var app = rule.IsForAllApps ? "all apps" : $"the app with certificate hash {rule.CertificateHash}";
        var policy = rule.Policy switch
        {
            ApduPolicy.Always => "always",
            ApduPolicy.Never => "never",
            ApduPolicy.Filtered => $"commands of {rule.Filters.Count} filters",
            _ => "nothing about commands",
        };
        return $"{target}, {app}: {policy}";
    }
}
