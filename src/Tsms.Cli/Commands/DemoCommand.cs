using System.CommandLine;
using System.Security.Cryptography;
using Spectre.Console;
using Tsms.Cli.Demo;
using Tsms.Cli.Output;
using Tsms.JavaCard;
using Tsms.SmartCard;
using Tsms.VirtualCard.Profiles;

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
        var command = new Command(
            "demo",
            """
            Starts backend, issuer and a phone with a virtual secure component on loopback, brings an applet onto the card, uses it and takes it off again.
            Nothing is left behind.

            Examples:
              tsms demo
              tsms demo --json
              tsms demo --cap my.cap --params A0000000010101=0102
            """)
        {
            json, cap, parameters, profile,
        };
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetValue(cap), parsed.GetValue(parameters) ?? [], CommonOptions.FindProfile(parsed.GetValue(profile)!), parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo? file, string[] parameters, CardProfile profile, bool json, CancellationToken cancellationToken)
    {
        var package = file is null ? Sample() : Foreign(file, parameters);
        if (file is null && parameters.Length > 0)
        {
            throw new UsageException("--params goes with --cap FILE: CarKey takes no install parameters.");
        }

        var console = AnsiConsole.Console;
        if (!json)
        {
            console.MarkupLineInterpolated($"[bold]{package.ServiceName}[/] onto a virtual secure component ({profile.Name}), from the provider's hands and back.\n");
        }

        using var random = RandomNumberGenerator.Create();
        DemoReport report;
        await using (var world = await DemoWorld.StartAsync(TimeProvider.System, cancellationToken).ConfigureAwait(false))
        {
            report = await new DemoStory(world, package, profile, random).PlayAsync(totals => new DemoTeller(console, json, totals), cancellationToken).ConfigureAwait(false);
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
