namespace Tsms.TsmApi;

/// <summary>The platform under an instance and the parameters of its Service (TR-03165 4.2.3.13). Texts are empty where no Service is installed.</summary>
/// <param name="SpParameters">Parameters of the Service, overridden key by key by those of the Flavor.</param>
/// <param name="ServiceId">The Service.</param>
/// <param name="ServiceVersionTag">Its version.</param>
/// <param name="FlavorId">The Flavor.</param>
/// <param name="FlavorName">Its name.</param>
/// <param name="ProfileId">The secure component's profile.</param>
public sealed record TechnicalInformation(
    IReadOnlyDictionary<string, string> SpParameters, string ServiceId, string ServiceVersionTag, string FlavorId, string FlavorName, string ProfileId)
{
    /// <summary>Nothing is installed.</summary>
    public static readonly TechnicalInformation Empty = new(new Dictionary<string, string>(), "", "", "", "", "");
}
