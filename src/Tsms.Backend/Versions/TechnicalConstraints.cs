using Tsms.Backend.Errors;
using Tsms.Backend.ExecutableLoadFiles;
using Tsms.Backend.Profiles;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Versions;

/// <summary>Whether load files run on a profile (TR-03165 v1.1, 4.1.4.3 and 4.1.4.10). Pure.</summary>
internal static class TechnicalConstraints
{
    /// <exception cref="RestFault">1016, saying in parentheses which import of which load file asks for how much.</exception>
    public static void Check(IEnumerable<ExecutableLoadFileRow> elfs, bool useCspFull, Profile profile)
    {
        foreach (var elf in elfs)
        {
            foreach (var import in elf.Imports())
            {
                JavaCard(elf, import, profile);
                GlobalPlatform(elf, import, profile);
            }

            // The format of the CAP itself may ask for more than its imports.
            if (VersionNumber.Parse(elf.JavaCardVersion) > VersionNumber.Parse(profile.Model.JavaCardVersion!))
            {
                throw Faults.TechnicalConstraints(
                    "javaCard", $"ExecutableLoadFile {elf.Aid} is for Java Card {elf.JavaCardVersion}, profile {profile.Model.Name} has {profile.Model.JavaCardVersion}");
            }
        }

        if (useCspFull && profile.Model.Csp!.Count == 0)
        {
            throw Faults.TechnicalConstraints("csp", $"useCspFull is set, profile {profile.Model.Name} has no CSP");
        }
    }

    private static void JavaCard(ExecutableLoadFileRow elf, ImportedPackage import, Profile profile)
    {
        var offered = profile.Model.JavaCardVersion!;
        if (ApiVersions.PlatformOf(import.Aid, import.Version) is { } wanted && VersionNumber.Parse(wanted) > VersionNumber.Parse(offered))
        {
            throw Faults.TechnicalConstraints(
                "javaCard", $"ExecutableLoadFile {elf.Aid} imports {ApiVersions.NameOf(import.Aid)} {import.Version} of Java Card {wanted}, profile {profile.Model.Name} has {offered}");
        }
    }

    // org.globalplatform must be there; of the others a profile's file may be silent.
    private static void GlobalPlatform(ExecutableLoadFileRow elf, ImportedPackage import, Profile profile)
    {
        if (ApiVersions.GlobalPlatformKey(import.Aid) is not { } key)
        {
            return;
        }

        var offered = profile.Model.GpApiVersions!.GetValueOrDefault(key, key == "card" ? "0.0" : "999.999");
        if (VersionNumber.Parse(import.Version.ToString()) > VersionNumber.Parse(offered))
        {
            throw Faults.TechnicalConstraints(
                "gpApi", $"ExecutableLoadFile {elf.Aid} imports {ApiVersions.NameOf(import.Aid)} {import.Version}, profile {profile.Model.Name} has {offered}");
        }
    }
}
