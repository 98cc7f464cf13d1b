using System.CommandLine;
using System.Security.Cryptography;
using Spectre.Console;
using Tsms.Cli.Cards;
using Tsms.Cli.Cards.Keys;
using Tsms.Cli.Demo;
using Tsms.Cli.Output;
using Tsms.JavaCard;
using Tsms.SmartCard;
using Tsms.SmartCard.Transports.Vpcd;

namespace Tsms.Cli.Commands;

/// <summary><c>tsms demo</c>: the whole story in one process.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var cap = new Option<FileInfo?>("--cap") { Description = "Take this CAP or IJC file instead of the sample CarKey.", HelpName = "FILE" };
        var parameters = new Option<string[]>("--params")
        {
            Description = "Install parameters of an applet: its AID and the bytes it gets, both hexadecimal. May be given several times.",
            HelpName = "AID=HEX",
            AllowMultipleArgumentsPerToken = true,
        };
        var profile = CommonOptions.Profile();
        var pcsc = new Option<string?>("--pcsc")
        {
            Description = $"Plug the virtual card into pcscd through vpcd, so that the phone's reader is a PC/SC reader. Default address: {new VpcdOptions()}.",
            HelpName = "HOST:PORT",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var reader = new Option<string?>("--reader") { Description = "Take the card in this PC/SC reader; its name or a part of it. Needs the card's keys.", HelpName = "NAME" };
        var keys = new KeyOptionSet();
        var tracing = TraceFile.Option();
        var command = new Command(
            "demo",
            """
            The whole story: an applet onto a card, used, off again.

            Starts backend, issuer and a phone with a virtual secure component in one process, on loopback. Nothing is left behind. With --reader the card is one in a PC/SC reader, real or
            virtual ('tsms card run --vpcd'): its issuer's keys must be known. A development card of its own will do; what the story puts on it, it takes off again.

            Examples:
              tsms demo
              tsms demo --json
              tsms demo --cap my.cap --params A0000000010101=0102
              tsms demo --pcsc --trace demo.log
              tsms demo --reader "Virtual PCD 00 00" --test-keys
            """)
        {
            json, cap, parameters, profile, pcsc, reader,
        };
        keys.AddTo(command);
        command.Add(tracing);
        command.SetAction(async (parsed, cancel) =>
        {
            using var given = keys.Read(parsed);
            var isPlugged = parsed.GetResult(pcsc) is not null;
            if (isPlugged && parsed.GetValue(reader) is not null)
            {
                throw new UsageException("Give either --pcsc, for a virtual card of the demo's own, or --reader, for the card that is there.");
            }

            if (given is null == parsed.GetValue(reader) is not null)
            {
                throw new UsageException("--reader NAME and the keys of its card go together: --test-keys or --keys FILE.");
            }

            var package = PackageOf(parsed.GetValue(cap), parsed.GetValue(parameters) ?? []);
            using var trace = TraceFile.Open(parsed.GetValue(tracing));
            var choice = new DemoCardChoice(CommonOptions.FindProfile(parsed.GetValue(profile)!))
            {
                Vpcd = isPlugged ? PluggedCard.ParseAddress(parsed.GetValue(pcsc)) : null,
                Reader = parsed.GetValue(reader),
                Keys = given,
                Trace = trace,
            };
            return await RunAsync(package, choice, parsed.GetValue(json), cancel).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(DemoPackage package, DemoCardChoice choice, bool json, CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Console;
        if (!json)
        {
            console.MarkupLineInterpolated($"[bold]{package.ServiceName}[/] onto {choice.Words}, from the provider's hands and back.\n");
        }

        using var random = RandomNumberGenerator.Create();
        DemoReport report;
        await using (var world = await DemoWorld.StartAsync(TimeProvider.System, cancellationToken).ConfigureAwait(false))
        {
            report = await new DemoStory(world, package, choice, random).PlayAsync(totals => new DemoTeller(console, json, totals), cancellationToken).ConfigureAwait(false);
        }

        if (json)
        {
            CliJson.Print(report);
        }
        else
        {
            DemoEnding.Tell(console, report);
        }

        return report.Ok ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static DemoPackage PackageOf(FileInfo? file, string[] parameters) =>
        file is not null ? Foreign(file, parameters)
            : parameters.Length == 0 ? Sample() : throw new UsageException("--params goes with --cap FILE: CarKey takes no install parameters.");

    private static DemoPackage Sample()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "applets", "CarKey.cap");
        return new DemoPackage("CarKey", [DemoCap.Read("CarKey.cap", File.ReadAllBytes(path))], new Dictionary<Aid, byte[]>(), IsSample: true);
    }

    private static DemoPackage Foreign(FileInfo file, string[] parameters)
    {
        var content = CommonOptions.ReadFile(file);
        DemoCap cap;
        try
        {
            cap = DemoCap.Read(file.Name, content);
        }
        catch (CapFormatException e)
        {
            throw new CommandException($"'{file.Name}' is no CAP file that can be read. {e.Message} (rule {e.Rule}).");
        }

        var byAid = InstallParameterOption.Parse(parameters);
        var stranger = byAid.Keys.FirstOrDefault(aid => !cap.Applets.Contains(aid));
        return stranger.IsEmpty
            ? new DemoPackage(Path.GetFileNameWithoutExtension(file.Name), [cap], byAid, IsSample: false)
            : throw new UsageException($"--params names {stranger}, which is no applet of '{file.Name}'. It has: {string.Join(", ", cap.Applets)}.");
    }
}
