using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tsms.Keys;

namespace Tsms.Issuer.Tests.Hosting;

/// <summary>An issuer with two partners and one card on paper.</summary>
internal sealed class TwoPartners : IAsyncDisposable
{
    public const string Cplc = "9F7F2A0102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A";

    private readonly RandomNumberGenerator _random;
    private readonly string _directory;
    private readonly X509Certificate2[] _certificates;

    private TwoPartners(RandomNumberGenerator random, string directory, IssuerHost host, X509Certificate2[] certificates)
    {
        (_random, _directory, Host, _certificates) = (random, directory, host, certificates);
        Tsm = host.Connect(certificates[0]);
        Other = host.Connect(certificates[1]);
    }

    public IssuerHost Host { get; }

    public IssuerClient Tsm { get; }

    public IssuerClient Other { get; }

    public static async Task<TwoPartners> StartAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        var random = RandomNumberGenerator.Create();
        var directory = Directory.CreateTempSubdirectory("tsms-issuer-").FullName;
        X509Certificate2[] certificates = [Certificates.Make("tsm"), Certificates.Make("other")];
        var keys = SoftwareKeyStore.CreateInMemory(random);
        await keys.GenerateKeySetAsync(new KeySetReference("isd", 1), 16, Diversification.None, cancel);
        var host = await IssuerHost.StartAsync(directory, keys, certificates[0], certificates[1]);
        await host.Cards.AddAsync(Cplc, "isd", 1, 16, cancel);
        return new TwoPartners(random, directory, host, certificates);
    }

    public async ValueTask DisposeAsync()
    {
        Tsm.Dispose();
        Other.Dispose();
        await Host.DisposeAsync();
        await Host.Keys.DisposeAsync();
        foreach (var certificate in _certificates)
        {
            certificate.Dispose();
        }

        _random.Dispose();
        Directory.Delete(_directory, true);
    }
}
