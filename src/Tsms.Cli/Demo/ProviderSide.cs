using Tsms.Api.Admin;
using Tsms.Backend.Profiles;
using Tsms.Backend.Providers;
using Tsms.SmartCard;
using Tsms.SmartCard.Tlv;

namespace Tsms.Cli.Demo;

/// <summary>The service provider's half of the story: everything over the REST-API of TR-03165 4.1.</summary>
internal sealed class ProviderSide(HttpClient http, ProviderCredentials credentials, DemoPackage package) : IDisposable
{
    private readonly TsmsAdminClient _client = new(http, credentials.ClientId, credentials.ClientSecret);
    private readonly List<ExecutableLoadFile> _loadFiles = [];
    private Guid _flavorId;

    /// <summary>The Service, once it is described.</summary>
    public Guid ServiceId { get; private set; }

    /// <summary>The Version, once it is made.</summary>
    public string VersionTag { get; private set; } = "";

    /// <summary>Uploads a CAP file.</summary>
    public async Task<string> UploadAsync(DemoCap cap, CancellationToken cancellationToken)
    {
        var elf = await _client.CreateElfAsync(cap.FileName, cap.Content, cancellationToken).ConfigureAwait(false);
        _loadFiles.Add(elf);
        var needs = elf.TechnicalRequirements!;
        var globalPlatform = needs.GpApiVersion == "0.0" ? "" : $", GP API {needs.GpApiVersion}";
        return $"package {elf.Aid} {elf.PackageName} {elf.PackageVersion}, {cap.Content.Length:N0} bytes, {cap.Applets.Count} applets\n"
            + $"needs Java Card {needs.JavaCardVersion}{globalPlatform}";
    }

    /// <summary>Describes Service, configurations and Flavor.</summary>
    public async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        var service = await _client.CreateServiceAsync(new Service { Name = package.ServiceName }, cancellationToken).ConfigureAwait(false);
        ServiceId = service.Id!.Value;
        var instances = new List<ApplicationInstantiationConfig>();
        foreach (var elf in _loadFiles)
        {
            foreach (var module in await _client.ListEmsAsync(elf.Id!.Value, cancellationToken).ConfigureAwait(false))
            {
                var config = await _client.CreateAppConfigAsync(ConfigOf(module.Aid!), cancellationToken).ConfigureAwait(false);
                instances.Add(new ApplicationInstantiationConfig { ExecutableModuleId = module.Id, ApplicationConfigId = config.Id });
            }
        }

        var flavor = await _client.CreateFlavorAsync(
            ServiceId,
            new Flavor { Name = "demo", ExecutableLoadFileIds = [.. _loadFiles.Select(e => e.Id!.Value)], ApplicationInstantiationConfigs = instances },
            cancellationToken).ConfigureAwait(false);
        _flavorId = flavor.Id!.Value;
        return $"Service {ServiceId}, security domain {service.SdAid}\nFlavor {_flavorId}: {_loadFiles.Count} load files, {instances.Count} instances";
    }

    /// <summary>Publishes the Flavor: from now on it is fixed.</summary>
    public async Task<string> PublishAsync(CancellationToken cancellationToken)
    {
        await _client.PublishFlavorAsync(ServiceId, _flavorId, cancellationToken).ConfigureAwait(false);
        return "the Flavor is fixed from now on";
    }

    /// <summary>Makes a Version and links the Flavor to the profile of the phone's card.</summary>
    public async Task<string> LinkAsync(ProfileInfo profile, CancellationToken cancellationToken)
    {
        var version = await _client.CreateVersionAsync(
            ServiceId, new ServiceVersion { AllowedDeployments = new Dictionary<Guid, IReadOnlyList<Guid>>() }, null, cancellationToken).ConfigureAwait(false);
        VersionTag = version.Tag!;
        await _client.LinkFlavorsAsync(
            ServiceId, VersionTag, new Dictionary<Guid, IReadOnlyList<Guid>> { [_flavorId] = [profile.Id] }, cancellationToken).ConfigureAwait(false);
        return $"Version {VersionTag} for profile {profile.Name}";
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private ApplicationConfig ConfigOf(string module)
    {
        var applet = Aid.Parse(module);

        // Application specific parameters stand in C9 (GP Card Specification 2.3.1, table 11-49); REST takes them as TLV.
        var parameter = package.Parameters.TryGetValue(applet, out var bytes) ? Convert.ToHexString(BerTlvWriter.Encode(0xC9, bytes)) : null;
        return new ApplicationConfig { InstanceAid = package.InstanceOf(applet).ToString(), InstallConfig = new InstallConfig { ApplicationSpecificInstallParameter = parameter } };
    }
}
