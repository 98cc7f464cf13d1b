using Microsoft.EntityFrameworkCore;
using Tsms.Api.Device;
using Tsms.Backend.Catalog;
using Tsms.Backend.Data;
using Tsms.Backend.Issuers;
using Tsms.Backend.Lifecycle;

namespace Tsms.Backend.Devices;

/// <summary>The calls that need no card: is a Service deployable, make an instance, list instances (TR-03165 4.2.5.1, 4.2.5.2, 4.2.5.7).</summary>
internal sealed class InstanceService(ICatalog catalog, IProfileMatcher profiles, IIssuerDirectory issuers, EngineStore store)
{
    public async Task<AvailabilityResponse> CheckAsync(AvailabilityRequest request, CancellationToken cancellationToken)
    {
        AvailabilityResponse None(DeviceStatus status) => new(status, false, "", null);
        if (Eligibility.CheckVersion(request.Version, "CheckServiceDeploymentAvailableRequest", patternAllowed: true, out var pattern) is { } invalid)
        {
            return None(invalid);
        }

        var (service, fault) = await FindAsync(request.ServiceId, "CheckServiceDeploymentAvailableRequest", cancellationToken).ConfigureAwait(false);
        if (service is null)
        {
            return None(fault!);
        }

        if (pattern.IsFixed && !service.Versions.Any(v => pattern.Matches(v.Tag)))
        {
            return None(DeviceErrors.VersionNotFound(request.Version));
        }

        var candidates = Candidates(request.Device);
        if (Eligibility.Choose(service, pattern, candidates) is not { } choice || await IsDeployedAsync(service.Id, candidates, cancellationToken).ConfigureAwait(false))
        {
            return None(DeviceStatus.Ok);
        }

        var parameters = SpParameters(service, choice.Deployment);
        var tag = choice.Version.Tag.ToString();
        return new AvailabilityResponse(
            DeviceStatus.Ok, true, tag,
            new TechnicalInformationData(parameters, service.Id, tag, choice.Deployment.FlavorId, choice.Deployment.FlavorName, choice.Deployment.ProfileId));
    }

    public async Task<CreateInstanceResponse> CreateAsync(CreateInstanceRequest request, CancellationToken cancellationToken)
    {
        CreateInstanceResponse Refused(DeviceStatus status) => new(status, null);
        var (service, fault) = await FindAsync(request.ServiceId, "CreateServiceInstanceRequest", cancellationToken).ConfigureAwait(false);
        if (service is null)
        {
            return Refused(fault!);
        }

        if (Eligibility.CheckVersion(request.Version, "CreateServiceInstanceRequest", patternAllowed: false, out var pattern) is { } invalid)
        {
            return Refused(invalid);
        }

        if (!service.Versions.Any(v => pattern.Matches(v.Tag)))
        {
            return Refused(DeviceErrors.VersionNotFound(request.Version));
        }

        var candidates = Candidates(request.Device);
        var ids = candidates.Select(c => c.CardId).ToList();
        await using var db = store.Open();
        var there = await db.Instances.AsNoTracking().Where(i => i.ServiceId == service.Id && ids.Contains(i.CardId)).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (there.Count > 0)
        {
            // Another app's instance of the same Service has the same AIDs; the SC is taken.
            return Refused(there.Exists(i => i.DeviceAppId == Normal(request.Device.DeviceAppId)) ? DeviceErrors.AlreadyInstantiated() : DeviceErrors.AlreadyDeployed());
        }

        if (Eligibility.Choose(service, pattern, candidates) is not { } choice)
        {
            return Refused(DeviceErrors.NoEligibleSc(candidates.Count == 0
                ? "the device has no SC that can be told apart"
                : $"version {request.Version} has no published flavor for an SC of the device"));
        }

        if (choice.Deployment.KeyProvisioningMode != 0)
        {
            return Refused(DeviceErrors.NoEligibleSc($"the flavor asks for key provisioning mode {choice.Deployment.KeyProvisioningMode}, which this TSM does not offer yet"));
        }

        if (issuers.Find(choice.Sc.Hint, choice.Deployment.ProfileId) is null)
        {
            return Refused(DeviceErrors.NoEligibleSc("no issuer is known for the SC"));
        }

        var frozen = await catalog.FreezeAsync(service, choice.Version, choice.Deployment, cancellationToken).ConfigureAwait(false);
        var row = new EngineInstanceRow
        {
            ProfileId = choice.Deployment.ProfileId,
            Id = Guid.CreateVersion7(store.Now),
            CardId = choice.Sc.CardId,
            ServiceId = service.Id,
            ProviderId = service.ProviderId,
            FlavorId = choice.Deployment.FlavorId,
            DeviceAppId = Normal(request.Device.DeviceAppId),
            Reader = choice.Sc.Hint.Reader,
            Flavor = EngineStore.ToText(frozen.Flavor),
            CreationDate = store.Now,
        };
        EngineStore.SetStatus(row, InstanceStatus.New);
        db.Instances.Add(row);
        try
        {
            await using var transaction = await EngineBinaries.BeginAddAsync(db, cancellationToken).ConfigureAwait(false);
            await EngineBinaries.AddAsync(db, frozen.Binaries, cancellationToken).ConfigureAwait(false);
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException)
        {
            // The same call came twice at once; the other one made it.
            return Refused(DeviceErrors.AlreadyInstantiated());
        }

        return new CreateInstanceResponse(DeviceStatus.Ok, ToData(row, row.Reader));
    }

