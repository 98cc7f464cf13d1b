using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Tsms.Backend.Notifications;

/// <summary>Registers the outbox.</summary>
internal static class NotificationHosting
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>The sender runs where the administration door is; one that is enough for all.</summary>
    public static IServiceCollection AddOutbox(this IServiceCollection services)
    {
        // No redirects: a notice goes where the operator said. Attempts are the outbox's affair, so the client itself tries once.
        services.AddHttpClient(OutboxSender.ClientName, client => client.Timeout = Timeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Timeout });
        services.AddSingleton<NoticeSigner>();
        services.AddSingleton<OutboxSender>();
        services.AddHostedService<OutboxLoop>();
        return services;
    }

    /// <summary>The public key that verifies notices.</summary>
    public static void MapNoticeKeys(this IEndpointRouteBuilder endpoints) => endpoints.MapGet(NoticeSigner.KeysPath, (RequestDelegate)(context =>
    {
        context.Response.ContentType = "application/jwk-set+json";
        return context.Response.WriteAsync(context.RequestServices.GetRequiredService<NoticeSigner>().PublicKeys, context.RequestAborted);
    }));
}
