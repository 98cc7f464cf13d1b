using System.Linq.Expressions;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Api.Admin;
using Tsms.Backend.ApplicationConfigs;
using Tsms.Backend.Flavors;
using Tsms.Backend.Versions;

namespace Tsms.Backend.Rest;

/// <summary>
/// The lists of what uses an entity. "Uses" goes through Flavors: a Service uses a load file when one of its Flavors links it, a Version when one of its Flavors does.
/// Each thing stands in a list once (TR-03165 v1.1, 4.1.6.5.13).
/// </summary>
internal static class Related
{
    public static Task<IResult> FlavorsAsync(IQueryable<FlavorRow> flavors, CancellationToken cancellationToken) =>
        RestCall.ListAsync(flavors, r => r.ToModel(), AdminJson.Default.ListFlavor, cancellationToken);

    public static Task<IResult> ConfigsAsync(RestCall call, Expression<Func<ApplicationConfigRow, bool>> which, CancellationToken cancellationToken) => RestCall.ListAsync(
        call.Db.ApplicationConfigs.Where(c => c.ProviderId == call.ProviderId).Where(which), r => r.ToModel(), AdminJson.Default.ListApplicationConfig, cancellationToken);

    /// <summary>The Services that have one of these Flavors.</summary>
    public static Task<IResult> ServicesAsync(RestCall call, IQueryable<FlavorRow> flavors, CancellationToken cancellationToken) => RestCall.ListAsync(
        call.Db.Services.Where(s => s.ProviderId == call.ProviderId && flavors.Any(f => f.ServiceId == s.Id)), r => r.ToModel(), AdminJson.Default.ListService, cancellationToken);

    /// <summary>These Versions, by their tags.</summary>
    public static async Task<IResult> VersionsAsync(IQueryable<VersionRow> versions, CancellationToken cancellationToken)
    {
        var rows = await versions.AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
        return RestCall.Ok([.. rows.OrderBy(r => VersionNumber.Parse(r.Tag)).Select(r => r.ToModel())], AdminJson.Default.ListServiceVersion);
    }

    /// <summary>The caller's Flavors that make an instance with such a configuration.</summary>
    public static IQueryable<FlavorRow> WithConfig(RestCall call, Expression<Func<ApplicationConfigRow, bool>> which)
    {
        var configs = call.Db.ApplicationConfigs.Where(c => c.ProviderId == call.ProviderId).Where(which);
        return call.Db.Flavors.Where(f => f.Instances.Any(i => configs.Any(c => c.Id == i.ConfigId)));
    }

    /// <summary>The Flavors that link a load file.</summary>
    public static IQueryable<FlavorRow> WithElf(RestCall call, Guid elfId) => call.Db.Flavors.Where(f => f.Elfs.Any(e => e.ElfId == elfId));

    /// <summary>The caller's Flavors that a Version deploys to a profile.</summary>
    public static IQueryable<FlavorRow> OnProfile(RestCall call, Guid profileId) => call.Db.Flavors.Where(f =>
        call.Db.Services.Any(s => s.Id == f.ServiceId && s.ProviderId == call.ProviderId)
        && call.Db.Versions.Any(v => v.ServiceId == f.ServiceId && v.Profiles.Any(p => p.ProfileId == profileId && p.FlavorId == f.Id)));
}
