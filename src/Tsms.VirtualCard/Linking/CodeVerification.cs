using Tsms.JavaCard;
using Tsms.JavaCard.Exports;
using Tsms.JavaCard.Verification;
using Tsms.SmartCard;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Linking;

/// <summary>Verification on the card, for profiles that do not trust what is loaded.</summary>
internal static class CodeVerification
{
    /// <summary>Verifies a package against the API packages and those that are loaded.</summary>
    /// <exception cref="CardFault">6A80: something is wrong, or the load file has no Descriptor component; the reason names the first finding.</exception>
    public static void Demand(CapFile package, IEnumerable<PackageInfo> loaded)
    {
        var report = CapVerifier.Verify(package, Exports(loaded));
        if (!report.IsValid)
        {
            throw new CardFault(StatusWord.WrongData, $"Package {package.Aid} fails verification: {report.Findings[0]}.");
        }
    }

    // A package stands after those that it imports. One that was loaded without Descriptor tells no types, so nothing that imports it can be verified.
    private static ExportLookup Exports(IEnumerable<PackageInfo> loaded)
    {
        var exports = ExportLookup.Api;
        foreach (var package in loaded)
        {
            if (CapFile.FromLoadFile(package.LoadFile) is { Export: not null, Descriptor: not null } cap)
            {
                var before = exports;
                exports = Enumerable.Range(0, cap.Export.Packages.Length).Aggregate(exports, (all, number) => all.With(ExportFile.Of(cap, before, number)));
            }
        }

        return exports;
    }
}
