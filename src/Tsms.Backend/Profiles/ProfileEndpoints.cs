using Microsoft.AspNetCore.Http;
using Tsms.Api.Admin;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Profiles;

/// <summary>Secure component profiles, read-only for service providers (TR-03165 v1.1, 4.1.6.3.1 and 4.1.6.3.2).</summary>
internal static class ProfileEndpoints
{
    public static readonly RestOperation[] Operations =
    [
        RestOperation.Get("listSecureComponentProfiles", "4.1.6.3.1", "/secure-component-profiles",
            "Lists the kinds of secure components that this TSM supports.", AnswerShape.ListOf(Shapes.SecureComponentProfile), (call, _) => Task.FromResult(ListOf(call.Profiles.All))),
        RestOperation.Get("getSecureComponentProfile", "4.1.6.3.2", "/secure-component-profiles/{scpId}",
            "Reads one SecureComponentProfile.", AnswerShape.Of(Shapes.SecureComponentProfile),
            (call, _) => Task.FromResult(RestCall.Ok(call.FindProfile().Model, AdminJson.Default.SecureComponentProfile))),
    ];

    /// <summary>200 with these profiles.</summary>
    public static IResult ListOf(IEnumerable<Profile> profiles) => RestCall.Ok([.. profiles.Select(p => p.Model)], AdminJson.Default.ListSecureComponentProfile);
}
