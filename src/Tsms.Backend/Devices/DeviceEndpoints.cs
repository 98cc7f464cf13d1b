using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tsms.Api.Device;
using Tsms.Api.Device.Seram;

namespace Tsms.Backend.Devices;

/// <summary>The device door: control messages under /device/v1 and GlobalPlatform SERAM 2.0.</summary>
public static class DeviceEndpoints
{
    /// <summary>Opens the device door. What is wrong with a request's form is 400, an unknown session 404; all else is told in the answers.</summary>
    public static IEndpointRouteBuilder MapTsmsDevice(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var json = DeviceJson.Default;
        Map(app, DevicePaths.Availability, json.AvailabilityRequest, json.AvailabilityResponse, (s, r, c) => s.GetRequiredService<InstanceService>().CheckAsync(r, c));
        Map(app, DevicePaths.CreateInstance, json.CreateInstanceRequest, json.CreateInstanceResponse, (s, r, c) => s.GetRequiredService<InstanceService>().CreateAsync(r, c));
        Map(app, DevicePaths.ListInstances, json.ListInstancesRequest, json.ListInstancesResponse, (s, r, c) => s.GetRequiredService<InstanceService>().ListAsync(r, c));
        Map(app, DevicePaths.StartProcess, json.StartProcessRequest, json.StartProcessResponse, (s, r, c) => s.GetRequiredService<ProcessService>().StartAsync(r, c));
        Map(app, DevicePaths.AbortProcess, json.AbortProcessRequest, json.ProcessNotice, (s, r, c) => s.GetRequiredService<ProcessService>().AbortAsync(r, c));
        MapSeram(app, SeramPaths.Handshake, json.RamHandshakeCommand, json.RamHandshakeResponse, (process, command, _) => Task.FromResult(process.Door.Handshake(command)));
        MapSeram(
            app, SeramPaths.RemoteManagement, json.RemoteManagementReport, json.RemoteManagementOrder,
            async (process, report, cancel) => await process.Door.ReportAsync(report, cancel).ConfigureAwait(false));
        return app;
    }

    private static void Map<TRequest, TResponse>(
        IEndpointRouteBuilder app, string path, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType,
        Func<IServiceProvider, TRequest, CancellationToken, Task<TResponse>> handle) where TRequest : class =>
        app.MapPost(path, async context =>
        {
            if (await ReadAsync(context, requestType).ConfigureAwait(false) is { } request)
            {
                var response = await handle(context.RequestServices, request, context.RequestAborted).ConfigureAwait(false);
                await context.Response.WriteAsJsonAsync(response, responseType, cancellationToken: context.RequestAborted).ConfigureAwait(false);
            }
        });

    private static void MapSeram<TRequest, TResponse>(
        IEndpointRouteBuilder app, string path, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType,
        Func<DeploymentProcess, TRequest, CancellationToken, Task<TResponse?>> handle) where TRequest : class where TResponse : class =>
        app.MapPost(path, async context => await SeramAsync(context, requestType, responseType, handle).ConfigureAwait(false));

    private static async Task SeramAsync<TRequest, TResponse>(
        HttpContext context, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType, Func<DeploymentProcess, TRequest, CancellationToken, Task<TResponse?>> handle)
        where TRequest : class where TResponse : class
    {
        if (await ReadAsync(context, requestType).ConfigureAwait(false) is not { } request)
        {
            return;
        }

        if (context.RequestServices.GetRequiredService<ProcessRegistry>().FindSession(context.Request.Query["sessionId"].ToString()) is not { } process)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (await handle(process, request, context.RequestAborted).ConfigureAwait(false) is { } response)
        {
            await context.Response.WriteAsJsonAsync(response, responseType, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    private static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type) where T : class
    {
        var options = context.RequestServices.GetRequiredService<TsmsEngineOptions>();
        if (options.AccessToken is { } token && !IsBearer(context.Request.Headers.Authorization.ToString(), token))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = options.MaxBodyBytes;
        }

        try
        {
            if (await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted).ConfigureAwait(false) is { } request && IsComplete(request))
            {
                return request;
            }

            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        catch (JsonException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        catch (BadHttpRequestException e)
        {
            context.Response.StatusCode = e.StatusCode;
        }

        return null;
    }

    /// <summary>JSON may leave out what the types promise; then it is no such message.</summary>
    private static bool IsComplete(object request) => request switch
    {
        AvailabilityRequest r => IsComplete(r.Device) && r is { ServiceId: not null, Version: not null },
        CreateInstanceRequest r => IsComplete(r.Device) && r is { ServiceId: not null, Version: not null },
        ListInstancesRequest r => IsComplete(r.Device) && r is { ServiceId: not null },
        StartProcessRequest r => IsComplete(r.Device) && r is { Operation: not null, Commands: not null } && r.Commands.All(c => c is { Kind: not null }),
        AbortProcessRequest r => IsComplete(r.Device) && r is { ProcessId: not null },
        RamHandshakeCommand r => r.SecureElements is not null,
        RemoteManagementReport r => r.LocalAgentStatus is { LocalAgentStatusEnum: not null }
            && (r.RamResponses?.All(x => x is not null && x.ListOfRAPDU?.Contains(null!) != true) ?? true),
        _ => true,
    };

    private static bool IsComplete(DeviceContext? device) =>
        device is { DeviceAppId: not null, SecureComponents: not null } && device.SecureComponents.All(sc => sc is { Reader: not null, Type: not null });

    private static bool IsBearer(string header, string token) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(header)), SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {token}")));
}
