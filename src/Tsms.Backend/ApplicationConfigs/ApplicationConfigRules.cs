using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Providers;
using Tsms.Backend.Rest;

namespace Tsms.Backend.ApplicationConfigs;

/// <summary>What must hold for an ApplicationConfig by itself (TR-03165 v1.1, 4.1.4.12 to 4.1.4.15).</summary>
internal static class ApplicationConfigRules
{
    /// <exception cref="RestFault">1008 or 1009.</exception>
    public static async Task CheckAsync(RestCall call, ApplicationConfig model, CancellationToken cancellationToken)
    {
        var activation = model.ActivationConfig!;
        Demand(activation.MakeSelectable == true || activation.AccessibleViaApdu == false, "activationConfig.accessibleViaApdu", "false unless makeSelectable is true");
        Demand(activation.MakeSelectable == true || activation.AccessibleViaNfc == false, "activationConfig.accessibleViaNfc", "false unless makeSelectable is true");
        var personalization = model.PersonalizationConfig!;
        Demand(
            personalization.ProvideAttestationToken == true || personalization.IncludeSecurityDomainDiversificationData == false,
            "personalizationConfig.includeSecurityDomainDiversificationData", "false unless provideAttestationToken is true");
        await Rids.RequireOwnAsync(call.Db, call.ProviderId, [("instanceAid", model.InstanceAid!)], cancellationToken).ConfigureAwait(false);

        await call.RequireOwnAsync(call.Db.PersonalizationScripts, personalization.PersonalizationScriptId, "PersonalizationScript", cancellationToken).ConfigureAwait(false);
        await call.RequireOwnAsync(call.Db.Certificates, personalization.CertificateId, "Certificate", cancellationToken).ConfigureAwait(false);
    }

    private static void Demand(bool condition, string attribute, string format)
    {
        if (!condition)
        {
            throw Faults.InvalidFormat("true", attribute, format);
        }
    }
}
