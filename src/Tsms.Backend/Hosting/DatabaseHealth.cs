using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tsms.Backend.Data;

namespace Tsms.Backend.Hosting;

/// <summary>Ready means: the database answers a query on our own tables.</summary>
internal sealed class DatabaseHealth(IDbContextFactory<CatalogDb> databases) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using (db.ConfigureAwait(false))
            {
                await db.Providers.AnyAsync(cancellationToken).ConfigureAwait(false);
                return HealthCheckResult.Healthy();
            }
        }
        catch (System.Data.Common.DbException e)
        {
            return HealthCheckResult.Unhealthy("the database does not answer", e);
        }
    }
}
