using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Tests.Rest;

/// <summary>Mutual TLS and tokens bound to the client's certificate (RFC 8705).</summary>
public sealed class ClientCertificateTests : IDisposable
{
    private readonly X509Certificate2 _server = SampleFiles.NewCertificate();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Token_FetchedWithACertificate_WorksWithThatOneOnly()
    {
        await using var own = await StartAsync(ClientCertificates.Allowed);
        using var certificate = SampleFiles.NewCertificate("CN=client");
        using var another = SampleFiles.NewCertificate("CN=client");
        using var with = Client(own, certificate);
        using var without = Client(own, null);
        using var wrong = Client(own, another);
        var provider = await own.NewProviderAsync();
        var bound = await OwnBackend.TokenAsync(with, provider);
        await RestAssert.SuccessAsync(OwnBackend.AccountAsync(with, bound));
        Assert.Contains("bound to a client certificate", await RestAssert.FaultAsync(1000, OwnBackend.AccountAsync(without, bound)), StringComparison.Ordinal);
        await RestAssert.FaultAsync(1000, OwnBackend.AccountAsync(wrong, bound));

        // One that was fetched without is bound to none.
        await RestAssert.SuccessAsync(OwnBackend.AccountAsync(wrong, await OwnBackend.TokenAsync(without, provider)));
    }

    [Fact]
    public async Task LongTermToken_WithRegisteredCertificate_NeedsIt()
    {
        await using var own = await StartAsync(ClientCertificates.Allowed);
        using var certificate = SampleFiles.NewCertificate("CN=client");
        using var another = SampleFiles.NewCertificate("CN=client");
        using var with = Client(own, certificate);
        using var without = Client(own, null);
        using var wrong = Client(own, another);
        var provider = await own.NewProviderAsync();
        var registered = await own.Providers.IssueTokenAsync(provider.Id, certificate, TestContext.Current.CancellationToken);
        Assert.Equal([false, true], (await own.Providers.ListTokensAsync(provider.Id, TestContext.Current.CancellationToken))
            .OrderBy(t => t.ClientId == registered.ClientId).Select(t => t.CertificateThumbprint is { Length: 43 }));
        await RestAssert.FaultAsync(1001, OwnBackend.AuthAsync(without, registered));
        await RestAssert.FaultAsync(1001, OwnBackend.AuthAsync(wrong, registered));
        await RestAssert.SuccessAsync(OwnBackend.AccountAsync(with, await OwnBackend.TokenAsync(with, registered)));
    }

    [Fact]
    public async Task Token_WhereCertificatesAreRequired_IsNotGivenWithoutOne()
    {
        await using var own = await StartAsync(ClientCertificates.Required);
        using var certificate = SampleFiles.NewCertificate("CN=client");
        using var with = Client(own, certificate);
        using var without = Client(own, null);
        var provider = await own.NewProviderAsync();
        await RestAssert.FaultAsync(1001, OwnBackend.AuthAsync(without, provider));
        await RestAssert.SuccessAsync(OwnBackend.AccountAsync(with, await OwnBackend.TokenAsync(with, provider)));
    }

    [Fact]
    public void Options_CertificatesOverPlainHttp_AreRefused() =>
        Assert.Contains("ClientCertificates", Assert.Single(new TsmsBackendOptions { ClientCertificates = ClientCertificates.Required }.Validate()), StringComparison.Ordinal);

    private async Task<OwnBackend> StartAsync(ClientCertificates use)
    {
        var (pem, key) = (Path.GetTempFileName(), Path.GetTempFileName());
        await File.WriteAllTextAsync(pem, _server.ExportCertificatePem());
        using (var secret = _server.GetECDsaPrivateKey()!)
        {
            await File.WriteAllTextAsync(key, secret.ExportPkcs8PrivateKeyPem());
        }

        var own = await OwnBackend.StartAsync(
            o => o with { Urls = "https://127.0.0.1:0", ClientCertificates = use }, ("Kestrel:Certificates:Default:Path", pem), ("Kestrel:Certificates:Default:KeyPath", key));
        File.Delete(pem);
        File.Delete(key);
        return own;
    }

    private HttpClient Client(OwnBackend own, X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler();

        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _server.GetCertHashString();
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        return new HttpClient(handler) { BaseAddress = own.Address };
    }
}
