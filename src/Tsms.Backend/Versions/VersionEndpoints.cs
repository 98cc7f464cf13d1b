using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Profiles;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Versions;

/// <summary>Versions of a Service (TR-03165 v1.1, 4.1.6.4.17 to 4.1.6.4.28).</summary>
internal static class VersionEndpoints
{
    private const string One = "/services/{serviceId}/versions/{tag}";

    public static readonly RestOperation[] Operations =
    [
        RestOperation.Get("listVersions", "4.1.6.4.17", "/services/{serviceId}/versions",
            "Lists the Versions of a Service.", AnswerShape.ListOf(Shapes.Version), ListAsync),
        RestOperation.Post("createVersion", "4.1.6.4.18", "/services/{serviceId}/versions",
            "Creates a Version; the TSM assigns its tag.", AnswerShape.Of(Shapes.Version), CreateVersion.RunAsync)
            .Takes(Shapes.Version).Refuses(ErrorCategory.TechnicalConstraints),
        RestOperation.Get("getVersion", "4.1.6.4.19", One, "Reads one Version.", AnswerShape.Of(Shapes.Version), GetAsync),
        RestOperation.Put("modifyVersion", "4.1.6.4.20", One, "Changes what a Version deploys where.", AnswerShape.Of(Shapes.Version), ModifyVersion.RunAsync)
            .Takes(Shapes.Version).Refuses(ErrorCategory.TechnicalConstraints),
        RestOperation.Delete("deleteVersion", "4.1.6.4.21", One, "Deletes a Version; its Flavors stay.", DeleteAsync),
        RestOperation.Get("listLinkedFlavors", "4.1.6.4.22", $"{One}/flavors",
            "Lists the Flavors of a Version.", AnswerShape.ListOf(Shapes.Flavor), ListFlavorsAsync),
        RestOperation.Post("linkFlavors", "4.1.6.4.23", $"{One}/flavors",
            "Adds Flavors to a Version, each with its profiles; those that it has already get these profiles.", AnswerShape.Of(Shapes.Version), LinkFlavors.RunAsync)
            .Takes(ValueShape.FlavorsWithProfiles).Refuses(ErrorCategory.TechnicalConstraints),
        RestOperation.Put("unlinkFlavors", "4.1.6.4.24", $"{One}/flavors",
            "Takes Flavors from a Version; those that it does not have are passed over.", AnswerShape.Of(Shapes.Version), UnlinkFlavors.RunAsync)
            .Takes(ValueShape.FlavorIds),
        RestOperation.Get("listAssociatedSecureComponentProfiles", "4.1.6.4.25", $"{One}/flavors/{{flavorId}}/secure-component-profiles",
            "Lists the profiles that a Version deploys a Flavor to.", AnswerShape.ListOf(Shapes.SecureComponentProfile), ListAssociatedProfilesAsync),
        RestOperation.Get("listLinkedSecureComponentProfiles", "4.1.6.4.26", $"{One}/secure-component-profiles",
            "Lists the profiles that a Version deploys to.", AnswerShape.ListOf(Shapes.SecureComponentProfile), ListProfilesAsync),
        RestOperation.Post("linkSecureComponentProfiles", "4.1.6.4.27", $"{One}/secure-component-profiles",
            "Adds profiles to a Version, each with its Flavor; those that it has already move.", AnswerShape.Of(Shapes.Version), LinkProfiles.RunAsync)
            .Takes(ValueShape.ProfilesWithFlavor).Refuses(ErrorCategory.TechnicalConstraints),
        RestOperation.Put("unlinkSecureComponentProfiles", "4.1.6.4.28", $"{One}/secure-component-profiles",
            "Takes profiles from a Version; those that it does not have are passed over.", AnswerShape.Of(Shapes.Version), UnlinkProfiles.RunAsync)
            .Takes(ValueShape.ProfileIds),
    ];

    private static async Task<IResult> ListAsync(RestCall call, CancellationToken cancellationToken)
    {
        var service = await call.FindServiceAsync(cancellationToken).ConfigureAwait(false);
        return await Related.VersionsAsync(call.Db.Versions.Where(v => v.ServiceId == service.Id), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> GetAsync(RestCall call, CancellationToken cancellationToken) =>
        RestCall.Ok((await call.FindVersionAsync(cancellationToken).ConfigureAwait(false)).ToModel(), AdminJson.Default.ServiceVersion);

    // Flavors stay; nothing refers to a Version, so 1010 cannot occur.
    private static async Task<IResult> DeleteAsync(RestCall call, CancellationToken cancellationToken)
    {
        call.Db.Remove(await call.FindVersionAsync(cancellationToken).ConfigureAwait(false));
        return RestCall.Deleted();
    }

    private static async Task<IResult> ListFlavorsAsync(RestCall call, CancellationToken cancellationToken)
    {
        var version = await call.FindVersionAsync(cancellationToken).ConfigureAwait(false);
        var ids = version.Flavors.OrderBy(f => f.Position).Select(f => f.FlavorId).ToList();
        var rows = await call.Db.Flavors.AsNoTracking().Where(f => ids.Contains(f.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);
        return RestCall.Ok([.. rows.OrderBy(r => ids.IndexOf(r.Id)).Select(r => r.ToModel())], AdminJson.Default.ListFlavor);
    }

    private static async Task<IResult> ListProfilesAsync(RestCall call, CancellationToken cancellationToken)
    {
        var version = await call.FindVersionAsync(cancellationToken).ConfigureAwait(false);
        return ProfilesOf(call, version.Profiles);
    }

    private static async Task<IResult> ListAssociatedProfilesAsync(RestCall call, CancellationToken cancellationToken)
    {
        var version = await call.FindVersionAsync(cancellationToken).ConfigureAwait(false);
        var flavor = await call.FindFlavorAsync(cancellationToken).ConfigureAwait(false);
        return version.Flavors.Exists(f => f.FlavorId == flavor.Id)
            ? ProfilesOf(call, version.Profiles.Where(p => p.FlavorId == flavor.Id))
            : throw Faults.NotExisting("Flavor", flavor.Id, $"it is not linked to Version {version.Tag}");
    }

    private static IResult ProfilesOf(RestCall call, IEnumerable<VersionProfileRow> rows) =>
        ProfileEndpoints.ListOf(rows.OrderBy(r => r.Position).Select(r => call.Profiles.Find(r.ProfileId)).OfType<Profile>());
}
