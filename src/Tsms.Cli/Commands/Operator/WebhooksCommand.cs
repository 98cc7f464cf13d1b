using System.CommandLine;
using Spectre.Console;
using Tsms.Cli.Output;

namespace Tsms.Cli.Commands.Operator;

/// <summary><c>tsms webhooks</c>: where service providers are told of what concerns them, and what they were told.</summary>
internal static class WebhooksCommand
{
    public static Command Create() => new("webhooks", "Where service providers are told of what concerns them.") { List(), Add(), Remove(), Outbox() };

    private static Command List()
    {
        var options = new OperatorOptionSet();
        var command = new Command("list", "Lists the webhooks of all service providers.\n\nExample:\n  tsms webhooks list");
        return options.Run(command, mayMake: false, async (console, parsed, cancel) =>
        {
            var hooks = new List<(Guid Id, string Name, Uri Url)>();
            foreach (var provider in await console.Providers.ListAsync(cancel).ConfigureAwait(false))
            {
                if (await console.Webhooks.FindAsync(provider.Id, cancel).ConfigureAwait(false) is { } url)
                {
                    hooks.Add((provider.Id, provider.Name, url));
                }
            }

            options.Print(parsed, hooks.Select(h => new { ProviderId = h.Id, Provider = h.Name, h.Url }), () =>
            {
                var table = TextTable.Of("Provider", "Name", "Address");
                hooks.ForEach(h => table.AddRow(new Text(h.Id.ToString()), new Text(h.Name), new Text(h.Url.ToString())));
                TextTable.Print(table, hooks.Count, "No service provider has a webhook.");
            });
        });
    }

    private static Command Add()
    {
        var options = new OperatorOptionSet();
        var id = ProviderArgument.Create();
        var url = new Argument<string>("URL") { Description = "An https address without user name; in development http on loopback too." };
        var command = new Command(
            "add",
            """
            Sets a service provider's webhook.

            One that it had is replaced. Notices that wait are sent to the new address.

            Example:
              tsms webhooks add "Car Sharing" https://sp.example/tsm-notices
            """)
        {
            id, url,
        };
        return options.Run(command, mayMake: false, async (console, parsed, cancel) =>
        {
            var provider = await ProviderArgument.FindAsync(console, parsed.GetValue(id)!, cancel).ConfigureAwait(false);
            var address = Uri.TryCreate(parsed.GetValue(url), UriKind.Absolute, out var uri) ? uri : throw new UsageException($"'{parsed.GetValue(url)}' is no address: give an https URL.");
            await console.Webhooks.SetAsync(provider.Id, address, cancel).ConfigureAwait(false);
            options.Print(parsed, new { ProviderId = provider.Id, Provider = provider.Name, Url = address }, () => Console.Out.WriteLine($"{provider.Name} is told at {address}."));
        });
    }

    private static Command Remove()
    {
        var options = new OperatorOptionSet();
        var id = ProviderArgument.Create();
        var command = new Command("remove", "Takes a service provider's webhook away.\n\nNotices wait until there is another.\n\nExample:\n  tsms webhooks remove \"Car Sharing\"") { id };
        return options.Run(command, mayMake: false, async (console, parsed, cancel) =>
        {
            var provider = await ProviderArgument.FindAsync(console, parsed.GetValue(id)!, cancel).ConfigureAwait(false);
            if (await console.Webhooks.FindAsync(provider.Id, cancel).ConfigureAwait(false) is null)
            {
                throw new CommandException($"{provider.Name} has no webhook.");
            }

            await console.Webhooks.SetAsync(provider.Id, null, cancel).ConfigureAwait(false);
            options.Print(parsed, new { ProviderId = provider.Id, Provider = provider.Name }, () => Console.Out.WriteLine($"{provider.Name} has no webhook any more."));
        });
    }

    private static Command Outbox()
    {
        var options = new OperatorOptionSet();
        var id = ProviderArgument.Create();
        id.Arity = ArgumentArity.ZeroOrOne;
        var command = new Command("outbox", "Shows notices, and what became of them.\n\nThose of one service provider, or of all.\n\nExamples:\n  tsms webhooks outbox\n  tsms webhooks outbox \"Car Sharing\" --json") { id };
        return options.Run(command, mayMake: false, async (console, parsed, cancel) =>
        {
            var providers = parsed.GetValue(id) is { } text ? [await ProviderArgument.FindAsync(console, text, cancel).ConfigureAwait(false)]
                : await console.Providers.ListAsync(cancel).ConfigureAwait(false);
            var notices = new List<(Backend.Providers.ProviderInfo Provider, Backend.Notifications.NoticeInfo Notice)>();
            foreach (var provider in providers)
            {
                notices.AddRange((await console.Webhooks.ListNoticesAsync(provider.Id, cancel).ConfigureAwait(false)).Select(n => (provider, n)));
            }

            options.Print(
                parsed,
                notices.Select(n => new
                {
                    n.Notice.Id, ProviderId = n.Provider.Id, Provider = n.Provider.Name, n.Notice.Kind, n.Notice.CreationDate, n.Notice.Attempts, n.Notice.NextAttempt, n.Notice.DeliveryDate,
                    n.Notice.LastError,
                }),
                () =>
                {
                    foreach (var (provider, notice) in notices.OrderBy(n => n.Notice.CreationDate))
                    {
                        Console.Out.WriteLine($"{Amount.Time(notice.CreationDate)}  {provider.Name}: {notice.Kind}");
                        Console.Out.WriteLine($"  {notice.Id}  {StateOf(notice)}");
                    }

                    Console.Out.WriteLine(notices.Count == 0 ? "There are no notices." : $"{notices.Count} notices, {notices.Count(n => n.Notice.DeliveryDate is null)} not delivered.");
                });
        });
    }

    private static string StateOf(Backend.Notifications.NoticeInfo notice)
    {
        var error = notice.LastError is { } last ? $": {last}" : "";
        return notice.DeliveryDate is { } date ? $"delivered {Amount.Time(date)}"
            : notice.NextAttempt is not { } next ? $"given up after {notice.Attempts} attempts{error}"
            : notice.Attempts == 0 ? "waits" : $"{notice.Attempts} attempts, next {Amount.Time(next)}{error}";
    }
}