    public async Task<ListInstancesResponse> ListAsync(ListInstancesRequest request, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(request.ServiceId, "D", out var serviceId))
        {
            return new ListInstancesResponse(DeviceErrors.InvalidArgument("serviceId in GetServiceInstancesRequest has invalid format"), []);
        }

        var candidates = Candidates(request.Device).ToDictionary(c => c.CardId, c => c.Hint.Reader);
        var app = Normal(request.Device.DeviceAppId);
        await using var db = store.Open();
        var rows = await db.Instances.AsNoTracking().Where(i => i.ServiceId == serviceId && i.DeviceAppId == app && candidates.Keys.Contains(i.CardId))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0 && await catalog.FindServiceAsync(serviceId, cancellationToken).ConfigureAwait(false) is null)
        {
            return new ListInstancesResponse(DeviceErrors.ServiceNotFound(request.ServiceId), []);
        }

        return new ListInstancesResponse(DeviceStatus.Ok, [.. rows.OrderBy(r => r.CreationDate).Select(r => ToData(r, candidates[r.CardId]))]);
    }

    /// <summary>App ids are compared in lower case.</summary>
    public static string Normal(string deviceAppId) => deviceAppId.ToLowerInvariant();

    public IReadOnlyList<ScCandidate> Candidates(DeviceContext device) => Eligibility.Candidates(device.SecureComponents, profiles);

    private static ServiceInstanceData ToData(EngineInstanceRow row, string reader) =>
        new(row.Id, row.State, EngineStore.FlavorOf(row).ToTechnicalInformation(), row.LastOperation, reader);

    private static Dictionary<string, string> SpParameters(CatalogService service, CatalogDeployment deployment)
    {
        var all = new Dictionary<string, string>(service.SpParameters);
        foreach (var (key, value) in deployment.SpParameters)
        {
            all[key] = value;
        }

        return all;
    }

    private async Task<bool> IsDeployedAsync(Guid serviceId, IReadOnlyList<ScCandidate> candidates, CancellationToken cancellationToken)
    {
        var ids = candidates.Select(c => c.CardId).ToList();
        await using var db = store.Open();
        return await db.Instances.AnyAsync(i => i.ServiceId == serviceId && ids.Contains(i.CardId) && i.State != (int)ServiceState.NotDeployed, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<(CatalogService? Service, DeviceStatus? Fault)> FindAsync(string serviceId, string request, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(serviceId, "D", out var id))
        {
            return (null, DeviceErrors.InvalidArgument($"serviceId in {request} has invalid format"));
        }

        var service = await catalog.FindServiceAsync(id, cancellationToken).ConfigureAwait(false);
        return (service, service is null ? DeviceErrors.ServiceNotFound(serviceId) : null);
    }
}
