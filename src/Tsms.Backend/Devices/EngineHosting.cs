using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Tsms.Backend.Catalog;
using Tsms.Backend.Data;
using Tsms.Backend.Hosting;
using Tsms.Backend.Issuers;
using Tsms.Keys;

namespace Tsms.Backend.Devices;

/// <summary>Registers the engine.</summary>
public static class EngineHosting
{
    /// <summary>
    /// Registers the engine: life cycle, planner, issuers, device door. It needs what AddTsmsBackend registers (options, clock, chance, catalog database) and an
    /// <see cref="IKeyStore"/>, which stays the caller's to dispose of unless it is registered by type.
    /// </summary>
    /// <exception cref="ArgumentException">The options are not valid; the message tells all that is wrong.</exception>
    public static IServiceCollection AddTsmsEngine(this IServiceCollection services, TsmsEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = options.Validate();
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", faults), nameof(options));
        }

        services.AddSingleton(options);
        services.AddTsmsDbContext<EngineDb>();
        services.AddSingleton<EngineStore>();
        services.AddSingleton<ProcessRegistry>();
        services.AddSingleton<InstanceService>();
        services.AddSingleton<ProcessService>();
        services.TryAddSingleton<IIssuerDirectory>(_ => new IssuerDirectory(options.Issuers));
        services.TryAddSingleton<ICatalog, RestCatalog>();
        services.AddHostedService<EngineStartup>();
        services.AddHostedService<BinarySweep>();
        services.AddHealthChecks().AddCheck<KeyStoreHealth>("key store", tags: [TsmsBackendHosting.Ready]);
        return services;
    }
}

/// <summary>After the tables are there and before the first request: ends what an earlier run left behind.</summary>
internal sealed class EngineStartup(EngineStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => store.EndAbandonedAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
