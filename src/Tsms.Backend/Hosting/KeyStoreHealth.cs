using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tsms.Keys;

namespace Tsms.Backend.Hosting;

/// <summary>Ready means: the key store answers too. Where no engine is there is none.</summary>
internal sealed class KeyStoreHealth(IKeyStore keys) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await keys.ListKeySetsAsync(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (KeyStoreException e)
        {
            return HealthCheckResult.Unhealthy("the key store does not answer", e);
        }
    }
}
