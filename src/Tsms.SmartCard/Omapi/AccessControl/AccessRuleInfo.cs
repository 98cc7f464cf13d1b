using System.Globalization;
using Tsms.SmartCard.Tlv;

namespace Tsms.SmartCard.Omapi.AccessControl;

/// <summary>An access rule of a card in words (GP Secure Element Access Control 1.1, 6).</summary>
/// <param name="Target">The application that it is about: an AID, <c>all applications</c> or <c>the default application</c>.</param>
/// <param name="App">The app that it is for: the hash of its certificate, or <c>all apps</c>.</param>
/// <param name="Policy"><c>always</c>, <c>never</c>, <c>filtered</c>, or <c>unspecified</c>: it says nothing about commands.</param>
/// <param name="Filters">For <c>filtered</c>: header and mask of the commands that are let through, one of which must fit.</param>
public sealed record AccessRuleInfo(string Target, string App, string Policy, IReadOnlyList<string> Filters)
{
    /// <summary>Reads rules as the card gives them, in their order. UICC carrier privileges are no access rules and left out.</summary>
    /// <param name="rules">Each a REF-AR-DO (E2) with its tag.</param>
    /// <exception cref="FormatException">A rule is malformed; then a phone takes none of them.</exception>
    public static IReadOnlyList<AccessRuleInfo> ReadAll(IEnumerable<ReadOnlyMemory<byte>> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var all = new BerTlvWriter().Write(0xFF40, writer =>
        {
            foreach (var rule in rules)
            {
                writer.WriteRaw(rule.Span);
            }
        });
        return [.. AccessRuleReader.Read(all.ToArray()).Select(Of)];
    }

    internal static AccessRuleInfo Of(AccessRule rule) => new(
        rule.Target switch { RuleTarget.Application => rule.Aid.ToString(), RuleTarget.AllApplications => "all applications", _ => "the default application" },
        rule.IsForAllApps ? "all apps" : rule.CertificateHash,
        rule.Policy switch { ApduPolicy.Always => "always", ApduPolicy.Never => "never", ApduPolicy.Filtered => "filtered", _ => "unspecified" },
        [.. rule.Filters.Select(Text)]);

    internal static string Text(ApduFilter filter) => string.Create(CultureInfo.InvariantCulture, $"{filter.Header:X8} mask {filter.Mask:X8}");
}

/// <summary>What became of a rule when access was decided.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="IsAbout">True when it is about the application and for the app.</param>
/// <param name="Decides">True when the decision rests on it.</param>
/// <param name="Why">Why it does, or does not; the searches A to D are those of GP Secure Element Access Control 1.1, 3.2.1.</param>
public sealed record AccessRuleVerdict(AccessRuleInfo Rule, bool IsAbout, bool Decides, string Why);
