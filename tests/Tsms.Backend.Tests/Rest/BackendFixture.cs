using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Hosting;
using Tsms.Backend.Notifications;
using Tsms.Backend.Profiles;
using Tsms.Backend.Providers;
using Tsms.Backend.Tests.Storage;

namespace Tsms.Backend.Tests.Rest;

/// <summary>A backend with its administration door on a free port of loopback and a throw-away database.</summary>
public sealed class BackendFixture : IAsyncLifetime
{
    /// <summary>Largest upload of the tests' backend, in bytes.</summary>
    public const int MaxUpload = 64 * 1024;

    private readonly string _directory = Directory.CreateTempSubdirectory("tsms-rest-").FullName;
    private readonly ManualTime _time = new();
    private WebApplication? _app;

    public HttpClient Http { get; private set; } = null!;

    /// <summary>Changes the options, for tests that start a backend of their own.</summary>
    internal Func<TsmsBackendOptions, TsmsBackendOptions> With { get; init; } = options => options;

    internal ManualTime Time => _time;

    internal string DataDirectory => _directory;

    /// <summary>The fault port: breaks off writes to the database.</summary>
    internal WriteFaults Faults { get; } = new();

    public ProviderAdmin Providers => _app!.Services.GetRequiredService<ProviderAdmin>();

    public IServiceProvider Services => _app!.Services;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton<IFaultPort, HeaderFaults>();
        builder.Services.AddSingleton<IInterceptor>(Faults);
        builder.AddTsmsBackend(With(TestDatabase.On(new TsmsBackendOptions { Urls = "http://127.0.0.1:0", DataDirectory = _directory, MaxUploadBytes = MaxUpload, MaxBodyBytes = 16 * 1024 })));

        // Tests look into the outbox and at the profiles themselves, when they want to.
        foreach (var loop in builder.Services.Where(s => s.ImplementationType == typeof(OutboxLoop) || s.ImplementationType == typeof(ProfileRefresh)).ToList())
        {
            builder.Services.Remove(loop);
        }

        _app = builder.Build();
        _app.MapTsmsAdmin();
        _app.MapTsmsHealth();
        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Http = new HttpClient(new DocumentedAnswers()) { BaseAddress = new Uri(address) };
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app!.DisposeAsync();
        await TestDatabase.DropAsync(_directory);
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A new service provider with the RIDs of the sample applets.</summary>
    internal async Task<Tenant> NewTenantAsync(params string[] rids)
    {
        var credentials = await Providers.CreateAsync("Provider", rids.Length == 0 ? ["F054534D53"] : rids, cancellationToken: TestContext.Current.CancellationToken);
        var client = new TsmsAdminClient(Http, credentials.ClientId, credentials.ClientSecret);
        return new Tenant(this, credentials, client, await client.AuthenticateAsync(TestContext.Current.CancellationToken));
    }
}

/// <summary>A service provider of a test: its typed client, and raw requests with its token.</summary>
internal sealed record Tenant(BackendFixture Backend, ProviderCredentials Credentials, TsmsAdminClient Client, string Token)
{
    /// <summary>Sends a request below the TSM base URL; with fault the backend fails inside.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        string method, string path, HttpContent? content = null, bool withToken = true, AuthenticationHeaderValue? authorization = null, bool fault = false)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), AdminPaths.Base + path) { Content = content };
        if (withToken)
        {
            request.Headers.Authorization = authorization ?? new AuthenticationHeaderValue("Bearer", Token);
        }

        if (fault)
        {
            request.Headers.Add(HeaderFaults.Header, "1");
        }

        return await Backend.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> JsonAsync(string method, string path, string json) => SendAsync(method, path, Json(json));

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}

/// <summary>Fails requests that ask for it by a header.</summary>
internal sealed class HeaderFaults : IFaultPort
{
    public const string Header = "X-Test-Fault";

    public void Pass(string operationId, HttpContext context)
    {
        if (context.Request.Headers.ContainsKey(Header))
        {
            throw new InvalidOperationException($"{operationId} was asked to fail.");
        }
    }
}
