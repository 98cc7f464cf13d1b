using Tsms.Backend.Errors;
using Tsms.Backend.ExecutableLoadFiles;
using Tsms.Backend.Profiles;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Versions;

/// <summary>Whether load files run on a profile (TR-03165 v1.1, 4.1.4.3 and 4.1.4.10). Pure.</summary>
internal static class TechnicalConstraints
{
    /// <exception cref="RestFault">1016, saying in parentheses what asks for how much.</exception>
    public static void Check(IEnumerable<ExecutableLoadFileRow> elfs, bool useCspFull, Profile profile)
    {
        foreach (var elf in elfs)
        {
            Demand("javaCard", elf, elf.JavaCardVersion, profile.Model.JavaCardVersion!, profile);
            Demand("gpApi", elf, elf.GpApiVersion, profile.Model.GpApiVersions!.GetValueOrDefault("card", "0.0"), profile);
        }

        if (useCspFull && profile.Model.Csp!.Count == 0)
        {
            throw Faults.TechnicalConstraints("csp", $"useCspFull is set, profile {profile.Model.Name} has no CSP");
        }
    }

    private static void Demand(string attribute, ExecutableLoadFileRow elf, string wanted, string offered, Profile profile)
    {
        if (VersionNumber.Parse(wanted) > VersionNumber.Parse(offered))
        {
            throw Faults.TechnicalConstraints(attribute, $"ExecutableLoadFile {elf.Aid} imports packages of {wanted}, profile {profile.Model.Name} has {offered}");
        }
    }
}
