using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Spectre.Console;
using Tsms.Backend.Hosting;
using Tsms.Backend.Providers;
using Tsms.Cli.Output;

namespace Tsms.Cli.Commands.Operator;

/// <summary><c>tsms provider token</c>: long-term tokens of service providers.</summary>
internal static class ProviderTokenCommand
{
    public static Command Create() => new("token", "Long-term tokens: issue, list, revoke.") { Issue(), List(), Revoke() };

    /// <summary>Shows a new token: the only time that its secret is seen.</summary>
    public static void Print(OperatorOptionSet options, ParseResult parsed, ProviderCredentials created) =>
        options.Print(parsed, new ProviderDocument(created.Id, created.ClientId, created.ClientSecret), () =>
        {
            Console.Out.WriteLine($"Service provider {created.Id}");
            Console.Out.WriteLine($"  client id      {created.ClientId}");
            Console.Out.WriteLine($"  client secret  {created.ClientSecret}");
            Console.Out.WriteLine("The secret is not kept; hand it over confidentially.");
        });

    private static Command Issue()
    {
        var options = new OperatorOptionSet();
        var id = ProviderArgument.Create();
        var certificate = new Option<FileInfo?>("--certificate")
        {
            Description = "Client certificate (PEM or DER) that must come with the token (RFC 8705). The backend must ask for certificates (ClientCertificates).",
            HelpName = "FILE",
        };
        var command = new Command(
            "issue",
            """
            Issues a further long-term token.

            Those there are keep working. The secret is shown once and not kept. To replace a token without a break: issue, hand over, revoke the old one.

            Examples:
              tsms provider token issue "Car Sharing"
              tsms provider token issue "Car Sharing" --certificate client.pem --json
            """)
        {
            id, certificate,
        };
        return options.Run(command, mayMake: false, async (console, parsed, cancel) =>
        {
            var provider = await ProviderArgument.FindAsync(console, parsed.GetValue(id)!, cancel).ConfigureAwait(false);
            using var client = parsed.GetValue(certificate) is { } file ? Load(file) : null;
            Print(options, parsed, await console.Providers.IssueTokenAsync(provider.Id, client, cancel).ConfigureAwait(false));
        });
    }

    private static Command List()
    {
        var options = new OperatorOptionSet();
        var id = ProviderArgument.Create();
        var command = new Command("list", "Lists the long-term tokens of a service provider.\n\nRevoked ones included.\n\nExample:\n  tsms provider token list \"Car Sharing\"") { id };
        return options.Run(command, mayMake: false, async (console, parsed, cancel) =>
        {
            var provider = await ProviderArgument.FindAsync(console, parsed.GetValue(id)!, cancel).ConfigureAwait(false);
            var tokens = await console.Providers.ListTokensAsync(provider.Id, cancel).ConfigureAwait(false);
            options.Print(parsed, tokens, () =>
            {
                var table = TextTable.Of("Client id", "Issued", "Revoked", "Certificate");
                foreach (var token in tokens)
                {
                    table.AddRow(
                        new Text(token.ClientId), new Text(Amount.Time(token.CreationDate)), new Text(token.RevocationDate is { } date ? Amount.Time(date) : "no"),
                        new Text(token.CertificateThumbprint ?? "none"));
                }

                TextTable.Print(table, tokens.Count, $"{provider.Name} has no token. Issue one: tsms provider token issue {provider.Id}.");
            });
        });
    }

    private static Command Revoke()
    {
        var options = new OperatorOptionSet();
        var client = new Argument<string>("CLIENT-ID") { Description = "First part of the token; see: tsms provider token list." };
        var yes = Confirmation.Yes();
        var command = new Command(
            "revoke",
            """
            Revokes a long-term token for ever.

            With it go at once all short-term tokens that were given for it.

            Example:
              tsms provider token revoke sp-Xv3p9QmTz0aRk2Lb
            """)
        {
            client, yes,
        };
        return options.Run(command, mayMake: false, async (console, parsed, cancel) =>
        {
            var clientId = parsed.GetValue(client)!;
            var (provider, token) = await FindAsync(console, clientId, cancel).ConfigureAwait(false);
            if (token.RevocationDate is null)
            {
                Confirmation.Ask($"The token {clientId} of {provider.Name} stops working at once and for ever.", parsed.GetValue(yes));
                await console.Providers.RevokeTokenAsync(clientId, cancel).ConfigureAwait(false);
                (_, token) = await FindAsync(console, clientId, cancel).ConfigureAwait(false);
            }

            options.Print(parsed, token, () => Console.Out.WriteLine($"The token {clientId} of {provider.Name} is revoked since {Amount.Time(token.RevocationDate)}."));
        });
    }

    private static async Task<(ProviderInfo Provider, TokenInfo Token)> FindAsync(OperatorConsole console, string clientId, CancellationToken cancellationToken)
    {
        foreach (var provider in await console.Providers.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if ((await console.Providers.ListTokensAsync(provider.Id, cancellationToken).ConfigureAwait(false)).FirstOrDefault(t => t.ClientId == clientId) is { } token)
            {
                return (provider, token);
            }
        }

        throw new CommandException($"There is no long-term token '{clientId}'. List those of a service provider: tsms provider token list PROVIDER.");
    }

    private static X509Certificate2 Load(FileInfo file)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(CommonOptions.ReadFile(file));
        }
        catch (CryptographicException)
        {
            throw new CommandException($"'{file.Name}' is no certificate (PEM or DER).");
        }
    }
}

/// <summary>What <c>--json</c> prints of a new token. Holds a secret: a class, so that nothing prints it by accident.</summary>
internal sealed class ProviderDocument(Guid id, string clientId, string clientSecret)
{
    public Guid Id => id;

    public string ClientId => clientId;

    public string ClientSecret => clientSecret;
}
