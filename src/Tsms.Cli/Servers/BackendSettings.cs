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
                configuration.GetSection("Tsms:Backend").Get<TsmsBackendOptions>(Strict) ?? new TsmsBackendOptions(),
                configuration.GetSection("Tsms:Engine").Get<TsmsEngineOptions>(Strict) ?? new TsmsEngineOptions());
        }
        catch (InvalidOperationException e)
        {
            throw new UsageException($"The configuration below 'Tsms' (appsettings.json, environment) cannot be read: {Words(e)}{(e.InnerException is { } why ? $" {why.Message}" : "")}");
        }
    }

    // The framework's words for an unknown name end with the names in quotes; before them stand its own.
    private static string Words(InvalidOperationException e) =>
        e.Message.StartsWith("'ErrorOnUnknownConfiguration'", StringComparison.Ordinal) && e.Message.LastIndexOf(": ", StringComparison.Ordinal) is > 0 and var names
            ? $"there is no setting {e.Message[(names + 2)..]}. docs/operating.md lists them." : e.Message;

    // A setting with a misspelt name would be none, unseen.
    private static void Strict(BinderOptions options) => options.ErrorOnUnknownConfiguration = true;

    /// <summary>appsettings.json of the working directory and the environment.</summary>
    /// <exception cref="UsageException">appsettings.json is no JSON, or cannot be read.</exception>
    public static IConfiguration Configuration()
    {
        try
        {
            return new ConfigurationBuilder().SetBasePath(Directory.GetCurrentDirectory()).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or UnauthorizedAccessException)
        {
            var why = e.InnerException is FormatException { InnerException: { } json } ? json.Message : e.InnerException?.Message ?? e.Message;
            throw new UsageException($"'{Path.GetFullPath("appsettings.json")}' cannot be read: {why}");
        }
    }

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
