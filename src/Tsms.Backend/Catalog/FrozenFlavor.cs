using System.Security.Cryptography;
using System.Text;
using Tsms.Api.Device;
using Tsms.Backend.Planning;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Backend.Catalog;

/// <summary>
/// A Flavor as it was when its instance was made: an instance holds a copy of all it needs, so what happens to the REST data afterwards does not touch it.
/// AIDs, hashes and parameters are upper-case hexadecimal.
/// </summary>
internal sealed record FrozenFlavor(
    Guid ServiceId, Guid ProviderId, string ProviderName, string VersionTag, Guid FlavorId, string FlavorName, Guid ProfileId,
    IReadOnlyDictionary<string, string> SpParameters, string DomainAid, IReadOnlyList<FrozenLoadFile> LoadFiles,
    IReadOnlyList<FrozenApplication> Applications, IReadOnlyList<string> AuthorizedApps, int KeyProvisioningMode)
{
    /// <summary>Technical information of TR-03165 4.2.3.</summary>
    public TechnicalInformationData ToTechnicalInformation() => new(SpParameters, ServiceId, VersionTag, FlavorId, FlavorName, ProfileId);

    /// <summary>The planner's view. <paramref name="fingerprintKey"/> keys the hash over install parameters, which may be guessable.</summary>
    public DesiredService ToDesired(Guid owner, byte[] fingerprintKey) => new(
        owner,
        Aid.Parse(DomainAid),
        [.. LoadFiles.Select(f => new DesiredLoadFile(Aid.Parse(f.Aid), f.Hash, [.. f.Imports.Select(Aid.Parse)]))],
        [.. Applications.Select(a => new DesiredApplication(
            Aid.Parse(a.InstanceAid), Aid.Parse(a.ModuleAid), Aid.Parse(a.LoadFileAid), a.Privileges, a.InstallParameters, a.MakeSelectable, a.Priority, a.Fingerprint(fingerprintKey)))]);
}

/// <summary>A load file; <paramref name="Hash"/> is the SHA-256 of its load file data block and names it among the engine's binaries.</summary>
internal sealed record FrozenLoadFile(string Aid, string Hash, IReadOnlyList<string> Imports);

/// <summary>An instance. <paramref name="InstallParameters"/> is the value of C9 (GP Card Specification 2.3.1, table 11-49), which is what the TR calls application specific.</summary>
internal sealed record FrozenApplication(
    string InstanceAid, string ModuleAid, string LoadFileAid, Privileges Privileges, string InstallParameters, bool MakeSelectable, int Priority)
{
    public string Fingerprint(byte[] key) =>
        Convert.ToHexString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"{ModuleAid}/{LoadFileAid}/{(uint)Privileges:X6}/{InstallParameters}")));
}
