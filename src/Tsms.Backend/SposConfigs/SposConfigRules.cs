using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Hosting;
using Tsms.Backend.Rest;

namespace Tsms.Backend.SposConfigs;

/// <summary>What must hold for a SposConfig (TR-03165 v1.1, 4.1.4.18).</summary>
internal static class SposConfigRules
{
    /// <exception cref="RestFault">1008 or 1009.</exception>
    public static Task CheckAsync(RestCall call, SposConfig model, CancellationToken cancellationToken)
    {
        // Results go over mutual TLS (TR-03165 4.3); plain HTTP is for a developer's own machine.
        if (call.Options.Mode == BackendMode.Production && !model.Url!.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            throw Faults.InvalidFormat(model.Url, "url", "uri: https URL");
        }

        return call.RequireOwnAsync(call.Db.Certificates, model.CertificateId, "Certificate", cancellationToken);
    }
}
