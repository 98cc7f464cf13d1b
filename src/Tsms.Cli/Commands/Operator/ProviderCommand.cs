using System.CommandLine;
using Spectre.Console;
using Tsms.Cli.Output;

namespace Tsms.Cli.Commands.Operator;

/// <summary><c>tsms provider</c>: service providers, their RIDs and limits.</summary>
internal static class ProviderCommand
{
    public static Command Create() => new("provider", "Service providers: accounts, tokens, limits.")
    {
        CreateProvider(), List(), Show(), ProviderTokenCommand.Create(), Rids(), Limits(), Remove(),
    };

    private static Command CreateProvider()
    {
        var options = new OperatorOptionSet();
        var name = new Argument<string>("NAME") { Description = "The service provider's name." };
        var rids = Rid("A RID assigned to the provider, 10 hexadecimal digits; AIDs outside are refused. May be given several times.");
        var reserved = Reserved();
        var command = new Command(
            "create",
            """
            Creates a service provider with its first token.

            The secret is shown once and not kept. Works beside a serving backend, and before its first start.

            Examples:
              tsms provider create "Car Sharing" --rid F054534D53
              tsms provider create "Car Sharing" --rid F054534D53 --json
            """)
        {
            name, rids, reserved,
        };
        return options.Run(command, mayMake: true, async (console, parsed, cancel) =>
        {
            var created = await AcceptableAsync(() => console.Providers.CreateAsync(parsed.GetValue(name)!, parsed.GetValue(rids) ?? [], parsed.GetValue(reserved), cancel)).ConfigureAwait(false);
            ProviderTokenCommand.Print(options, parsed, created);
        });
    }

    private static Command List()
    {
        var options = new OperatorOptionSet();
        var command = new Command("list", "Lists all service providers, the oldest first.\n\nExample:\n  tsms provider list --json");
        return options.Run(command, mayMake: false, async (console, parsed, cancel) =>
        {
            var providers = await console.Providers.ListAsync(cancel).ConfigureAwait(false);
            options.Print(parsed, providers, () =>
            {
                var table = TextTable.Of("Id", "Name", "Since", "Stored");
                foreach (var provider in providers)
                {
                    table.AddRow(new Text(provider.Id.ToString()), new Text(provider.Name), new Text(Amount.Day(provider.CreationDate)), new Text(Amount.Bytes(provider.UsedStorageBytes)));
                }

                TextTable.Print(table, providers.Count, "There are no service providers. Make one: tsms provider create NAME --rid RID.");
            });
        });
    }

