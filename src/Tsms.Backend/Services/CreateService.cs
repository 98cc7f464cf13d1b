using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Services;

/// <summary>createService (TR-03165 v1.1, 4.1.6.4.2).</summary>
internal static class CreateService
{
    private const int RandomBytes = 8;

    public static async Task<IResult> RunAsync(RestCall call, CancellationToken cancellationToken)
    {
        var model = call.Created(AdminJson.Default.Service);
        await call.RequireOwnAsync(call.Db.SposConfigs, model.SposConfigId, "SposConfig", cancellationToken).ConfigureAwait(false);
        await ProviderLimits.RequireRoomAsync(call, call.Db.Services.Where(s => s.ProviderId == call.ProviderId), "Service", cancellationToken).ConfigureAwait(false);
        var row = new ServiceRow { Id = call.NewId(), ProviderId = call.ProviderId, CreationDate = call.Now, SdAid = await FreeSdAidAsync(call, cancellationToken).ConfigureAwait(false) };
        row.Apply(model);
        call.Db.Add(row);
        return RestCall.Ok(row.ToModel(), AdminJson.Default.Service);
    }

    // The TSM's prefix and 8 random bytes. A clash is next to impossible, but it would put two Services into one security domain, so it is looked for.
    private static async Task<string> FreeSdAidAsync(RestCall call, CancellationToken cancellationToken)
    {
        var random = new byte[RandomBytes];
        while (true)
        {
            call.Service<RandomNumberGenerator>().GetBytes(random);
            var aid = call.Options.SecurityDomainAidPrefix.ToUpperInvariant() + Convert.ToHexString(random);
            if (!await call.Db.Services.AnyAsync(s => s.SdAid == aid, cancellationToken).ConfigureAwait(false))
            {
                return aid;
            }
        }
    }
}
