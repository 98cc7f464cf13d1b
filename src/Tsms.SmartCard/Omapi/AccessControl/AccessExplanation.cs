namespace Tsms.SmartCard.Omapi.AccessControl;

/// <summary>Why a caller may, or may not, reach an application: the decision, and every rule on the card that was looked at. For people.</summary>
/// <param name="IsAllowed">True when a channel would be opened.</param>
/// <param name="Reason">Which rule decided, or why none did.</param>
/// <param name="Filters">Header and mask of the commands that are let through; empty: all, or none when not allowed.</param>
/// <param name="Verdicts">The card's rules in its order, and what became of each.</param>
public sealed record AccessExplanation(bool IsAllowed, string Reason, IReadOnlyList<string> Filters, IReadOnlyList<AccessRuleVerdict> Verdicts)
{
    private readonly ChannelAccess? _access;

    private AccessExplanation(ChannelAccess access, IReadOnlyList<AccessRuleVerdict> verdicts)
        : this(access.IsAllowed, access.Reason, [.. access.Filters.Select(AccessRuleInfo.Text)], verdicts) => _access = access;

    /// <summary>The rules each as a sentence, those that are about this caller and application marked with an asterisk.</summary>
    public IReadOnlyList<string> Rules => [.. Verdicts.Select(v => (v.IsAbout ? "* " : "  ") + Describe(v.Rule))];

    /// <summary>True when a command with this header (CLA INS P1 P2) may be sent on the channel.</summary>
    /// <param name="header">4 bytes.</param>
    public bool Permits(ReadOnlySpan<byte> header) => _access?.Permits(header) ?? false;

    internal static AccessExplanation Make(ChannelAccess access, IReadOnlyList<AccessRule> rules, CallerIdentity caller, Aid aid) =>
        new(access, RuleVerdicts.Of(rules, caller, aid));

    private static string Describe(AccessRuleInfo rule)
    {
        var app = rule.App == "all apps" ? rule.App : $"the app with certificate hash {rule.App}";
        var policy = rule.Policy switch
        {
            "filtered" => $"commands of {rule.Filters.Count} filters",
            "unspecified" => "nothing about commands",
            _ => rule.Policy,
        };
        return $"{rule.Target}, {app}: {policy}";
    }
}
