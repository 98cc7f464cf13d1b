using Tsms.Backend.ApplicationConfigs;
using Tsms.Backend.Certificates;
using Tsms.Backend.ExecutableLoadFiles;
using Tsms.Backend.Flavors;
using Tsms.Backend.PersonalizationScripts;
using Tsms.Backend.Profiles;
using Tsms.Backend.Providers;
using Tsms.Backend.Services;
using Tsms.Backend.SposConfigs;
using Tsms.Backend.Versions;

namespace Tsms.Backend.Rest;

/// <summary>All operations that take a short-term token, in the order of TR-03165 v1.1, 4.1.6.</summary>
internal static class RestOperations
{
    public static readonly RestOperation[] All =
    [
        .. AccountEndpoints.Operations,
        .. ProfileEndpoints.Operations,
        .. ProfileRelations.Operations,
        .. ServiceEndpoints.Operations,
        .. FlavorEndpoints.Operations,
        .. VersionEndpoints.Operations,
        .. ElfEndpoints.Operations,
        .. ElfRelations.Operations,
        .. ApplicationConfigEndpoints.Operations,
        .. ApplicationConfigRelations.Operations,
        .. PersonalizationScriptEndpoints.Operations,
        .. CertificateEndpoints.Operations,
        .. SposConfigEndpoints.Operations,
    ];
}
