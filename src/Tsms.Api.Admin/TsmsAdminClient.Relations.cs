namespace Tsms.Api.Admin;

/// <content>Lists of what uses an entity.</content>
public sealed partial class TsmsAdminClient
{
    /// <summary>The load files deployed to a profile (4.1.6.3.3).</summary>
    public Task<List<ExecutableLoadFile>> ListScpRelatedElfsAsync(Guid profileId, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfProfile(profileId)}/elfs", AdminJson.Default.ListExecutableLoadFile, cancellationToken);

    /// <summary>The Services deployed to a profile (4.1.6.3.4).</summary>
    public Task<List<Service>> ListScpRelatedServicesAsync(Guid profileId, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfProfile(profileId)}/services", AdminJson.Default.ListService, cancellationToken);

    /// <summary>The Flavors of a Service that are deployed to a profile (4.1.6.3.5).</summary>
    public Task<List<Flavor>> ListScpRelatedFlavorsAsync(Guid profileId, Guid serviceId, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfProfile(profileId)}/services/{serviceId}/flavors", AdminJson.Default.ListFlavor, cancellationToken);

    /// <summary>The Versions of a Service that are deployed to a profile (4.1.6.3.6).</summary>
    public Task<List<ServiceVersion>> ListScpRelatedVersionsAsync(Guid profileId, Guid serviceId, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfProfile(profileId)}/services/{serviceId}/versions", AdminJson.Default.ListServiceVersion, cancellationToken);

    /// <summary>The Versions that link a Flavor (4.1.6.4.16).</summary>
    public Task<List<ServiceVersion>> ListServiceRelatedVersionsAsync(Guid serviceId, Guid flavorId, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfFlavor(serviceId, flavorId)}/versions", AdminJson.Default.ListServiceVersion, cancellationToken);

    /// <summary>The ApplicationConfigs that apply to a module (4.1.6.5.9).</summary>
    public Task<List<ApplicationConfig>> ListElfRelatedAppConfigsAsync(Guid elfId, Guid moduleId, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfElf(elfId)}/executable-modules/{moduleId}/application-configs", AdminJson.Default.ListApplicationConfig, cancellationToken);

    /// <summary>The Flavors of a Service that link a load file (4.1.6.5.10).</summary>
    public Task<List<Flavor>> ListElfRelatedFlavorsAsync(Guid elfId, Guid serviceId, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfElf(elfId)}/services/{serviceId}/flavors", AdminJson.Default.ListFlavor, cancellationToken);

    /// <summary>The Services that use a load file (4.1.6.5.11).</summary>
    public Task<List<Service>> ListElfRelatedServicesAsync(Guid elfId, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfElf(elfId)}/services", AdminJson.Default.ListService, cancellationToken);

    /// <summary>The Versions of a Service that use a load file (4.1.6.5.12).</summary>
    public Task<List<ServiceVersion>> ListElfRelatedVersionsAsync(Guid elfId, Guid serviceId, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfElf(elfId)}/services/{serviceId}/versions", AdminJson.Default.ListServiceVersion, cancellationToken);

    /// <summary>The profiles that a Service deploys a load file to (4.1.6.5.13).</summary>
    public Task<List<SecureComponentProfile>> ListElfRelatedSecureComponentProfilesAsync(Guid elfId, Guid serviceId, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfElf(elfId)}/services/{serviceId}/secure-component-profiles", AdminJson.Default.ListSecureComponentProfile, cancellationToken);

    /// <summary>The modules that an ApplicationConfig applies to (4.1.6.6.6).</summary>
    public Task<List<ExecutableModule>> ListAppConfigRelatedEmsAsync(Guid id, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfConfig(id)}/executable-modules", AdminJson.Default.ListExecutableModule, cancellationToken);

    /// <summary>The Flavors that use an ApplicationConfig (4.1.6.6.7).</summary>
    public Task<List<Flavor>> ListAppConfigRelatedFlavorsAsync(Guid id, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfConfig(id)}/flavors", AdminJson.Default.ListFlavor, cancellationToken);

    /// <summary>The Services that use an ApplicationConfig (4.1.6.6.8).</summary>
    public Task<List<Service>> ListAppConfigRelatedServicesAsync(Guid id, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfConfig(id)}/services", AdminJson.Default.ListService, cancellationToken);

    private static string OfProfile(Guid id) => $"{AdminPaths.SecureComponentProfiles}/{id}";
}