    private static Command Show()
    {
        var options = new OperatorOptionSet();
        var id = ProviderArgument.Create();
        var command = new Command("show", "Shows one service provider: RIDs, limits, tokens, webhook.\n\nExample:\n  tsms provider show \"Car Sharing\"") { id };
        return options.Run(command, mayMake: false, async (console, parsed, cancel) =>
        {
            var provider = await ProviderArgument.FindAsync(console, parsed.GetValue(id)!, cancel).ConfigureAwait(false);
            var tokens = await console.Providers.ListTokensAsync(provider.Id, cancel).ConfigureAwait(false);
            var webhook = await console.Webhooks.FindAsync(provider.Id, cancel).ConfigureAwait(false);
            options.Print(
                parsed,
                new
                {
                    provider.Id, provider.Name, provider.CreationDate, provider.Rids, provider.MaxRequestsPerMinute, provider.MaxStorageBytes, provider.UsedStorageBytes, Webhook = webhook,
                    Tokens = tokens,
                },
                () =>
                {
                    Console.Out.WriteLine($"Service provider {provider.Id}");
                    Console.Out.WriteLine($"  name      {provider.Name}");
                    Console.Out.WriteLine($"  since     {Amount.Time(provider.CreationDate)}");
                    Console.Out.WriteLine($"  RIDs      {(provider.Rids.Count == 0 ? "none" : string.Join(", ", provider.Rids))}");
                    Console.Out.WriteLine($"  requests  {(provider.MaxRequestsPerMinute is { } requests ? $"at most {requests:N0} a minute" : "the TSM's limit")}");
                    Console.Out.WriteLine($"  storage   {Amount.Bytes(provider.UsedStorageBytes)} of {(provider.MaxStorageBytes is { } bytes ? Amount.Bytes(bytes) : "the TSM's limit")}");
                    Console.Out.WriteLine($"  webhook   {webhook?.ToString() ?? "none"}");
                    Console.Out.WriteLine($"  tokens    {tokens.Count(t => t.RevocationDate is null)}, and {tokens.Count(t => t.RevocationDate is not null)} revoked");
                });
        });
    }

    private static Command Rids()
    {
        var options = new OperatorOptionSet();
        var id = ProviderArgument.Create();
        var rids = Rid("A further RID, 10 hexadecimal digits. May be given several times.");
        rids.Required = true;
        var reserved = Reserved();
        var command = new Command("rids", "Assigns further RIDs to a service provider.\n\nThose it has are kept.\n\nExample:\n  tsms provider rids \"Car Sharing\" --rid F054534D54") { id, rids, reserved };
        return options.Run(command, mayMake: false, async (console, parsed, cancel) =>
        {
            var provider = await ProviderArgument.FindAsync(console, parsed.GetValue(id)!, cancel).ConfigureAwait(false);
            await AcceptableAsync(async () =>
            {
                await console.Providers.AssignRidsAsync(provider.Id, parsed.GetValue(rids)!, parsed.GetValue(reserved), cancel).ConfigureAwait(false);
                return 0;
            }).ConfigureAwait(false);
            provider = await ProviderArgument.FindAsync(console, provider.Id.ToString(), cancel).ConfigureAwait(false);
            options.Print(parsed, provider, () => Console.Out.WriteLine($"{provider.Name} has {string.Join(", ", provider.Rids)}."));
        });
    }

    private static Command Limits()
    {
        var options = new OperatorOptionSet();
        var id = ProviderArgument.Create();
        var requests = new Option<string?>("--requests") { Description = "Requests a minute, at least 1; 'default' for the TSM's limit.", HelpName = "N" };
        var storage = new Option<string?>("--storage") { Description = "Bytes of uploaded files, such as 20M or 1G; 'default' for the TSM's limit.", HelpName = "SIZE" };
        var command = new Command(
            "limits",
            """
            Sets a service provider's own limits.

            They are in force from its next request on. What is not named stays as it is. Files that are there stay when they are more than the limit.

            Examples:
              tsms provider limits "Car Sharing" --requests 1200 --storage 50M
              tsms provider limits "Car Sharing" --storage default
            """)
        {
            id, requests, storage,
        };
        return options.Run(command, mayMake: false, async (console, parsed, cancel) =>
        {
            var (perMinute, bytes) = (parsed.GetValue(requests), parsed.GetValue(storage));
            if (perMinute is null && bytes is null)
            {
                throw new UsageException("Name a limit: --requests N, --storage SIZE, or both.");
            }

            var provider = await ProviderArgument.FindAsync(console, parsed.GetValue(id)!, cancel).ConfigureAwait(false);
            await console.Providers.SetLimitsAsync(
                provider.Id,
                perMinute is null ? provider.MaxRequestsPerMinute : perMinute == "default" ? null
                    : int.TryParse(perMinute, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
                    : throw new UsageException($"--requests '{perMinute}' is no number, nor 'default'."),
                bytes is null ? provider.MaxStorageBytes : bytes == "default" ? null : Amount.ParseBytes("--storage", bytes),
                cancel).ConfigureAwait(false);
            provider = await ProviderArgument.FindAsync(console, provider.Id.ToString(), cancel).ConfigureAwait(false);
            options.Print(parsed, provider, () => Console.Out.WriteLine(
                $"{provider.Name}: {(provider.MaxRequestsPerMinute is { } r ? $"{r:N0} requests a minute" : "the TSM's limit of requests")}, "
                + $"{(provider.MaxStorageBytes is { } b ? Amount.Bytes(b) : "the TSM's limit of storage")}."));
        });
    }

    private static Command Remove()
    {
        var options = new OperatorOptionSet();
        var id = ProviderArgument.Create();
        var yes = Confirmation.Yes();
        var command = new Command(
            "remove",
            """
            Removes a service provider and all that it created.

            Its tokens go too. Instances on phones become orphans, which can still be suspended and terminated. Its audit trail stays.

            Example:
              tsms provider remove "Car Sharing"
            """)
        {
            id, yes,
        };
        return options.Run(command, mayMake: false, async (console, parsed, cancel) =>
        {
            var provider = await ProviderArgument.FindAsync(console, parsed.GetValue(id)!, cancel).ConfigureAwait(false);
            Confirmation.Ask(
                $"{provider.Name} ({provider.Id}) goes for ever, with its tokens, Services and {Amount.Bytes(provider.UsedStorageBytes)} of files.", parsed.GetValue(yes));
            await console.Providers.RemoveAsync(provider.Id, cancel).ConfigureAwait(false);
            options.Print(parsed, provider, () => Console.Out.WriteLine($"Removed {provider.Name} ({provider.Id})."));
        });
    }

    // A RID or a name that is none is wrong usage, and nothing was done.
    private static async Task<T> AcceptableAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(OperatorOptionSet.WordsOf(e));
        }
    }

    private static Option<string[]> Rid(string description) => new("--rid") { Description = description, HelpName = "RID", AllowMultipleArgumentsPerToken = true };

    private static Option<bool> Reserved() => new("--allow-reserved-rids") { Description = "Take RIDs of GlobalPlatform, Java Card and issuers too; development only." };
}
