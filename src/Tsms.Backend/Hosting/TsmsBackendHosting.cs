using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tsms.Backend.Data;

namespace Tsms.Backend.Hosting;

/// <summary>Puts the TSM-Backend into an ASP.NET Core application.</summary>
public static partial class TsmsBackendHosting
{
    /// <summary>
    /// Registers what every role needs: options, clock, chance, database, start-up checks. Register a TimeProvider or RandomNumberGenerator before to replace them.
    /// </summary>
    /// <exception cref="ArgumentException">The options are not valid; the message tells all that is wrong.</exception>
    public static WebApplicationBuilder AddTsmsBackend(this WebApplicationBuilder builder, TsmsBackendOptions options)
    {
        var faults = options.Validate();
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", faults), nameof(options));
        }

        builder.WebHost.UseUrls(options.Urls.Split(';'));
        AddBackendServices(builder.Services, options);
        builder.Services.AddHostedService<BackendStartup>();
        return builder;
    }

    /// <summary>What needs no web server, so that operators' tools use it too.</summary>
    internal static IServiceCollection AddBackendServices(IServiceCollection services, TsmsBackendOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => RandomNumberGenerator.Create());
        services.AddTsmsDbContext<CatalogDb>();
        return services;
    }
}
