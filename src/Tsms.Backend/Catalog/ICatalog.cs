using Tsms.Api.Device;

namespace Tsms.Backend.Catalog;

/// <summary>What the engine may know of the REST data: published things, read only. The engine never writes them and holds no key into them.</summary>
internal interface ICatalog
{
    /// <summary>A Service with its Versions and their deployments; null when there is none.</summary>
    Task<CatalogService?> FindServiceAsync(Guid serviceId, CancellationToken cancellationToken);

    /// <summary>Is the Flavor still there? An instance of one that is not is orphaned (TR-03165 3.2.3).</summary>
    Task<bool> FlavorExistsAsync(Guid flavorId, CancellationToken cancellationToken);

    /// <summary>Copies all that a deployment of this Flavor needs, the binaries included.</summary>
    Task<FrozenPackage> FreezeAsync(CatalogService service, CatalogVersion version, CatalogDeployment deployment, CancellationToken cancellationToken);
}

/// <summary>Tells which secure component profiles a secure component is, by what a phone can see of it.</summary>
internal interface IProfileMatcher
{
    /// <summary>The profiles that fit, the best first, the same for the same hint. Empty: unknown hardware.</summary>
    IReadOnlyList<Guid> Match(SecureComponentHint hint);

    /// <summary>Most data bytes of one command to a card of a profile: more than 255 where it takes extended length; 255 for a profile that is not known.</summary>
    int MaxCommandData(Guid profile);
}

/// <summary>A Service as far as deployment needs it.</summary>
internal sealed record CatalogService(
    Guid Id, Guid ProviderId, string ProviderName, string DomainAid, IReadOnlyDictionary<string, string> SpParameters,
    IReadOnlyList<string> AuthorizedApps, IReadOnlyList<CatalogVersion> Versions);

/// <summary>A Version: which Flavor each profile gets. A profile stands in it at most once.</summary>
internal sealed record CatalogVersion(ServiceVersionTag Tag, IReadOnlyList<CatalogDeployment> Deployments);

/// <summary>A Flavor allowed for a profile. Only published Flavors deploy.</summary>
internal sealed record CatalogDeployment(
    Guid ProfileId, Guid FlavorId, string FlavorName, bool Published, int KeyProvisioningMode, IReadOnlyDictionary<string, string> SpParameters);

/// <summary>A frozen Flavor and its load file data blocks by their SHA-256 (upper-case hexadecimal).</summary>
internal sealed record FrozenPackage(FrozenFlavor Flavor, IReadOnlyDictionary<string, byte[]> Binaries);
