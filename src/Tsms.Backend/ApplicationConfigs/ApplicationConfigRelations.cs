using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.ApplicationConfigs;

/// <summary>What uses an ApplicationConfig (TR-03165 v1.1, 4.1.6.6.6 to 4.1.6.6.8).</summary>
internal static class ApplicationConfigRelations
{
    private const string One = "/application-configs/{applicationConfigId}";

    public static readonly RestOperation[] Operations =
    [
        RestOperation.Get("listAppConfigRelatedEms", "4.1.6.6.6", $"{One}/executable-modules",
            "Lists the modules that Flavors use with an ApplicationConfig.", AnswerShape.ListOf(Shapes.ExecutableModule), ListModulesAsync),
        RestOperation.Get("listAppConfigRelatedFlavors", "4.1.6.6.7", $"{One}/flavors",
            "Lists the Flavors that use an ApplicationConfig.", AnswerShape.ListOf(Shapes.Flavor), ListFlavorsAsync),
        RestOperation.Get("listAppConfigRelatedServices", "4.1.6.6.8", $"{One}/services",
            "Lists the Services whose Flavors use an ApplicationConfig.", AnswerShape.ListOf(Shapes.Service), ListServicesAsync),
    ];

    private static async Task<IResult> ListModulesAsync(RestCall call, CancellationToken cancellationToken)
    {
        var config = await call.FindConfigAsync(cancellationToken).ConfigureAwait(false);
        var rows = await call.Db.ExecutableModules.AsNoTracking()
            .Where(m => call.Db.Flavors.Any(f => f.Instances.Any(i => i.ConfigId == config.Id && i.ModuleId == m.Id)))
            .OrderBy(m => m.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        return RestCall.Ok([.. rows.Select(m => m.ToModel())], AdminJson.Default.ListExecutableModule);
    }

    private static async Task<IResult> ListFlavorsAsync(RestCall call, CancellationToken cancellationToken)
    {
        var config = await call.FindConfigAsync(cancellationToken).ConfigureAwait(false);
        return await Related.FlavorsAsync(Related.WithConfig(call, c => c.Id == config.Id), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ListServicesAsync(RestCall call, CancellationToken cancellationToken)
    {
        var config = await call.FindConfigAsync(cancellationToken).ConfigureAwait(false);
        return await Related.ServicesAsync(call, Related.WithConfig(call, c => c.Id == config.Id), cancellationToken).ConfigureAwait(false);
    }
}
