using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Errors;
using Tsms.Backend.Profiles;
using Tsms.Backend.Rest;

namespace Tsms.Backend.ExecutableLoadFiles;

/// <summary>What uses a load file or one of its modules (TR-03165 v1.1, 4.1.6.5.9 to 4.1.6.5.13).</summary>
internal static class ElfRelations
{
    private const string One = "/executable-load-files/{elfId}";

    public static readonly RestOperation[] Operations =
    [
        RestOperation.Get("listElfRelatedAppConfigs", "4.1.6.5.9", $"{One}/executable-modules/{{emId}}/application-configs",
            "Lists the ApplicationConfigs that Flavors use with a module.", AnswerShape.ListOf(Shapes.ApplicationConfig), ListConfigsAsync),
        RestOperation.Get("listElfRelatedFlavors", "4.1.6.5.10", $"{One}/services/{{serviceId}}/flavors",
            "Lists the Flavors of a Service that use a load file.", AnswerShape.ListOf(Shapes.Flavor), ListFlavorsAsync),
        RestOperation.Get("listElfRelatedServices", "4.1.6.5.11", $"{One}/services",
            "Lists the Services whose Flavors use a load file.", AnswerShape.ListOf(Shapes.Service), ListServicesAsync),
        RestOperation.Get("listElfRelatedVersions", "4.1.6.5.12", $"{One}/services/{{serviceId}}/versions",
            "Lists the Versions of a Service whose Flavors use a load file.", AnswerShape.ListOf(Shapes.Version), ListVersionsAsync),
        RestOperation.Get("listElfRelatedSecureComponentProfiles", "4.1.6.5.13", $"{One}/services/{{serviceId}}/secure-component-profiles",
            "Lists the profiles that a Service deploys a load file to.", AnswerShape.ListOf(Shapes.SecureComponentProfile), ListProfilesAsync),
    ];

    private static async Task<IResult> ListConfigsAsync(RestCall call, CancellationToken cancellationToken)
    {
        var elf = await call.FindElfAsync(cancellationToken).ConfigureAwait(false);
        var module = call.RouteId("emId", "ExecutableModule");
        if (!elf.Modules.Exists(m => m.Id == module))
        {
            throw Faults.NotExisting("ExecutableModule", module);
        }

        var flavors = Related.WithElf(call, elf.Id);
        return await Related.ConfigsAsync(
            call, c => flavors.Any(f => f.Instances.Any(i => i.ModuleId == module && i.ConfigId == c.Id)), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ListFlavorsAsync(RestCall call, CancellationToken cancellationToken)
    {
        var (elf, service) = await FindAsync(call, cancellationToken).ConfigureAwait(false);
        return await Related.FlavorsAsync(Related.WithElf(call, elf).Where(f => f.ServiceId == service), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ListServicesAsync(RestCall call, CancellationToken cancellationToken)
    {
        var elf = await call.FindElfAsync(cancellationToken).ConfigureAwait(false);
        return await Related.ServicesAsync(call, Related.WithElf(call, elf.Id), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ListVersionsAsync(RestCall call, CancellationToken cancellationToken)
    {
        var (elf, service) = await FindAsync(call, cancellationToken).ConfigureAwait(false);
        var flavors = Related.WithElf(call, elf);
        return await Related.VersionsAsync(
            call.Db.Versions.Where(v => v.ServiceId == service && v.Flavors.Any(l => flavors.Any(f => f.Id == l.FlavorId))), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ListProfilesAsync(RestCall call, CancellationToken cancellationToken)
    {
        var (elf, service) = await FindAsync(call, cancellationToken).ConfigureAwait(false);
        var flavors = Related.WithElf(call, elf);
        var ids = await call.Db.Versions.Where(v => v.ServiceId == service).SelectMany(v => v.Profiles).Where(p => flavors.Any(f => f.Id == p.FlavorId))
            .Select(p => p.ProfileId).Distinct().ToListAsync(cancellationToken).ConfigureAwait(false);
        return ProfileEndpoints.ListOf(call.Profiles.All.Where(p => ids.Contains(p.Id)));
    }

    private static async Task<(Guid Elf, Guid Service)> FindAsync(RestCall call, CancellationToken cancellationToken)
    {
        var elf = await call.FindElfAsync(cancellationToken).ConfigureAwait(false);
        return (elf.Id, (await call.FindServiceAsync(cancellationToken).ConfigureAwait(false)).Id);
    }
}
