using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsms.Api.Admin;
using Tsms.Backend.Hosting;
using Tsms.Backend.Providers;
using Tsms.Backend.Tests.Storage;

namespace Tsms.Backend.Tests.Rest;

/// <summary>A backend with options of its own, for tests of options.</summary>
internal sealed class OwnBackend : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _directory;

    private OwnBackend(WebApplication app, string directory, ManualTime time)
    {
        (_app, _directory, Time) = (app, directory, time);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public ManualTime Time { get; }

    public HttpClient Http { get; }

    public Uri Address => Http.BaseAddress!;

    public ProviderAdmin Providers => _app.Services.GetRequiredService<ProviderAdmin>();

    /// <param name="with">Changes the options; the data directory is made already.</param>
    /// <param name="configuration">Configuration of the host, as an operator's files have it.</param>
    public static async Task<OwnBackend> StartAsync(Func<TsmsBackendOptions, TsmsBackendOptions> with, params (string Key, string Value)[] configuration)
    {
        var directory = Directory.CreateTempSubdirectory("tsms-own-").FullName;
        var time = new ManualTime();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        foreach (var (key, value) in configuration)
        {
            builder.Configuration[key] = value;
        }

        builder.Services.AddSingleton<TimeProvider>(time);
        builder.AddTsmsBackend(with(TestDatabase.On(new TsmsBackendOptions { Urls = "http://127.0.0.1:0", DataDirectory = directory })));
        var app = builder.Build();
        app.MapTsmsAdmin();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new OwnBackend(app, directory, time);
    }

    /// <summary>A short-term token for these credentials.</summary>
    public static async Task<string> TokenAsync(HttpClient http, ProviderCredentials credentials) =>
        JsonSerializer.Deserialize<string>(await RestAssert.SuccessAsync(AuthAsync(http, credentials)))!;

    public static async Task<HttpResponseMessage> AuthAsync(HttpClient http, ProviderCredentials credentials)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AdminPaths.Auth) { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
        var pair = $"{credentials.ClientId}:{credentials.ClientSecret}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Asks for the account: the simplest operation with a token.</summary>
    public static async Task<HttpResponseMessage> AccountAsync(HttpClient http, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AdminPaths.Account);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<ProviderCredentials> NewProviderAsync() => Providers.CreateAsync("Provider", ["F054534D53"], cancellationToken: TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await TestDatabase.DropAsync(_directory);
        Directory.Delete(_directory, recursive: true);
    }
}
