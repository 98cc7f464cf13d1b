using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Tsms.Backend.Devices;
using Tsms.Backend.Hosting;
using Tsms.Backend.Issuers;
using Tsms.Cli.Output;
using Tsms.Keys;

namespace Tsms.Cli.Servers;

/// <summary>The backend's settings: appsettings.json and environment variables (sections Tsms:Backend and Tsms:Engine), then what the command line says.</summary>
internal static class BackendSettings
{
    /// <summary>Reads the configured options.</summary>
    public static (TsmsBackendOptions Backend, TsmsEngineOptions Engine) Read(IConfiguration configuration)
    {
        try
        {
            return (
                configuration.GetSection("Tsms:Backend").Get<TsmsBackendOptions>() ?? new TsmsBackendOptions(),
                configuration.GetSection("Tsms:Engine").Get<TsmsEngineOptions>() ?? new TsmsEngineOptions());
        }
        catch (InvalidOperationException e)
        {
            throw new UsageException($"The configuration below 'Tsms' cannot be read: {e.Message}");
        }
    }

    /// <summary>appsettings.json of the working directory and the environment.</summary>
    public static IConfiguration Configuration() =>
        new ConfigurationBuilder().SetBasePath(Directory.GetCurrentDirectory()).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();

    /// <summary>Takes an issuer's partner file in: transport key into the key store, client certificate into the data folder.</summary>
    public static async Task<TsmsIssuerOptions> TakeInAsync(FileInfo file, string directory, IKeyStore keys, CancellationToken cancellationToken)
    {
        var partner = await PartnerFile.ReadAsync(file, cancellationToken).ConfigureAwait(false);
        using var certificate = X509CertificateLoader.LoadPkcs12(partner.ClientCertificate, null, X509KeyStorageFlags.EphemeralKeySet);
        var thumbprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        var path = Path.Combine(directory, $"issuer-{thumbprint[..16]}.p12");
        await SecretFile.WriteAsync(path, partner.ClientCertificate, cancellationToken).ConfigureAwait(false);
        var known = await keys.ListSecretKeysAsync(cancellationToken).ConfigureAwait(false);
        if (!known.Any(k => k.Name == partner.TransportKeyName))
        {
            await keys.ImportSecretKeyAsync(partner.TransportKeyName, SecretKeyPurpose.Transport, partner.TransportKey, cancellationToken).ConfigureAwait(false);
        }

        return new TsmsIssuerOptions
        {
            Name = partner.Issuer,
            BaseAddress = partner.BaseAddress,
            ClientCertificateFile = path,
            ServerCertificateSha256 = partner.ServerCertificateSha256,
            TsmSecurityDomain = partner.TsmSecurityDomain,
            TransportKey = partner.TransportKeyName,
        };
    }
}
