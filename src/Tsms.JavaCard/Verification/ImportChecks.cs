using Tsms.JavaCard.Exports;
using Tsms.SmartCard;

namespace Tsms.JavaCard.Verification;

/// <summary>Imports (JCVM 3.0.5, 6.7 and 4.5.2).</summary>
internal static class ImportChecks
{
    /// <summary>False when a package is missing, without which nothing else can be said.</summary>
    public static bool Check(CapFile cap, IExportLookup exports, Findings findings)
    {
        var all = true;
        var seen = new HashSet<Aid>();
        var at = 4;
        foreach (var import in cap.Import.Packages)
        {
            if (!seen.Add(import.Aid) || cap.Header.Packages.Any(p => p.Aid == import.Aid))
            {
                findings.Add(VerificationRule.Import, "Import", at, "6.7", $"{import.Aid} is imported twice, or is the package itself");
            }

            if (!exports.TryFind(import.Aid, out var found))
            {
                all = false;
                findings.Add(VerificationRule.Import, "Import", at, "6.7", $"nothing is known of the imported package {import.Aid} version {import.Version}");
            }
            else if (!found.Package.Version.Satisfies(import.Version))
            {
                all = false;
                findings.Add(
                    VerificationRule.Import, "Import", at, "4.5.2", $"{found.Package.Name ?? import.Aid.ToString()} is imported as {import.Version}, {found.Package.Version} is known");
            }

            at += 3 + import.Aid.Length;
        }

        return all;
    }
}
