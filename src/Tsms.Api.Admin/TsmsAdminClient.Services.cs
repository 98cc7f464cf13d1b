namespace Tsms.Api.Admin;

/// <content>Account, profiles, Services, Flavors, Versions.</content>
public sealed partial class TsmsAdminClient
{
    /// <summary>The caller's account (4.1.6.2.1).</summary>
    public Task<ServiceProvider> GetAccountAsync(CancellationToken cancellationToken = default) =>
        GetAsync(AdminPaths.Account, AdminJson.Default.ServiceProvider, cancellationToken);

    /// <summary>All secure component profiles (4.1.6.3.1).</summary>
    public Task<List<SecureComponentProfile>> ListSecureComponentProfilesAsync(CancellationToken cancellationToken = default) =>
        GetAsync(AdminPaths.SecureComponentProfiles, AdminJson.Default.ListSecureComponentProfile, cancellationToken);

    /// <summary>One secure component profile (4.1.6.3.2).</summary>
    public Task<SecureComponentProfile> GetSecureComponentProfileAsync(Guid id, CancellationToken cancellationToken = default) =>
        GetAsync($"{AdminPaths.SecureComponentProfiles}/{id}", AdminJson.Default.SecureComponentProfile, cancellationToken);

    /// <summary>All Services (4.1.6.4.1).</summary>
    public Task<List<Service>> ListServicesAsync(CancellationToken cancellationToken = default) => GetAsync(AdminPaths.Services, AdminJson.Default.ListService, cancellationToken);

    /// <summary>Creates a Service (4.1.6.4.2).</summary>
    public Task<Service> CreateServiceAsync(Service service, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Post, AdminPaths.Services, service, AdminJson.Default.Service, AdminJson.Default.Service, cancellationToken);

    /// <summary>One Service (4.1.6.4.3).</summary>
    public Task<Service> GetServiceAsync(Guid id, CancellationToken cancellationToken = default) => GetAsync(OfService(id), AdminJson.Default.Service, cancellationToken);

    /// <summary>Changes a Service; what is null keeps its value (4.1.6.4.4).</summary>
    public Task<Service> ModifyServiceAsync(Guid id, Service service, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Put, OfService(id), service, AdminJson.Default.Service, AdminJson.Default.Service, cancellationToken);

    /// <summary>Deletes a Service with its Versions and Flavors (4.1.6.4.5).</summary>
    public Task DeleteServiceAsync(Guid id, CancellationToken cancellationToken = default) => DeleteAsync(OfService(id), cancellationToken);

    /// <summary>The Flavors of a Service (4.1.6.4.6).</summary>
    public Task<List<Flavor>> ListFlavorsAsync(Guid serviceId, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfService(serviceId)}/flavors", AdminJson.Default.ListFlavor, cancellationToken);

    /// <summary>Creates a Flavor (4.1.6.4.7).</summary>
    public Task<Flavor> CreateFlavorAsync(Guid serviceId, Flavor flavor, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Post, $"{OfService(serviceId)}/flavors", flavor, AdminJson.Default.Flavor, AdminJson.Default.Flavor, cancellationToken);

    /// <summary>One Flavor (4.1.6.4.8).</summary>
    public Task<Flavor> GetFlavorAsync(Guid serviceId, Guid flavorId, CancellationToken cancellationToken = default) =>
        GetAsync(OfFlavor(serviceId, flavorId), AdminJson.Default.Flavor, cancellationToken);

    /// <summary>Changes a Flavor; what is null keeps its value (4.1.6.4.9).</summary>
    public Task<Flavor> ModifyFlavorAsync(Guid serviceId, Guid flavorId, Flavor flavor, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Put, OfFlavor(serviceId, flavorId), flavor, AdminJson.Default.Flavor, AdminJson.Default.Flavor, cancellationToken);

    /// <summary>Deletes a Flavor that no Version uses (4.1.6.4.10).</summary>
    public Task DeleteFlavorAsync(Guid serviceId, Guid flavorId, CancellationToken cancellationToken = default) => DeleteAsync(OfFlavor(serviceId, flavorId), cancellationToken);

    /// <summary>The ApplicationConfigs that a Flavor uses (4.1.6.4.11).</summary>
    public Task<List<ApplicationConfig>> ListApplicationConfigsAsync(Guid serviceId, Guid flavorId, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfFlavor(serviceId, flavorId)}/application-configs", AdminJson.Default.ListApplicationConfig, cancellationToken);

    /// <summary>The load files of a Flavor (4.1.6.4.12).</summary>
    public Task<List<ExecutableLoadFile>> ListLinkedElfsAsync(Guid serviceId, Guid flavorId, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfFlavor(serviceId, flavorId)}/executable-load-files", AdminJson.Default.ListExecutableLoadFile, cancellationToken);

    /// <summary>Adds load files to a Flavor (4.1.6.4.13).</summary>
    public Task<Flavor> LinkElfsAsync(Guid serviceId, Guid flavorId, IEnumerable<Guid> elfIds, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Post, $"{OfFlavor(serviceId, flavorId)}/executable-load-files", [.. elfIds], AdminJson.Default.ListGuid, AdminJson.Default.Flavor, cancellationToken);

    /// <summary>Takes load files from a Flavor (4.1.6.4.14).</summary>
    public Task<Flavor> UnlinkElfsAsync(Guid serviceId, Guid flavorId, IEnumerable<Guid> elfIds, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Put, $"{OfFlavor(serviceId, flavorId)}/executable-load-files", [.. elfIds], AdminJson.Default.ListGuid, AdminJson.Default.Flavor, cancellationToken);

    /// <summary>Publishes a Flavor, for ever (4.1.6.4.15).</summary>
    public Task<Flavor> PublishFlavorAsync(Guid serviceId, Guid flavorId, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, $"{OfFlavor(serviceId, flavorId)}/publish", () => null, AdminJson.Default.Flavor, cancellationToken);

