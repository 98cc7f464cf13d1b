using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsms.Issuer;
using Tsms.Issuer.Cards;
using Tsms.Issuer.Hosting;
using Tsms.Keys;

namespace Tsms.Backend.Tests.Devices;

/// <summary>The real issuer's TSM in this process. TLS is left out; the client certificate that it would have shown is put in its place.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string TsmDomain = "F054534D530000";
    public const string TransportKey = "transport";

    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;

    private TestIssuer(WebApplication app, SoftwareKeyStore keys, X509Certificate2 certificate) => (_app, Keys, _certificate) = (app, keys, certificate);

    public SoftwareKeyStore Keys { get; }

    /// <summary>False: connections are refused.</summary>
    public bool Reachable { get; set; } = true;

    public static async Task<TestIssuer> StartAsync(string directory, byte[] transportKey, RandomNumberGenerator random)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = new CertificateRequest("CN=tsm", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        var keys = SoftwareKeyStore.CreateInMemory(random);
        await keys.ImportSecretKeyAsync(TransportKey, SecretKeyPurpose.Transport, transportKey, default);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddTsmsIssuer(
            new IssuerOptions
            {
                DataDirectory = directory,
                Partners = [new IssuerPartner("tsm", certificate.GetCertHashString(HashAlgorithmName.SHA256), TsmDomain, TransportKey)],
            },
            keys);
        var app = builder.Build();
        app.Use((context, next) =>
        {
            context.Connection.ClientCertificate = certificate;
            return next(context);
        });
        app.MapTsmsIssuer();
        await app.Services.PrepareTsmsIssuerAsync(default);
        await app.StartAsync();
        return new TestIssuer(app, keys, certificate);
    }

    /// <summary>Enters a card with its keys (ENC, MAC, DEK one after another).</summary>
    public async Task AddCardAsync(string cplc, byte keyVersion, byte[] keys)
    {
        await Keys.ImportKeySetAsync(new KeySetReference($"isd/{cplc}", keyVersion), keys, Diversification.None, false, default);
        await _app.Services.GetRequiredService<CardRegister>().AddAsync(cplc, $"isd/{cplc}", keyVersion, keys.Length / 3, default);
    }

    public HttpClient CreateClient() => new(new Switch(this, _app.GetTestServer().CreateHandler())) { BaseAddress = new Uri("https://issuer.test/") };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Keys.DisposeAsync();
        _certificate.Dispose();
    }

    private sealed class Switch(TestIssuer issuer, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            issuer.Reachable ? base.SendAsync(request, cancellationToken) : throw new HttpRequestException("Connection refused.");
    }
}
