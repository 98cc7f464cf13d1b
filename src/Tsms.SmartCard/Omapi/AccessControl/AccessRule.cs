namespace Tsms.SmartCard.Omapi.AccessControl;

/// <summary>What a rule says about commands. When rules for the same target and caller meet, NEVER wins over a filter, a filter over ALWAYS, all over silence.</summary>
internal enum ApduPolicy
{
    /// <summary>The rule has no APDU-AR-DO.</summary>
    Unspecified = 0,

    /// <summary>ALWAYS.</summary>
    Always,

    /// <summary>Commands that a filter lets through.</summary>
    Filtered,

    /// <summary>NEVER.</summary>
    Never,
}

/// <summary>The applications that a rule is about.</summary>
internal enum RuleTarget
{
    /// <summary>One AID (4F with a value).</summary>
    Application,

    /// <summary>All applications (4F without a value).</summary>
    AllApplications,

    /// <summary>The application selected by default (C0).</summary>
    DefaultApplication,
}

/// <summary>One access rule of the card: REF-AR-DO (E2), made of REF-DO (E1) and AR-DO (E3).</summary>
/// <param name="Target">What it is about.</param>
/// <param name="Aid">The AID for <see cref="RuleTarget.Application"/>, else empty.</param>
/// <param name="CertificateHash">Hash of the app, hexadecimal; empty: all apps.</param>
/// <param name="Policy">What it says about commands.</param>
/// <param name="Filters">For <see cref="ApduPolicy.Filtered"/>.</param>
internal sealed record AccessRule(RuleTarget Target, Aid Aid, string CertificateHash, ApduPolicy Policy, IReadOnlyList<ApduFilter> Filters)
{
    /// <summary>True for a rule about all apps.</summary>
    public bool IsForAllApps => CertificateHash.Length == 0;

    /// <summary>This rule and another one for the same target and app, as one.</summary>
    public AccessRule CombinedWith(AccessRule other)
    {
        var policy = (ApduPolicy)Math.Max((int)Policy, (int)other.Policy);
        return this with { Policy = policy, Filters = policy == ApduPolicy.Filtered ? [.. Filters, .. other.Filters] : [] };
    }
}
