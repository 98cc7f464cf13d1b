using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsms.Api.Issuer;
using Tsms.Issuer.Cards;
using Tsms.Issuer.Data;
using Tsms.Issuer.Hosting;
using Tsms.Keys;

namespace Tsms.Issuer.Tests;

/// <summary>An issuer's TSM on Kestrel with mutual TLS, on a free port of the loopback, with two partners.</summary>
internal sealed class IssuerHost : IAsyncDisposable
{
    public const string TsmDomain = "F054534D530000";
    public const string OtherDomain = "F054534D530001";
    public const string TransportKey = "transport";

    private readonly WebApplication _app;
    private readonly X509Certificate2 _server;

    private IssuerHost(WebApplication app, X509Certificate2 server, IKeyStore keys) => (_app, _server, Keys) = (app, server, keys);

    public IKeyStore Keys { get; }

    public CardRegister Cards => _app.Services.GetRequiredService<CardRegister>();

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<IssuerHost> StartAsync(
        string directory, IKeyStore keys, X509Certificate2 tsm, X509Certificate2? otherTsm = null, TimeProvider? time = null, string transportKey = TransportKey)
    {
        var server = Certificates.Make("issuer");
        IssuerPartner[] partners =
        [
            new("tsm", tsm.Thumbprint(), TsmDomain, transportKey),
            .. otherTsm is null ? [] : new[] { new IssuerPartner("other", otherTsm.Thumbprint().ToLowerInvariant(), OtherDomain, transportKey) },
        ];
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("https://127.0.0.1:0").UseTsmsIssuerTls(server);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.Services.AddTsmsIssuer(new IssuerOptions { DataDirectory = directory, Partners = partners }, keys);
        var app = builder.Build();
        app.MapTsmsIssuer();
        await app.Services.PrepareTsmsIssuerAsync(TestContext.Current.CancellationToken);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new IssuerHost(app, server, keys);
    }

    /// <summary>A client that shows this certificate, or none, and knows the issuer's.</summary>
    public IssuerClient Connect(X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = certificate is null ? null : [certificate],
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is X509Certificate2 c && c.Thumbprint() == _server.Thumbprint(),
            },
        };
        return new IssuerClient(new HttpClient(handler) { BaseAddress = Address });
    }

    /// <summary>State of the TSM's domain as the database has it; null when there is no row.</summary>
    public async Task<TsmDomainState?> DomainStateAsync(string partner = "tsm")
    {
        await using var db = await _app.Services.GetRequiredService<IDbContextFactory<IssuerDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        return (await db.TsmDomains.AsNoTracking().SingleOrDefaultAsync(d => d.Partner == partner, TestContext.Current.CancellationToken))?.State;
    }

    /// <summary>Names of key sets made for a handover that the key store still holds.</summary>
    public async Task<IReadOnlyList<string>> HandoversAsync() =>
        [.. (await Keys.ListKeySetsAsync(TestContext.Current.CancellationToken)).Select(k => k.Reference.Name).Where(n => n.StartsWith("handover/", StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _server.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}

/// <summary>The TSM's side of the connection: messages in, answers or refusals out.</summary>
internal sealed class IssuerClient(HttpClient http) : IDisposable
{
    public Task<AuthorizeResponse> AuthorizeAsync(string? cplc, string operation = "deploy") => PostAsync(
        IssuerPaths.Authorize, new AuthorizeRequest(new CardHint(null, cplc, null, null, null), "process 1", "SP", operation, []), IssuerJson.Default.AuthorizeRequest, IssuerJson.Default.AuthorizeResponse);

    public Task<SessionStep> OpenAsync(string authorization, string purpose, string domain = IssuerHost.TsmDomain) => PostAsync(
        IssuerPaths.OpenSession, new OpenSessionRequest(authorization, purpose, domain), IssuerJson.Default.OpenSessionRequest, IssuerJson.Default.SessionStep);

    public Task<SessionStep> ContinueAsync(string session, params IReadOnlyList<string> answers) => PostAsync(
        IssuerPaths.Continue.Replace("{0}", session, StringComparison.Ordinal), new CardAnswers(answers), IssuerJson.Default.CardAnswers, IssuerJson.Default.SessionStep);

    /// <summary>Posts text as it is.</summary>
    public async Task<(HttpStatusCode Status, IssuerError Error)> PostTextAsync(string path, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync(IssuerJson.Default.IssuerError, TestContext.Current.CancellationToken))!);
    }

    public void Dispose() => http.Dispose();

    private async Task<TResponse> PostAsync<TRequest, TResponse>(string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType)
    {
        using var response = await http.PostAsJsonAsync(path, request, requestType, TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode
            ? (await response.Content.ReadFromJsonAsync(responseType, TestContext.Current.CancellationToken))!
            : throw new RefusedException(response.StatusCode, (await response.Content.ReadFromJsonAsync(IssuerJson.Default.IssuerError, TestContext.Current.CancellationToken))!);
    }
}

/// <summary>The issuer refused.</summary>
internal sealed class RefusedException(HttpStatusCode status, IssuerError error) : Exception($"{(int)status} {error.Code}: {error.Message}")
{
    public HttpStatusCode Status { get; } = status;

    public string Code { get; } = error.Code;

    /// <summary>Asserts that the issuer refuses so, and gives its text.</summary>
    public static async Task<string> ExpectAsync(HttpStatusCode status, string code, Func<Task> action)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(action);
        Assert.Equal((status, code), (refused.Status, refused.Code));
        return refused.Message;
    }
}
