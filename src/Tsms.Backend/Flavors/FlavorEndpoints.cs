using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Flavors;

/// <summary>Flavors of a Service (TR-03165 v1.1, 4.1.6.4.6 to 4.1.6.4.16).</summary>
internal static class FlavorEndpoints
{
    private const string One = "/services/{serviceId}/flavors/{flavorId}";

    public static readonly RestOperation[] Operations =
    [
        RestOperation.Get("listFlavors", "4.1.6.4.6", "/services/{serviceId}/flavors",
            "Lists the Flavors of a Service.", AnswerShape.ListOf(Shapes.Flavor), ListAsync),
        RestOperation.Post("createFlavor", "4.1.6.4.7", "/services/{serviceId}/flavors",
            "Creates a Flavor, not yet published.", AnswerShape.Of(Shapes.Flavor), CreateFlavor.RunAsync).Takes(Shapes.Flavor),
        RestOperation.Get("getFlavor", "4.1.6.4.8", One, "Reads one Flavor.", AnswerShape.Of(Shapes.Flavor), GetAsync),
        RestOperation.Put("modifyFlavor", "4.1.6.4.9", One,
            "Changes a Flavor; what is left out keeps its value.", AnswerShape.Of(Shapes.Flavor), ModifyFlavor.RunAsync)
            .Takes(Shapes.Flavor).Refuses(ErrorCategory.AlreadyPublished, ErrorCategory.TechnicalConstraints),
        RestOperation.Delete("deleteFlavor", "4.1.6.4.10", One, "Deletes a Flavor that no Version uses.", DeleteFlavor.RunAsync).Refuses(ErrorCategory.Referenced),
        RestOperation.Get("listServiceRelatedAppConfigs", "4.1.6.4.11", $"{One}/application-configs",
            "Lists the ApplicationConfigs that a Flavor uses.", AnswerShape.ListOf(Shapes.ApplicationConfig), ListConfigsAsync),
        RestOperation.Get("listLinkedElfs", "4.1.6.4.12", $"{One}/executable-load-files",
            "Lists the load files of a Flavor.", AnswerShape.ListOf(Shapes.Cap), ListElfsAsync),
        RestOperation.Post("linkElfs", "4.1.6.4.13", $"{One}/executable-load-files",
            "Adds load files to a Flavor; those that it has already stay.", AnswerShape.Of(Shapes.Flavor), LinkElfs.RunAsync)
            .Takes(ValueShape.ElfIds).Refuses(ErrorCategory.AlreadyPublished, ErrorCategory.TechnicalConstraints),
        RestOperation.Put("unlinkElfs", "4.1.6.4.14", $"{One}/executable-load-files",
            "Takes load files from a Flavor; those that it does not have are passed over.", AnswerShape.Of(Shapes.Flavor), UnlinkElfs.RunAsync)
            .Takes(ValueShape.ElfIds).Refuses(ErrorCategory.AlreadyPublished),
        RestOperation.Post("publishFlavor", "4.1.6.4.15", $"{One}/publish",
            "Publishes a Flavor for ever, so that it can be deployed. May be repeated.", AnswerShape.Of(Shapes.Flavor), PublishFlavor.RunAsync)
            .Refuses(ErrorCategory.TechnicalConstraints),
        RestOperation.Get("listServiceRelatedVersions", "4.1.6.4.16", $"{One}/versions",
            "Lists the Versions that use a Flavor.", AnswerShape.ListOf(Shapes.Version), ListVersionsAsync),
    ];

    private static async Task<IResult> ListAsync(RestCall call, CancellationToken cancellationToken)
    {
        var service = await call.FindServiceAsync(cancellationToken).ConfigureAwait(false);
        return await RestCall.ListAsync(call.Db.Flavors.Where(f => f.ServiceId == service.Id), r => r.ToModel(), AdminJson.Default.ListFlavor, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> GetAsync(RestCall call, CancellationToken cancellationToken) =>
        RestCall.Ok((await call.FindFlavorAsync(cancellationToken).ConfigureAwait(false)).ToModel(), AdminJson.Default.Flavor);

    private static async Task<IResult> ListConfigsAsync(RestCall call, CancellationToken cancellationToken)
    {
        var flavor = await call.FindFlavorAsync(cancellationToken).ConfigureAwait(false);
        var ids = flavor.Instances.Select(i => i.ConfigId).Distinct().ToList();
        return await RestCall.ListAsync(
            call.Db.ApplicationConfigs.Where(c => ids.Contains(c.Id)), r => r.ToModel(), AdminJson.Default.ListApplicationConfig, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ListElfsAsync(RestCall call, CancellationToken cancellationToken)
    {
        var flavor = await call.FindFlavorAsync(cancellationToken).ConfigureAwait(false);
        var ids = flavor.Elfs.OrderBy(e => e.Position).Select(e => e.ElfId).ToList();
        var rows = await call.Db.ExecutableLoadFiles.AsNoTracking().Where(e => ids.Contains(e.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);
        return RestCall.Ok([.. rows.OrderBy(r => ids.IndexOf(r.Id)).Select(r => r.ToModel())], AdminJson.Default.ListExecutableLoadFile);
    }
    private static async Task<IResult> ListVersionsAsync(RestCall call, CancellationToken cancellationToken)
    {
        var flavor = await call.FindFlavorAsync(cancellationToken).ConfigureAwait(false);
        return await Related.VersionsAsync(
            call.Db.Versions.Where(v => v.ServiceId == flavor.ServiceId && v.Flavors.Any(f => f.FlavorId == flavor.Id)), cancellationToken).ConfigureAwait(false);
    }
}
