using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tsms.Api.Device;

namespace Tsms.Backend.Issuers;

/// <summary>The configured issuers, each with its own HTTP client: certificates are not shared between issuers.</summary>
internal sealed class IssuerDirectory : IIssuerDirectory, IDisposable
{
    private readonly List<(TsmsIssuerOptions Options, HttpClient Http, IIssuerAdapter Adapter)> _issuers;

    public IssuerDirectory(IReadOnlyList<TsmsIssuerOptions> issuers) => _issuers = [.. issuers.Select(options =>
    {
        var http = Client(options);
        return (options, http, (IIssuerAdapter)new AuthorizedManagementAdapter(options, http));
    })];

    public IIssuerAdapter? Find(SecureComponentHint hint, Guid profileId) =>
        _issuers.Find(i => (i.Options.Profiles.Count == 0 || i.Options.Profiles.Contains(profileId)) && TakesNumber(i.Options, hint)).Adapter;

    public void Dispose() => _issuers.ForEach(i => i.Http.Dispose());

    private static bool TakesNumber(TsmsIssuerOptions options, SecureComponentHint hint)
    {
        if (options.IssuerIdentificationNumbers.Count == 0)
        {
            return true;
        }

        // The hint may be the bare value or the data object 42.
        var number = hint.IssuerIdentificationNumber ?? "";
        return options.IssuerIdentificationNumbers.Any(
            n => number.Equals(n, StringComparison.OrdinalIgnoreCase) || number.Equals($"42{n.Length / 2:X2}{n}", StringComparison.OrdinalIgnoreCase));
    }

    private static HttpClient Client(TsmsIssuerOptions options)
    {
        var ssl = new SslClientAuthenticationOptions();
        if (options.ClientCertificateFile is { } file)
        {
            ssl.ClientCertificates = [X509CertificateLoader.LoadPkcs12FromFile(file, options.ClientCertificatePassphrase)];
        }

        if (options.ServerCertificateSha256 is { } pin)
        {
            var expected = Convert.FromHexString(pin);
            ssl.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(certificate.GetRawCertData()), expected);
        }

        var handler = new SocketsHttpHandler { SslOptions = ssl, AllowAutoRedirect = false, ConnectTimeout = options.Timeout, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        return new HttpClient(handler)
        {
            BaseAddress = options.BaseAddress,
            Timeout = options.Timeout,
            MaxResponseContentBufferSize = AuthorizedManagementAdapter.MaxAnswerBytes,
        };
    }
}
