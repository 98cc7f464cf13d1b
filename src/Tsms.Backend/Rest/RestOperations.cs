using Tsms.Backend.ApplicationConfigs;
using Tsms.Backend.ExecutableLoadFiles;
using Tsms.Backend.Flavors;
using Tsms.Backend.Profiles;
using Tsms.Backend.Providers;
using Tsms.Backend.Services;
using Tsms.Backend.Versions;

namespace Tsms.Backend.Rest;

/// <summary>All operations that take a short-term token, in the order of TR-03165 v1.1, 4.1.6.</summary>
internal static class RestOperations
{
    public static readonly RestOperation[] All =
    [
        .. AccountEndpoints.Operations,
        .. ProfileEndpoints.Operations,
        .. ServiceEndpoints.Operations,
        .. FlavorEndpoints.Operations,
        .. VersionEndpoints.Operations,
        .. ElfEndpoints.Operations,
        .. ApplicationConfigEndpoints.Operations,
    ];
}
