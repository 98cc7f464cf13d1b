using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Profiles;

/// <summary>What the caller deploys to a secure component profile (TR-03165 v1.1, 4.1.6.3.3 to 4.1.6.3.6).</summary>
internal static class ProfileRelations
{
    private const string One = "/secure-component-profiles/{scpId}";

    public static readonly RestOperation[] Operations =
    [
        RestOperation.Get("listScpRelatedElfs", "4.1.6.3.3", $"{One}/elfs",
            "Lists the load files that a Version deploys to this profile.", AnswerShape.ListOf(Shapes.Cap), ListElfsAsync),
        RestOperation.Get("listScpRelatedServices", "4.1.6.3.4", $"{One}/services",
            "Lists the Services that a Version deploys to this profile.", AnswerShape.ListOf(Shapes.Service), ListServicesAsync),
        RestOperation.Get("listScpRelatedFlavors", "4.1.6.3.5", $"{One}/services/{{serviceId}}/flavors",
            "Lists the Flavors of a Service that a Version deploys to this profile.", AnswerShape.ListOf(Shapes.Flavor), ListFlavorsAsync),
        RestOperation.Get("listScpRelatedVersions", "4.1.6.3.6", $"{One}/services/{{serviceId}}/versions",
            "Lists the Versions of a Service that deploy to this profile.", AnswerShape.ListOf(Shapes.Version), ListVersionsAsync),
    ];

    private static Task<IResult> ListElfsAsync(RestCall call, CancellationToken cancellationToken)
    {
        var flavors = Related.OnProfile(call, call.FindProfile().Id);
        return RestCall.ListAsync(
            call.Db.ExecutableLoadFiles.Where(e => e.ProviderId == call.ProviderId && flavors.Any(f => f.Elfs.Any(l => l.ElfId == e.Id))), r => r.ToModel(),
            AdminJson.Default.ListExecutableLoadFile, cancellationToken);
    }

    private static Task<IResult> ListServicesAsync(RestCall call, CancellationToken cancellationToken) =>
        Related.ServicesAsync(call, Related.OnProfile(call, call.FindProfile().Id), cancellationToken);

    private static async Task<IResult> ListFlavorsAsync(RestCall call, CancellationToken cancellationToken)
    {
        var profile = call.FindProfile();
        var service = await call.FindServiceAsync(cancellationToken).ConfigureAwait(false);
        return await Related.FlavorsAsync(Related.OnProfile(call, profile.Id).Where(f => f.ServiceId == service.Id), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ListVersionsAsync(RestCall call, CancellationToken cancellationToken)
    {
        var profile = call.FindProfile();
        var service = await call.FindServiceAsync(cancellationToken).ConfigureAwait(false);
        return await Related.VersionsAsync(
            call.Db.Versions.Where(v => v.ServiceId == service.Id && v.Profiles.Any(p => p.ProfileId == profile.Id)), cancellationToken).ConfigureAwait(false);
    }
}
