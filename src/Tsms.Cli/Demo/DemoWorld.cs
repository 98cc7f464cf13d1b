using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsms.Backend.Devices;
using Tsms.Backend.Hosting;
using Tsms.Backend.Issuers;
using Tsms.Backend.Profiles;
using Tsms.Backend.Providers;
using Tsms.Cli.Output;
using Tsms.Cli.Phones;
using Tsms.Cli.Servers;
using Tsms.Issuer;
using Tsms.Issuer.Cards;
using Tsms.Issuer.Hosting;
using Tsms.Keys;
using Tsms.SmartCard.Omapi;

namespace Tsms.Cli.Demo;

/// <summary>
/// Everybody of the story in one process, on loopback: issuer and TSM-Backend on sockets of their own with mutual TLS between them, each with its keys and its
/// database in a throw-away folder.
/// </summary>
internal sealed class DemoWorld : IAsyncDisposable
{
    private const string TsmDomain = "F054534D530000";
    private const string TransportKey = "transport/demo";

    private readonly string _directory = ThrowAwayFolder.Make("tsms-demo-");
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private readonly SoftwareKeyStore _issuerKeys;
    private readonly SoftwareKeyStore _tsmKeys;
    private readonly X509Certificate2 _issuerCertificate;
    private readonly X509Certificate2 _tsmCertificate;
    private readonly X509Certificate2 _appCertificate;
    private readonly TimeProvider _time;
    private WebApplication? _issuer;
    private WebApplication? _backend;

    private DemoWorld(TimeProvider time)
    {
        _time = time;
        _issuerKeys = SoftwareKeyStore.CreateInMemory(_random);
        _tsmKeys = SoftwareKeyStore.CreateInMemory(_random);
        _issuerCertificate = SelfSigned.Make("Demo issuer", time, TimeSpan.FromDays(1));
        _tsmCertificate = SelfSigned.Make("Demo TSM", time, TimeSpan.FromDays(1));
        _appCertificate = SelfSigned.Make("Demo app", time, TimeSpan.FromDays(1));
    }

    /// <summary>Base address of REST-API and device door.</summary>
    public Uri BackendAddress { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The operator's hand on service providers.</summary>
    public ProviderAdmin Providers => _backend!.Services.GetRequiredService<ProviderAdmin>();

    /// <summary>The operator's hand on secure component profiles.</summary>
    public ProfileAdmin Profiles => _backend!.Services.GetRequiredService<ProfileAdmin>();

    /// <summary>Starts issuer and backend.</summary>
    public static async Task<DemoWorld> StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var world = new DemoWorld(time);
        try
        {
            await world.StartAsync(cancellationToken).ConfigureAwait(false);
            return world;
        }
        catch
        {
            await world.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Gets a card, enters it at the issuer and puts it into a phone.</summary>
    public async Task<DemoPhone> MakePhoneAsync(DemoCardChoice choice, CancellationToken cancellationToken)
    {
        var cards = new DemoCards(_issuerKeys, _issuer!.Services.GetRequiredService<CardRegister>(), _random, _time);
        var card = await cards.GetAsync(choice, cancellationToken).ConfigureAwait(false);
        var phone = new Phone(card.Card, BackendAddress, CallerIdentity.OfCertificate(_appCertificate.RawData, "org.example.app"), _time);
        return new DemoPhone(phone, card, _issuerKeys, _random);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var app in new[] { _backend, _issuer })
        {
            if (app is not null)
            {
                await app.DisposeAsync().ConfigureAwait(false);
            }
        }

        await _tsmKeys.DisposeAsync().ConfigureAwait(false);
        await _issuerKeys.DisposeAsync().ConfigureAwait(false);
        _issuerCertificate.Dispose();
        _tsmCertificate.Dispose();
        _appCertificate.Dispose();
        _random.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, true);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var transportKey = new byte[32];
        _random.GetBytes(transportKey);
        await _issuerKeys.ImportSecretKeyAsync(TransportKey, SecretKeyPurpose.Transport, transportKey, cancellationToken).ConfigureAwait(false);
        await _tsmKeys.ImportSecretKeyAsync(TransportKey, SecretKeyPurpose.Transport, transportKey, cancellationToken).ConfigureAwait(false);
        CryptographicOperations.ZeroMemory(transportKey);
        _issuer = await StartIssuerAsync(cancellationToken).ConfigureAwait(false);
        _backend = await StartBackendAsync(AddressOf(_issuer), cancellationToken).ConfigureAwait(false);
        BackendAddress = AddressOf(_backend);
    }

    private async Task<WebApplication> StartIssuerAsync(CancellationToken cancellationToken)
    {
        var builder = NewBuilder();
        builder.WebHost.UseUrls("https://127.0.0.1:0").UseTsmsIssuerTls(_issuerCertificate);
        builder.Services.AddTsmsIssuer(
            new IssuerOptions
            {
                DataDirectory = Path.Combine(_directory, "issuer"),
                Partners = [new IssuerPartner("Demo TSM", _tsmCertificate.GetCertHashString(HashAlgorithmName.SHA256), TsmDomain, TransportKey)],
            },
            _issuerKeys);
        var app = builder.Build();
        await app.Services.PrepareTsmsIssuerAsync(cancellationToken).ConfigureAwait(false);
        app.MapTsmsIssuer();
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        return app;
    }

    private async Task<WebApplication> StartBackendAsync(Uri issuerAddress, CancellationToken cancellationToken)
    {
        var clientCertificate = Path.Combine(_directory, "tsm.p12");
        await File.WriteAllBytesAsync(clientCertificate, _tsmCertificate.Export(X509ContentType.Pkcs12), cancellationToken).ConfigureAwait(false);
        var builder = NewBuilder();
        builder.AddTsmsBackend(new TsmsBackendOptions
        {
            DataDirectory = Path.Combine(_directory, "backend"),
            Urls = "http://127.0.0.1:0",
            CapVerification = CapVerification.Off, // what a file does on a card is shown by the card; tsms cap verify judges it
        });
        builder.Services.AddSingleton<IKeyStore>(_tsmKeys);
        builder.Services.AddTsmsEngine(new TsmsEngineOptions
        {
            Issuers =
            [
                new TsmsIssuerOptions
                {
                    Name = "Demo issuer",
                    BaseAddress = issuerAddress,
                    ClientCertificateFile = clientCertificate,
                    ServerCertificateSha256 = _issuerCertificate.GetCertHashString(HashAlgorithmName.SHA256),
                    TsmSecurityDomain = TsmDomain,
                    TransportKey = TransportKey,
                },
            ],
        });
        var app = builder.Build();
        app.MapTsmsAdmin();
        app.MapTsmsDevice();
        app.MapTsmsHealth();
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        return app;
    }

    private WebApplicationBuilder NewBuilder()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = _directory });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(_time);
        return builder;
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
}
