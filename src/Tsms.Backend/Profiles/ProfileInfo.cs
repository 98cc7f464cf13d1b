namespace Tsms.Backend.Profiles;

/// <summary>A secure component profile as operators see it.</summary>
/// <param name="Id">Its fixed id.</param>
/// <param name="Name">Its name.</param>
/// <param name="HardwarePlatform">The chip.</param>
/// <param name="Os">Operating system.</param>
/// <param name="OsVersion">Version of the operating system.</param>
/// <param name="JavaCardVersion">major.minor.patch.</param>
/// <param name="Test">Whether it is for cards with well-known keys; production has none.</param>
/// <param name="RetirementDate">Since when no new links may be made to it; null while it is current.</param>
public sealed record ProfileInfo(
    Guid Id, string Name, string HardwarePlatform, string Os, string OsVersion, string JavaCardVersion, bool Test, DateTimeOffset? RetirementDate)
{
    internal static ProfileInfo Of(Profile profile) => new(
        profile.Id, profile.Model.Name ?? "", profile.Model.HardwarePlatform ?? "", profile.Model.Os ?? "", profile.Model.OsVersion ?? "",
        profile.Model.JavaCardVersion ?? "", profile.Test, profile.Retired);
}

/// <summary>What depends on a profile.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Providers">The service providers that have a link or an instance, by name.</param>
public sealed record ProfileImpact(ProfileInfo Profile, IReadOnlyList<ProviderImpact> Providers);

/// <summary>What a service provider has on a profile.</summary>
/// <param name="ProviderId">The service provider.</param>
/// <param name="ProviderName">Its name.</param>
/// <param name="Flavors">The Flavors that its Versions deploy to the profile.</param>
/// <param name="Instances">Number of service instances on cards of the profile.</param>
public sealed record ProviderImpact(Guid ProviderId, string ProviderName, IReadOnlyList<FlavorImpact> Flavors, int Instances);

/// <summary>A Flavor that is deployed to a profile.</summary>
/// <param name="ServiceId">Its Service.</param>
/// <param name="FlavorId">The Flavor.</param>
/// <param name="FlavorName">Its name.</param>
/// <param name="Versions">Tags of the Versions that deploy it to the profile.</param>
/// <param name="Instances">Number of service instances made from it on cards of the profile.</param>
public sealed record FlavorImpact(Guid ServiceId, Guid FlavorId, string FlavorName, IReadOnlyList<string> Versions, int Instances);
