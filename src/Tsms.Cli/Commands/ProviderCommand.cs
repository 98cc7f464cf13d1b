using System.CommandLine;
using Tsms.Backend.Providers;
using Tsms.Cli.Output;

namespace Tsms.Cli.Commands;

/// <summary><c>tsms provider</c>: service providers and their long-term tokens.</summary>
internal static class ProviderCommand
{
    public static Command Create()
    {
        var options = new BackendOptionSet();
        var name = new Argument<string>("NAME") { Description = "The service provider's name." };
        var rids = new Option<string[]>("--rid")
        {
            Description = "A RID assigned to the provider, 10 hexadecimal digits; AIDs outside are refused. May be given several times.",
            HelpName = "RID",
            AllowMultipleArgumentsPerToken = true,
        };
        var reserved = new Option<bool>("--allow-reserved-rids") { Description = "Take RIDs of GlobalPlatform, Java Card and issuers too; development only." };
        var json = CommonOptions.Json();
        var create = new Command(
            "create",
            """
            Creates a service provider with its first long-term token. The secret is shown once. Works beside a serving backend.

            Examples:
              tsms provider create "Car Sharing" --rid F054534D53
              tsms provider create "Car Sharing" --rid F054534D53 --json
            """)
        {
            name, rids, reserved, json,
        };
        options.AddTo(create);
        create.SetAction(async (parsed, cancel) =>
        {
            var (backend, _) = options.Read(parsed);
            try
            {
                await using var admin = await ProviderAdmin.OpenAsync(BackendOptionSet.Valid(backend), cancel).ConfigureAwait(false);
                var created = await admin.CreateAsync(parsed.GetValue(name)!, parsed.GetValue(rids) ?? [], parsed.GetValue(reserved), cancel).ConfigureAwait(false);
                Print(new ProviderDocument(created.Id, created.ClientId, created.ClientSecret), parsed.GetValue(json));
            }
            catch (ArgumentException e)
            {
                throw new UsageException(e.Message);
            }

            return ExitCodes.Done;
        });
        return new Command("provider", "Service providers and their tokens.") { create };
    }

    private static void Print(ProviderDocument created, bool json)
    {
        if (json)
        {
            CliJson.Print(created);
            return;
        }

        Console.Out.WriteLine($"Service provider {created.Id}");
        Console.Out.WriteLine($"  client id      {created.ClientId}");
        Console.Out.WriteLine($"  client secret  {created.ClientSecret}");
        Console.Out.WriteLine("The secret is not kept; hand it over confidentially.");
    }
}

/// <summary>What <c>tsms provider create --json</c> prints. Holds a secret: a class, so that nothing prints it by accident.</summary>
internal sealed class ProviderDocument(Guid id, string clientId, string clientSecret)
{
    public Guid Id => id;

    public string ClientId => clientId;

    public string ClientSecret => clientSecret;
}
