using Microsoft.EntityFrameworkCore;
using Tsms.Api.Device;
using Tsms.Api.Device.Seram;
using Tsms.Backend.Catalog;
using Tsms.Backend.Issuers;
using Tsms.Backend.Lifecycle;

namespace Tsms.Backend.Devices;

/// <summary>Starting and aborting processes (TR-03165 4.2.5.3 to 4.2.5.6).</summary>
internal sealed class ProcessService(ICatalog catalog, InstanceService instances, IIssuerDirectory issuers, IProfileMatcher profiles, EngineStore store, ProcessRegistry registry)
{
    public async Task<StartProcessResponse> StartAsync(StartProcessRequest request, CancellationToken cancellationToken)
    {
        if (!TryRead(request, out var call, out var fault))
        {
            return Refused(fault);
        }

        var candidates = instances.Candidates(request.Device);
        await using var db = store.Open();
        var app = InstanceService.Normal(request.Device.DeviceAppId);
        var row = await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == request.ServiceInstanceId && i.DeviceAppId == app, cancellationToken).ConfigureAwait(false);
        if (row is null || candidates.FirstOrDefault(c => c.CardId == row.CardId) is not { } sc)
        {
            return Refused(DeviceErrors.InstanceNotFound(request.ServiceInstanceId));
        }

        var flavor = EngineStore.FlavorOf(row);
        var orphaned = !await catalog.FlavorExistsAsync(flavor.FlavorId, cancellationToken).ConfigureAwait(false);
        var answer = ServiceInstanceMachine.Ask(EngineStore.StatusOf(row), call with { Orphaned = orphaned });
        if (answer is MachineAnswer.Refused refused)
        {
            return Refused(refused.Status);
        }

        if (call.Call == ServiceCall.Update || call.Kinds.Contains(ServiceCommandKind.Personalize))
        {
            return Refused(DeviceErrors.NotOffered(call.Call == ServiceCall.Update ? "updateService" : "service command 'personalize'"));
        }

        var start = store.Now;
        var processId = Guid.CreateVersion7(start);
        if (answer is MachineAnswer.AlreadyDone done)
        {
            return WithoutCard(processId, start, (int)done.Operation, row.State, flavor, row.Reader);
        }

        var accepted = (MachineAnswer.Accepted)answer;
        if (registry.IsLeased(row.CardId))
        {
            return Refused(DeviceErrors.Overload());
        }

        if (issuers.Find(sc.Hint, flavor.ProfileId) is not { } issuer)
        {
            return Refused(DeviceErrors.NoEligibleSc("no issuer is known for the SC"));
        }

        if (call.Call == ServiceCall.Terminate && row.State == (int)ServiceState.NotDeployed)
        {
            db.Instances.Remove(row);
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return WithoutCard(processId, start, (int)accepted.Operation, (int)ServiceState.NotDeployed, null, row.Reader);
        }

        var hashes = flavor.LoadFiles.Select(f => f.Hash).ToList();
        var binaries = await db.Binaries.AsNoTracking().Where(b => hashes.Contains(b.Hash)).ToDictionaryAsync(b => b.Hash, b => b.Content, cancellationToken).ConfigureAwait(false);
        var element = new SecureElement(sc.Hint.Type, sc.Hint.Reader);
        var process = new ProcessCase(
            new ProcessIdentity(processId, (int)accepted.Operation, element), row.Id, sc.Hint, flavor, call, accepted,
            ProcessCase.GoalOf(call, accepted.Success ?? InstanceStatus.New), issuer, start)
        {
            MaxCommandData = profiles.MaxCommandData(flavor.ProfileId),
        };
        var session = await registry.StartAsync(process, app, row.CardId, row.Revision, binaries, cancellationToken).ConfigureAwait(false);
        return session is null
            ? Refused(DeviceErrors.Overload())
            : new StartProcessResponse(DeviceStatus.Ok, processId.ToString(), DeviceDates.ToText(start), session, sc.Hint.Reader, null);
    }

    /// <summary>Stops a process at once while nothing on the card is changing, else at its next safe point; then the session's last order tells the result.</summary>
    public async Task<ProcessNotice> AbortAsync(AbortProcessRequest request, CancellationToken cancellationToken)
    {
        var process = Guid.TryParseExact(request.ProcessId, "D", out var id) ? registry.FindProcess(id, InstanceService.Normal(request.Device.DeviceAppId)) : null;
        if (process is null)
        {
            return new ProcessNotice(request.ProcessId, 0, 0);
        }

        return process.Result.Task.IsCompleted || process.RequestStop()
            ? await process.Result.Task.WaitAsync(cancellationToken).ConfigureAwait(false)
            : new ProcessNotice(request.ProcessId, 50, process.Case.Identity.Operation);
    }

    private StartProcessResponse WithoutCard(Guid processId, DateTimeOffset start, int operation, int state, FrozenFlavor? flavor, string reader)
    {
        var date = DeviceDates.ToText(start);
        var result = new ProcessResultData(DeviceStatus.Ok, date, DeviceDates.ToText(store.Now), state, flavor?.ToTechnicalInformation(), [], 0, 0, 0);
        return new StartProcessResponse(DeviceStatus.Ok, processId.ToString(), date, null, reader, new ProcessNotice(processId.ToString(), 100, operation, result));
    }

    private static StartProcessResponse Refused(DeviceStatus status) => new(status, "", "", null, "", null);

    private static bool TryRead(StartProcessRequest request, out ServiceRequest call, out DeviceStatus fault)
    {
        (call, fault) = (null!, null!);
        if (!Enum.TryParse<ServiceCall>(request.Operation, ignoreCase: true, out var kind) || !request.Operation.All(char.IsAsciiLetter))
        {
            fault = DeviceErrors.InvalidArgument($"operation '{request.Operation}' in StartProcessRequest is none of deploy, update, suspend, resume, terminate");
            return false;
        }

        var commands = new List<ServiceRequestCommand>();
        foreach (var command in request.Commands)
        {
            if (!Enum.TryParse<ServiceCommandKind>(command.Kind, ignoreCase: true, out var name) || !command.Kind.All(char.IsAsciiLetter))
            {
                fault = DeviceErrors.InvalidArgument($"serviceCommands in {kind}ServiceRequest contain '{command.Kind}', which is none of install, personalize, activate");
                return false;
            }

            commands.Add(new ServiceRequestCommand(name, command.SuspensionControl));
        }

        call = new ServiceRequest(kind, commands, request.Finalize, request.NewVersion);
        return true;
    }
}
