using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tsms.Issuer.Authorizations;
using Tsms.Issuer.Cards;
using Tsms.Issuer.Data;
using Tsms.Issuer.Partners;
using Tsms.Issuer.Sessions;
using Tsms.Keys;

namespace Tsms.Issuer.Hosting;

/// <summary>Makes an application into an issuer's TSM.</summary>
public static class IssuerHosting
{
    /// <summary>Adds the issuer's services. The key store is the issuer's own: an <see cref="IKeyStore"/> that no other party opens.</summary>
    /// <exception cref="ArgumentException">An option is malformed or out of range; the message names it.</exception>
    public static IServiceCollection AddTsmsIssuer(this IServiceCollection services, IssuerOptions options, IKeyStore keys)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(keys);
        options.Check();
        Directory.CreateDirectory(options.DataDirectory);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => RandomNumberGenerator.Create());
        services.AddSingleton(Options.Create(options));
        services.AddDbContextFactory<IssuerDb>(db => db.UseSqlite($"Data Source={Path.Combine(options.DataDirectory, "issuer.db")}"));
        services.AddSingleton(provider => new CardRegister(provider.GetRequiredService<IDbContextFactory<IssuerDb>>(), keys));
        services.AddSingleton(keys);
        services.AddSingleton<IssuerSessions>();
        services.AddSingleton<Authorize>();
        services.AddSingleton<PartnerDirectory>();
        services.AddHealthChecks();
        return services;
    }

    /// <summary>Every TLS connection must show a client certificate; whose it is decides <see cref="IssuerOptions.Partners"/>.</summary>
    public static IWebHostBuilder UseTsmsIssuerTls(this IWebHostBuilder host, System.Security.Cryptography.X509Certificates.X509Certificate2 serverCertificate) =>
        host.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>
        {
            https.ServerCertificate = serverCertificate;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;

            // Partners are pinned by thumbprint; the chain of a certificate proves nothing more.
            var partners = kestrel.ApplicationServices.GetRequiredService<PartnerDirectory>();
            https.ClientCertificateValidation = (certificate, _, _) => partners.Find(certificate) is not null;
        }));

    /// <summary>Makes the database where there is none, and clears up what sessions of an earlier run left in the key store. Called once, before the first request.</summary>
    public static async Task PrepareTsmsIssuerAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        var dbs = services.GetRequiredService<IDbContextFactory<IssuerDb>>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await db.Database.EnsureCreatedAsync(cancellationToken).ConfigureAwait(false);
        await services.GetRequiredService<IssuerSessions>().ForgetHandedOverKeysAsync(cancellationToken).ConfigureAwait(false);
    }
}