    /// <summary>The Versions of a Service (4.1.6.4.17).</summary>
    public Task<List<ServiceVersion>> ListVersionsAsync(Guid serviceId, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfService(serviceId)}/versions", AdminJson.Default.ListServiceVersion, cancellationToken);

    /// <summary>Creates a Version; the TSM assigns the tag (4.1.6.4.18).</summary>
    /// <param name="serviceId">The Service.</param>
    /// <param name="version">The Version.</param>
    /// <param name="next">Which part of the last tag is raised: major, minor, or revision, which null means too (an extension).</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<ServiceVersion> CreateVersionAsync(Guid serviceId, ServiceVersion version, string? next = null, CancellationToken cancellationToken = default) => SendJsonAsync(
        HttpMethod.Post, $"{OfService(serviceId)}/versions{(next is null ? "" : $"?next={Uri.EscapeDataString(next)}")}", version,
        AdminJson.Default.ServiceVersion, AdminJson.Default.ServiceVersion, cancellationToken);

    /// <summary>One Version (4.1.6.4.19).</summary>
    public Task<ServiceVersion> GetVersionAsync(Guid serviceId, string tag, CancellationToken cancellationToken = default) =>
        GetAsync(OfVersion(serviceId, tag), AdminJson.Default.ServiceVersion, cancellationToken);

    /// <summary>Changes a Version's deployments (4.1.6.4.20).</summary>
    public Task<ServiceVersion> ModifyVersionAsync(Guid serviceId, ServiceVersion version, CancellationToken cancellationToken = default) => SendJsonAsync(
        HttpMethod.Put, OfVersion(serviceId, version.Tag ?? ""), version, AdminJson.Default.ServiceVersion, AdminJson.Default.ServiceVersion, cancellationToken);

    /// <summary>Deletes a Version; its Flavors stay (4.1.6.4.21).</summary>
    public Task DeleteVersionAsync(Guid serviceId, string tag, CancellationToken cancellationToken = default) => DeleteAsync(OfVersion(serviceId, tag), cancellationToken);

    /// <summary>The Flavors of a Version (4.1.6.4.22).</summary>
    public Task<List<Flavor>> ListLinkedFlavorsAsync(Guid serviceId, string tag, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfVersion(serviceId, tag)}/flavors", AdminJson.Default.ListFlavor, cancellationToken);

    /// <summary>Adds Flavors with their profiles to a Version (4.1.6.4.23).</summary>
    public Task<ServiceVersion> LinkFlavorsAsync(
        Guid serviceId, string tag, IReadOnlyDictionary<Guid, IReadOnlyList<Guid>> flavors, CancellationToken cancellationToken = default) => SendJsonAsync(
            HttpMethod.Post, $"{OfVersion(serviceId, tag)}/flavors", flavors.ToDictionary(), AdminJson.Default.DictionaryGuidIReadOnlyListGuid,
            AdminJson.Default.ServiceVersion, cancellationToken);

    /// <summary>Takes Flavors from a Version (4.1.6.4.24).</summary>
    public Task<ServiceVersion> UnlinkFlavorsAsync(Guid serviceId, string tag, IEnumerable<Guid> flavorIds, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Put, $"{OfVersion(serviceId, tag)}/flavors", [.. flavorIds], AdminJson.Default.ListGuid, AdminJson.Default.ServiceVersion, cancellationToken);

    /// <summary>The profiles that a Version deploys a Flavor to (4.1.6.4.25).</summary>
    public Task<List<SecureComponentProfile>> ListAssociatedSecureComponentProfilesAsync(
        Guid serviceId, string tag, Guid flavorId, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfVersion(serviceId, tag)}/flavors/{flavorId}/secure-component-profiles", AdminJson.Default.ListSecureComponentProfile, cancellationToken);

    /// <summary>The profiles of a Version (4.1.6.4.26).</summary>
    public Task<List<SecureComponentProfile>> ListLinkedSecureComponentProfilesAsync(Guid serviceId, string tag, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfVersion(serviceId, tag)}/secure-component-profiles", AdminJson.Default.ListSecureComponentProfile, cancellationToken);

    /// <summary>Adds profiles to a Version, each with its Flavor (4.1.6.4.27).</summary>
    public Task<ServiceVersion> LinkSecureComponentProfilesAsync(
        Guid serviceId, string tag, IReadOnlyDictionary<Guid, Guid> profileToFlavor, CancellationToken cancellationToken = default) => SendJsonAsync(
            HttpMethod.Post, $"{OfVersion(serviceId, tag)}/secure-component-profiles", profileToFlavor.ToDictionary(), AdminJson.Default.DictionaryGuidGuid,
            AdminJson.Default.ServiceVersion, cancellationToken);

    /// <summary>Takes profiles from a Version (4.1.6.4.28).</summary>
    public Task<ServiceVersion> UnlinkSecureComponentProfilesAsync(Guid serviceId, string tag, IEnumerable<Guid> profileIds, CancellationToken cancellationToken = default) =>
        SendJsonAsync(
            HttpMethod.Put, $"{OfVersion(serviceId, tag)}/secure-component-profiles", [.. profileIds], AdminJson.Default.ListGuid,
            AdminJson.Default.ServiceVersion, cancellationToken);

    private static string OfService(Guid id) => $"{AdminPaths.Services}/{id}";

    private static string OfFlavor(Guid serviceId, Guid flavorId) => $"{OfService(serviceId)}/flavors/{flavorId}";

    private static string OfVersion(Guid serviceId, string tag) => $"{OfService(serviceId)}/versions/{Uri.EscapeDataString(tag)}";
}
