using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Flavors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.ApplicationConfigs;

/// <summary>
/// modifyAppConfig (TR-03165 v1.1, 4.1.6.6.4). Conditional attributes are fixed by a published Flavor; the TR's list of errors forgot 1015.
/// </summary>
internal static class ModifyApplicationConfig
{
    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var row = await call.FindForPutAsync(call.FindConfigAsync, cancellationToken).ConfigureAwait(false);
        var (model, conditional) = call.Modified(row.ToModel(), AdminJson.Default.ApplicationConfig);
        await ApplicationConfigRules.CheckAsync(call, model, cancellationToken).ConfigureAwait(false);
        var flavors = await call.Db.Flavors.Where(f => f.Instances.Any(i => i.ConfigId == row.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (conditional.Count > 0 && flavors.Find(f => f.Published) is { } published)
        {
            throw Faults.AlreadyPublished("ApplicationConfig", published.Id, $"{conditional[0]} is fixed");
        }

        row.Apply(model);
        foreach (var flavor in flavors)
        {
            await FlavorRules.CheckAsync(call, flavor, null, cancellationToken).ConfigureAwait(false);
        }

        return RestCall.Ok(row.ToModel(), AdminJson.Default.ApplicationConfig);
    }
}
