using System.CommandLine;
using Spectre.Console;
using Tsms.Cli.Cards;
using Tsms.Cli.Output;
using Tsms.SmartCard;
using Tsms.SmartCard.Transports;
using Tsms.SmartCard.Transports.Vpcd;
using Tsms.VirtualCard.Profiles;

namespace Tsms.Cli.Commands;

/// <summary><c>tsms card</c>: the virtual secure component.</summary>
internal static class CardCommand
{
    public static Command Create() => new("card", "Secure components: run a virtual one, look into any.")
    {
        CardExploreCommand.Create(), CardWhyCommand.Create(), Run(), Profiles(), CardReadersCommand.Create(),
    };

    private static Command Run()
    {
        var image = CommonOptions.Image();
        var profile = CommonOptions.Profile();
        var vpcd = new Option<string?>("--vpcd") { Description = "Plug the card into pcscd through vpcd.", HelpName = "HOST:PORT" };
        var tracing = TraceFile.Option();
        var command = new Command(
            "run",
            """
            Runs the virtual card of an image file.

            It stands in a PC/SC reader (--vpcd) or on standard input. A new image gets the profile's test keys (40 to 4F). Without --vpcd it takes command APDUs in hexadecimal, one a line, and answers on standard output; an
            empty line resets the card. The image follows every write.

            Examples:
              tsms card run --image my.card --vpcd 127.0.0.1:35963
              echo 00A4040000 | tsms card run --image my.card
            """)
        {
            image, profile, vpcd, tracing,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var product = CommonOptions.FindProfile(parsed.GetValue(profile)!);
            using var stored = CardSource.OpenImage(parsed.GetValue(image)!, () => CardSource.MakeTestCard(product));
            using var trace = TraceFile.Open(parsed.GetValue(tracing));
            await using var card = TraceFile.Wrap(trace, new InProcessCard(parsed.GetValue(vpcd) is null ? "card" : "vpcd", stored));
            if (parsed.GetValue(vpcd) is { } address)
            {
                await PlugInAsync(card, PluggedCard.ParseAddress(address), cancel).ConfigureAwait(false);
                return ExitCodes.Done;
            }

            return await CardErrors.ToldAsync(() => CardShell.RunAsync(card, Console.In, Console.Out, Console.Error, cancel)).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task PlugInAsync(ICard card, VpcdOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await VpcdConnection.RunAsync(card, options, new Progress<VpcdEvent>(e => Console.Error.WriteLine(e.Message)), TimeProvider.System, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C takes the card out of the reader: the ordinary end.
        }
    }

    private static Command Profiles()
    {
        var json = CommonOptions.Json();
        var command = new Command("profiles", "Lists the products that the virtual card can play.\n\nExample:\n  tsms card profiles") { json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
            {
                CliJson.Print(CardProfiles.All);
                return ExitCodes.Done;
            }

            var table = TextTable.Of("Profile", "Kind", "Java Card", "GP", "Memory", "What it is");
            foreach (var profile in CardProfiles.All)
            {
                table.AddRow(
                    Markup.Escape(profile.Name), profile.Kind.ToString(), profile.JavaCardVersion, profile.GlobalPlatformVersion, $"{profile.PersistentMemory / 1024:N0} KiB",
                    Markup.Escape(profile.Description));
            }

            TextTable.Print(table, table.Rows.Count, "");
            return ExitCodes.Done;
        });
        return command;
    }
}
