using Tsms.Backend.Errors;
using Tsms.Backend.ExecutableLoadFiles;

namespace Tsms.Backend.Flavors;

/// <summary>
/// Whether the imports of a Flavor's load files resolve among them (JCVM 3.0.5, 4.5.2). Checked when the Flavor is published and whenever it is deployed to a profile: until
/// then its load files may be linked in any order.
/// </summary>
internal static class ImportRules
{
    private const int RidDigits = 10;

    /// <param name="elfs">The Flavor's load files.</param>
    /// <param name="rids">The provider's RIDs: a package below one of them is its own, and no card brings it along.</param>
    /// <exception cref="RestFault">1016, saying which import of which load file.</exception>
    public static void Check(IReadOnlyCollection<ExecutableLoadFileRow> elfs, IReadOnlyCollection<string> rids)
    {
        var own = elfs.ToDictionary(e => e.Aid, e => ExecutableLoadFileRow.ReadVersion(e.PackageVersion));
        foreach (var elf in elfs)
        {
            foreach (var import in elf.Imports())
            {
                var aid = import.Aid.ToString();
                if (own.TryGetValue(aid, out var there))
                {
                    if (!there.Satisfies(import.Version))
                    {
                        throw Faults.TechnicalConstraints("importedPackages", $"ExecutableLoadFile {elf.Aid} imports {aid} {import.Version}, this Flavor has it in {there}");
                    }
                }
                else if (rids.Contains(aid[..RidDigits]) && !IsPlatform(import))
                {
                    throw Faults.TechnicalConstraints(
                        "importedPackages", $"ExecutableLoadFile {elf.Aid} imports {aid} {import.Version}, which no ExecutableLoadFile of this Flavor is; link it");
                }
            }
        }
    }

    // In development mode a provider may have GlobalPlatform's or Java Card's RID.
    private static bool IsPlatform(ImportedPackage import) =>
        ApiVersions.PlatformOf(import.Aid, import.Version) is not null || ApiVersions.GlobalPlatformKey(import.Aid) is not null;
}
