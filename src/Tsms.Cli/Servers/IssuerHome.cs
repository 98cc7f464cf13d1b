using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Tsms.Cli.Cards;
using Tsms.Cli.Output;
using Tsms.Issuer;
using Tsms.Issuer.Cards;
using Tsms.Issuer.Hosting;
using Tsms.Keys;
using Tsms.VirtualCard.Images;
using Tsms.VirtualCard.Profiles;

namespace Tsms.Cli.Servers;

/// <summary>An issuer's data folder: key store, database, server certificate, partners. One process has it at a time.</summary>
internal sealed class IssuerHome : IAsyncDisposable
{
    private readonly string _directory;
    private readonly SoftwareKeyStore _keys;
    private readonly RandomNumberGenerator _random;
    private readonly X509Certificate2 _certificate;
    private readonly List<IssuerPartner> _partners;

    private IssuerHome(string directory, SoftwareKeyStore keys, RandomNumberGenerator random, X509Certificate2 certificate, List<IssuerPartner> partners) =>
        (_directory, _keys, _random, _certificate, _partners) = (directory, keys, random, certificate, partners);

    /// <summary>The TSMs that may work on this issuer's cards.</summary>
    public IReadOnlyList<IssuerPartner> Partners => _partners;

    /// <summary>The issuer's keys.</summary>
    public IKeyStore Keys => _keys;

    private string PartnersPath => Path.Combine(_directory, "partners.json");

    /// <summary>Opens the folder, making what is missing.</summary>
    public static async Task<IssuerHome> OpenAsync(string directory, bool production, CancellationToken cancellationToken)
    {
        DataFolder.Make(directory);
        var random = RandomNumberGenerator.Create();
        var keys = await KeyFile.OpenAsync(directory, production, random, cancellationToken).ConfigureAwait(false);
        var certificate = await CertificateAsync(Path.Combine(directory, "server.p12"), cancellationToken).ConfigureAwait(false);
        var path = Path.Combine(directory, "partners.json");
        var partners = File.Exists(path)
            ? JsonSerializer.Deserialize<List<IssuerPartner>>(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), JsonSerializerOptions.Web) ?? []
            : [];
        return new IssuerHome(directory, keys, random, certificate, partners);
    }

    /// <summary>Opens the folder of an issuer that exists.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static Task<IssuerHome> OpenExistingAsync(string directory, CancellationToken cancellationToken) =>
        File.Exists(Path.Combine(directory, KeyFile.FileName)) ? OpenAsync(directory, production: false, cancellationToken)
            : throw new UsageException($"There is no issuer in '{Path.GetFullPath(directory)}': the folder has no {KeyFile.FileName}.");

    /// <summary>Enters a TSM and writes what it needs into a file for it.</summary>
    public async Task AddPartnerAsync(string name, Uri ownAddress, string securityDomain, FileInfo output, CancellationToken cancellationToken)
    {
        if (_partners.Exists(p => p.Name == name))
        {
            throw new CommandException($"There is a partner '{name}' already.");
        }

        using var certificate = SelfSigned.Make(name, TimeProvider.System, TimeSpan.FromDays(730));
        var key = new byte[32];
        _random.GetBytes(key);
        try
        {
            var keyName = $"transport/{Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 8))}";
            await _keys.ImportSecretKeyAsync(keyName, SecretKeyPurpose.Transport, key, cancellationToken).ConfigureAwait(false);
            var file = new PartnerFile
            {
                Issuer = _certificate.Subject,
                BaseAddress = ownAddress,
                ClientCertificate = certificate.Export(X509ContentType.Pkcs12),
                ServerCertificateSha256 = _certificate.GetCertHashString(HashAlgorithmName.SHA256),
                TsmSecurityDomain = securityDomain,
                TransportKeyName = keyName,
                TransportKey = key,
            };
            await file.WriteAsync(output.FullName, cancellationToken).ConfigureAwait(false);
            _partners.Add(new IssuerPartner(name, certificate.GetCertHashString(HashAlgorithmName.SHA256), securityDomain, keyName));
            await SecretFile.WriteAsync(PartnersPath, JsonSerializer.SerializeToUtf8Bytes(_partners, JsonSerializerOptions.Web), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Makes a virtual card with random keys, enters it, and keeps its image in a new file.</summary>
    public async Task AddCardAsync(CardProfile profile, FileInfo image, CancellationToken cancellationToken)
    {
        if (image.Exists)
        {
            throw new CommandException($"'{image.FullName}' exists already; a card is made once.");
        }

        await using var services = Services().AddLogging().BuildServiceProvider();
        await services.PrepareTsmsIssuerAsync(cancellationToken).ConfigureAwait(false);
        var made = await CardMaker.MakeAsync(profile, _keys, services.GetRequiredService<CardRegister>(), _random, cancellationToken).ConfigureAwait(false);
        using (made.Card)
        {
            new CardStore(image.FullName).Save(made.Card);
        }
    }

    /// <summary>The key set of a card's issuer security domain; null when the issuer has no such card.</summary>
    /// <param name="cplc">Production data, hexadecimal with tag and length.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<KeySetReference?> FindKeySetAsync(string cplc, CancellationToken cancellationToken)
    {
        await using var services = Services().AddLogging().BuildServiceProvider();
        await services.PrepareTsmsIssuerAsync(cancellationToken).ConfigureAwait(false);
        return await services.GetRequiredService<CardRegister>().FindKeySetAsync(cplc, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The issuer's TSM, ready to run.</summary>
    public async Task<WebApplication> BuildAsync(string urls, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = Path.GetFullPath(_directory) });
        ServerRun.LogSparingly(builder);
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(urls.Split(';')).UseTsmsIssuerTls(_certificate);
        foreach (var service in Services())
        {
            builder.Services.Add(service);
        }

        var app = builder.Build();
        await app.Services.PrepareTsmsIssuerAsync(cancellationToken).ConfigureAwait(false);
        app.MapTsmsIssuer();
        return app;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _keys.DisposeAsync().ConfigureAwait(false);
        _certificate.Dispose();
        _random.Dispose();
    }

    private ServiceCollection Services()
    {
        var services = new ServiceCollection();
        services.AddTsmsIssuer(new IssuerOptions { DataDirectory = _directory, Partners = _partners }, _keys);
        return services;
    }

    private static async Task<X509Certificate2> CertificateAsync(string path, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, null, X509KeyStorageFlags.Exportable);
        }

        var certificate = SelfSigned.Make("Tsms issuer", TimeProvider.System, TimeSpan.FromDays(730));
        await SecretFile.WriteAsync(path, certificate.Export(X509ContentType.Pkcs12), cancellationToken).ConfigureAwait(false);
        return certificate;
    }
}
