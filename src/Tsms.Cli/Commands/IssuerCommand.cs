using System.CommandLine;
using Tsms.Cli.Output;
using Tsms.Cli.Servers;
using Tsms.SmartCard;

namespace Tsms.Cli.Commands;

/// <summary><c>tsms issuer</c>: an SEI TSM with its own keys and its own database.</summary>
internal static class IssuerCommand
{
    private const string DefaultUrls = "https://127.0.0.1:8430";

    public static Command Create() => new("issuer", "An issuer's TSM (SEI TSM): its own keys, cards, partners.") { Serve(), Partner(), Card() };

    private static Command Serve()
    {
        var data = Data();
        var urls = new Option<string>("--urls") { Description = "https addresses to listen on, separated by semicolons.", DefaultValueFactory = _ => DefaultUrls };
        var mode = CommonOptions.Mode();
        var command = new Command(
            "serve",
            """
            Runs the issuer's TSM.

            TSMs come in with the client certificates that 'tsms issuer partner add' made for them.

            Example:
              tsms issuer serve --data issuer-data
            """)
        {
            data, urls, mode,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var home = await IssuerHome.OpenAsync(parsed.GetValue(data)!, parsed.GetValue(mode) == Backend.Hosting.BackendMode.Production, cancel).ConfigureAwait(false);
            if (home.Partners.Count == 0)
            {
                throw new CommandException("No TSM may work on this issuer's cards yet. Enter one first: tsms issuer partner add NAME --out FILE.");
            }

            await using var app = await home.BuildAsync(parsed.GetValue(urls)!, cancel).ConfigureAwait(false);
            await ServerRun.RunAsync(app, "Issuer's TSM", cancel).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Partner()
    {
        var name = new Argument<string>("NAME") { Description = "The TSM's name." };
        var data = Data();
        var output = new Option<FileInfo>("--out") { Description = "File for the TSM: its certificate, the transport key, the addresses. Hand it over confidentially.", Required = true };
        var address = CommonOptions.Address("--address", "Where the TSM reaches this issuer.", DefaultUrls);
        var domain = new Option<string>("--security-domain")
        {
            Description = "AID of the TSM's security domain on the cards, 5 to 16 bytes hexadecimal.",
            DefaultValueFactory = _ => "F054534D530000",
        };
        var add = new Command("add", "Enters a TSM.\n\nThe issuer must not be serving meanwhile.\n\nExample:\n  tsms issuer partner add my-tsm --data issuer-data --out partner.json")
        {
            name, data, output, address, domain,
        };
        add.SetAction(async (parsed, cancel) =>
        {
            if (!Aid.TryParse(parsed.GetValue(domain)!, out _))
            {
                throw new UsageException($"--security-domain '{parsed.GetValue(domain)}' is not an AID of 5 to 16 bytes in hexadecimal.");
            }

            await using var home = await IssuerHome.OpenAsync(parsed.GetValue(data)!, production: false, cancel).ConfigureAwait(false);
            await home.AddPartnerAsync(parsed.GetValue(name)!, parsed.GetValue(address)!, parsed.GetValue(domain)!, parsed.GetValue(output)!, cancel).ConfigureAwait(false);
            Console.Out.WriteLine($"Entered. The TSM starts with: tsms serve --issuer {parsed.GetValue(output)!.Name}");
            return ExitCodes.Done;
        });
        return new Command("partner", "The TSMs that may work on this issuer's cards.") { add };
    }

    private static Command Card()
    {
        var data = Data();
        var image = CommonOptions.Image();
        var profile = CommonOptions.Profile();
        var add = new Command("add", "Makes a virtual card with random issuer keys and enters it.\n\nExample:\n  tsms issuer card add --data issuer-data --image phone.card")
        {
            data, image, profile,
        };
        add.SetAction(async (parsed, cancel) =>
        {
            var product = CommonOptions.FindProfile(parsed.GetValue(profile)!);
            await using var home = await IssuerHome.OpenAsync(parsed.GetValue(data)!, production: false, cancel).ConfigureAwait(false);
            await home.AddCardAsync(product, parsed.GetValue(image)!, cancel).ConfigureAwait(false);
            Console.Out.WriteLine($"Made {product.Name} in '{parsed.GetValue(image)!.Name}'.");
            return ExitCodes.Done;
        });
        return new Command("card", "This issuer's cards.") { add };
    }

    private static Option<string> Data() => new("--data") { Description = "The issuer's data folder.", HelpName = "DIR", DefaultValueFactory = _ => "issuer-data" };
}
