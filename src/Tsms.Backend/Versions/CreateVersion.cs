using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;
using Tsms.Backend.Services;

namespace Tsms.Backend.Versions;

/// <summary>createVersion (TR-03165 v1.1, 4.1.6.4.18). The TSM assigns the tag: 1.0.0, then the next revision; <c>?next=minor|major</c> is an extension.</summary>
internal static class CreateVersion
{
    private const int MaxPart = 999;

    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var model = call.Created(AdminJson.Default.ServiceVersion);
        var next = call.Http.Request.Query["next"];
        if (next.Count > 1 || next is not ([] or ["revision" or "minor" or "major"]))
        {
            throw Faults.InvalidFormat(next.ToString(), "next", "one of major, minor, revision");
        }

        var service = await call.FindServiceAsync(cancellationToken).ConfigureAwait(false);
        await ProviderLimits.RequireRoomAsync(call, call.Db.Versions.Where(v => v.ServiceId == service.Id), "Version", cancellationToken).ConfigureAwait(false);
        var row = new VersionRow { Id = call.NewId(), ServiceId = service.Id };
        await VersionRules.DeployAsync(call, row, model.AllowedDeployments!, cancellationToken).ConfigureAwait(false);
        row.Tag = service.LastVersionTag = NextTag(service, next.ToString());
        call.Db.Add(row);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.ServiceVersion);
    }

    private static string NextTag(ServiceRow service, string raise)
    {
        if (service.LastVersionTag is not { } tag)
        {
            return "1.0.0";
        }

        var last = VersionNumber.Parse(tag);
        var next = raise switch
        {
            "major" => new VersionNumber(last.Major + 1, 0, 0),
            "minor" => new VersionNumber(last.Major, last.Minor + 1, 0),
            _ => last with { Revision = last.Revision + 1 },
        };
        return next.Major <= MaxPart && next.Minor <= MaxPart && next.Revision <= MaxPart
            ? next.ToString()
            : throw Faults.InvalidRequest("no tag is left after " + tag, "ask for ?next=minor or ?next=major");
    }
}
