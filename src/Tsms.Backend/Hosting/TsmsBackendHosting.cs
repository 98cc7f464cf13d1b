using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tsms.Api.Admin;
using Tsms.Backend.Auth;
using Tsms.Backend.Catalog;
using Tsms.Backend.Data;
using Tsms.Backend.Documents;
using Tsms.Backend.Errors;
using Tsms.Backend.Notifications;
using Tsms.Backend.Profiles;
using Tsms.Backend.Providers;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Hosting;

/// <summary>Puts the TSM-Backend into an ASP.NET Core application.</summary>
public static class TsmsBackendHosting
{
    /// <summary>Tag of the checks that readiness asks.</summary>
    internal const string Ready = "ready";

    /// <summary>A database that takes longer is as good as none: whoever asks for readiness waits no longer.</summary>
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(5);

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
        if (options.ClientCertificates != ClientCertificates.None)
        {
            // Whose certificate it is tells its thumbprint, so any one passes the handshake, which proves that the client has the key.
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>
            {
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.AllowAnyClientCertificate();
            }));
        }

        AddBackendServices(builder.Services, options);
        builder.Services.AddHostedService<BackendStartup>();
        builder.Services.AddSingleton<ShortTermTokens>();
        builder.Services.AddSingleton<Standings>();
        builder.Services.AddSingleton<Authenticator>();
        builder.Services.AddSingleton<AnswerCache>();
        builder.Services.AddSingleton<RestPipeline>();
        builder.Services.AddSingleton<ProviderLimits>();
        builder.Services.AddSingleton<LoginLimits>();
        builder.Services.AddHostedService<ProfileRefresh>();
        builder.AddTelemetry();
        if (options.Role != BackendRole.Device)
        {
            builder.Services.AddOutbox();
        }

        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", failureStatus: null, tags: [Ready], timeout: HealthTimeout);
        return builder;
    }

    /// <summary>
    /// Opens the administration door: the REST-API of TR-03165 4.1 below <see cref="AdminPaths.Base"/>, its OpenAPI document at /openapi/v1.json and /openapi/v1.yaml, and a
    /// page to read and try it at /scalar. The role Device has none of them, so there it does nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">TokenSigningKeyFile holds no P-256 private key.</exception>
    public static WebApplication MapTsmsAdmin(this WebApplication app)
    {
        if (app.Services.GetRequiredService<TsmsBackendOptions>().Role == BackendRole.Device)
        {
            return app;
        }

        // A signing key that cannot be read ends the start, not the first request.
        app.Services.GetRequiredService<ShortTermTokens>();
        app.UseWhen(context => context.Request.Path.StartsWithSegments(AdminPaths.Base, StringComparison.OrdinalIgnoreCase), branch => branch.UseMiddleware<RestFaultMiddleware>());
        var api = app.MapGroup(AdminPaths.Base);
        AuthEndpoints.Map(api);
        app.MapNoticeKeys();
        var pipeline = app.Services.GetRequiredService<RestPipeline>();
        foreach (var operation in RestOperations.All)
        {
            pipeline.Map(api, operation);
        }

        app.MapDocuments();
        return app;
    }

    /// <summary>/health/live: the process answers. /health/ready: the database does too.</summary>
    public static WebApplication MapTsmsHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) });
        return app;
    }

    /// <summary>What needs no web server, so that operators' tools use it too.</summary>
    internal static IServiceCollection AddBackendServices(IServiceCollection services, TsmsBackendOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => RandomNumberGenerator.Create());
        services.AddTsmsDbContext<CatalogDb>();
        services.AddTsmsDbContext<EngineDb>();
        services.AddSingleton<CatalogChanges>();
        services.AddSingleton<LongTermTokens>();
        services.AddSingleton(provider => new ProviderAdmin(
            provider.GetRequiredService<IDbContextFactory<CatalogDb>>(), provider.GetRequiredService<LongTermTokens>(), options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ProfileStore>();
        services.AddSingleton<ProfileImpacts>();
        services.AddSingleton(provider => new ProfileAdmin(
            options, provider.GetRequiredService<ProfileStore>(), provider.GetRequiredService<CatalogChanges>(), provider.GetRequiredService<ProfileImpacts>()));
        services.AddSingleton(provider => new WebhookAdmin(
            options, provider.GetRequiredService<IDbContextFactory<CatalogDb>>(), provider.GetRequiredService<CatalogChanges>()));
        services.AddSingleton(provider => new OperatorConsole(provider));
        services.AddTransient(provider => provider.GetRequiredService<ProfileStore>().Current);
        services.AddSingleton<IProfileMatcher, HintMatcher>();
        return services;
    }
}
