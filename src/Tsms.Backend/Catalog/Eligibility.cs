using System.Security.Cryptography;
using Tsms.Api.Device;
using Tsms.Backend.Lifecycle;

namespace Tsms.Backend.Catalog;

/// <summary>A secure component of the phone with what the backend makes of its hint.</summary>
/// <param name="Hint">What the phone tells.</param>
/// <param name="CardId">Our name of the card by its hint, see <see cref="Eligibility.CardIdOf"/>.</param>
/// <param name="Profiles">The profiles it may be, the best first.</param>
internal sealed record ScCandidate(SecureComponentHint Hint, string CardId, IReadOnlyList<Guid> Profiles);

/// <summary>Where a Service would go: the outcome of the eligibility check (TR-03165 3.3).</summary>
internal sealed record EligibleDeployment(ScCandidate Sc, CatalogVersion Version, CatalogDeployment Deployment);

/// <summary>The part of the eligibility check that needs no card: pure, and the same for the same phone.</summary>
internal static class Eligibility
{
    /// <summary>
    /// A name of the card that a phone can see without keys: over its production data, else over issuer and card image numbers; null when it has neither.
    /// It counts only after a secure channel.
    /// </summary>
    public static string? CardIdOf(SecureComponentHint hint)
    {
        var (kind, text) = hint switch
        {
            { Cplc: { Length: > 0 } cplc } => ("cplc", cplc),
            { IssuerIdentificationNumber: { Length: > 0 } iin, CardImageNumber: { Length: > 0 } cin } => ("iin-cin", iin + cin),
            _ => ("", ""),
        };
        return kind.Length == 0 || !TryHex(text, out var bytes) ? null : $"{kind}-{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}";
    }

    /// <summary>The phone's secure components that can be named.</summary>
    public static IReadOnlyList<ScCandidate> Candidates(IReadOnlyList<SecureComponentHint> hints, IProfileMatcher matcher) =>
    [
        .. hints.Select(hint => (Hint: hint, Id: CardIdOf(hint))).Where(sc => sc.Id is not null).DistinctBy(sc => sc.Id)
            .Select(sc => new ScCandidate(sc.Hint, sc.Id!, matcher.Match(sc.Hint))),
    ];

    /// <summary>
    /// The highest Version that the pattern takes and a secure component fits; among secure components the first by reader name and card, so that the choice
    /// depends on the set alone (TR-03165 4.2.5.1). Null: none.
    /// </summary>
    public static EligibleDeployment? Choose(CatalogService service, VersionPattern pattern, IReadOnlyList<ScCandidate> candidates)
    {
        var ordered = candidates.OrderBy(c => c.Hint.Reader, StringComparer.Ordinal).ThenBy(c => c.CardId, StringComparer.Ordinal).ToList();
        foreach (var version in service.Versions.Where(v => pattern.Matches(v.Tag)).OrderByDescending(v => v.Tag))
        {
            foreach (var sc in ordered)
            {
                foreach (var profile in sc.Profiles)
                {
                    if (version.Deployments.FirstOrDefault(d => d.ProfileId == profile && d.Published) is { } deployment)
                    {
                        return new EligibleDeployment(sc, version, deployment);
                    }
                }
            }
        }

        return null;
    }

    /// <summary>Checks the version argument of a request; null when it is good.</summary>
    public static DeviceStatus? CheckVersion(string? version, string request, bool patternAllowed, out VersionPattern pattern)
    {
        if (!VersionPattern.TryParse(version, out pattern))
        {
            return DeviceErrors.InvalidArgument(patternAllowed && VersionPattern.IsUnsupported(version)
                ? $"version in {request} uses an unsupported filter pattern"
                : $"version in {request} has invalid format");
        }

        return pattern.IsFixed || patternAllowed ? null : DeviceErrors.InvalidArgument($"version in {request} has invalid format");
    }

    private static bool TryHex(string text, out byte[] bytes)
    {
        bytes = [];
        try
        {
            bytes = Convert.FromHexString(text);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
