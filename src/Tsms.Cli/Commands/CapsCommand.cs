using System.CommandLine;
using System.Security.Cryptography;
using Spectre.Console;
using Tsms.Cli.Cards;
using Tsms.Cli.Demo;
using Tsms.Cli.Output;
using Tsms.SmartCard;

namespace Tsms.Cli.Commands;

/// <summary><c>tsms caps DIR</c>: the demo's story for every CAP file of a folder.</summary>
internal static class CapsCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "A folder with CAP and IJC files, subfolders included." };
        var json = CommonOptions.Json();
        var profile = CommonOptions.Profile();
        var tracing = TraceFile.Option();
        var command = new Command(
            "caps",
            """
            The demo's story for every CAP file of a folder.

            Takes every CAP and IJC file of a folder through upload, deploy, select and terminate, each on a new card, ordered by imports. Libraries that a file
            imports and that lie in the folder are deployed with it. The outcome of a file is ran, library, refused-by-applet (its install wants
            parameters, or throws), refused-at-load (it imports what the card does not have, or is a package of the card's own) or failed.
            Exit code 0 when none failed.

            Examples:
              tsms caps my-caps
              tsms caps my-caps --json
            """)
        {
            folder, json, profile, tracing,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            using var trace = TraceFile.Open(parsed.GetValue(tracing));
            var choice = new DemoCardChoice(CommonOptions.FindProfile(parsed.GetValue(profile)!)) { Trace = trace };
            return await RunAsync(parsed.GetValue(folder)!, choice, parsed.GetValue(json), cancel).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo directory, DemoCardChoice choice, bool json, CancellationToken cancellationToken)
    {
        if (!directory.Exists)
        {
            throw new UsageException($"There is no folder '{directory.FullName}'.");
        }

        var folder = CapFolder.Read(directory);
        var files = folder.InOrder();
        if (files.Count == 0)
        {
            throw new UsageException($"The folder '{directory.FullName}' has no *.cap and no *.ijc file.");
        }

        var results = new List<CapResult>();
        await using (var world = await DemoWorld.StartAsync(TimeProvider.System, cancellationToken).ConfigureAwait(false))
        {
            await AnsiConsole.Progress().AutoClear(true).StartAsync(async progress =>
            {
                var task = json ? null : progress.AddTask("CAP files", maxValue: files.Count);
                foreach (var file in files)
                {
                    results.Add(await TryAsync(world, folder, file, choice, cancellationToken).ConfigureAwait(false));
                    task?.Increment(1);
                }
            }).ConfigureAwait(false);
        }

        if (json)
        {
            CliJson.Print(results);
        }
        else
        {
            Print(results);
        }

        return results.All(r => r.Outcome != CapOutcome.Failed) ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<CapResult> TryAsync(DemoWorld world, CapFolder folder, CapFolderFile file, DemoCardChoice choice, CancellationToken cancellationToken)
    {
        if (file.Cap is null)
        {
            return new CapResult(file.Name, false, CapOutcome.Failed, file.Fault);
        }

        var caps = folder.WithLibraries(file).Select(f => f.Cap!).ToList();
        using var random = RandomNumberGenerator.Create();
        var story = new DemoStory(world, new DemoPackage(file.Cap.FileName, caps, new Dictionary<Aid, byte[]>(), IsSample: false), choice, random);
        var report = await story.PlayAsync(totals => new DemoTeller(AnsiConsole.Console, quiet: true, totals), cancellationToken).ConfigureAwait(false);
        var failed = report.Steps.Where(s => !s.Ok).Select(s => $"{s.Name}: {s.Detail.ReplaceLineEndings(" ")}");
        var answers = report.Steps.Where(s => s.Name.StartsWith("select ", StringComparison.Ordinal)).Select(s => s.Detail.ReplaceLineEndings(" "));
        var outcome = CapOutcomes.Of(report, caps.Exists(c => c.Applets.Count > 0));
        return new CapResult(file.Name, report.Ok, outcome, report.Ok ? string.Join("; ", answers.DefaultIfEmpty("no applets: a library")) : string.Join("; ", failed));
    }

    private static void Print(List<CapResult> results)
    {
        var table = TextTable.Of("File", "", "Outcome");
        foreach (var result in results)
        {
            table.AddRow(Markup.FromInterpolated($"{result.File}"), new Markup(Words(result.Outcome)), Markup.FromInterpolated($"{result.Reason}"));
        }

        AnsiConsole.Write(table);
        var counts = results.CountBy(r => r.Outcome).OrderBy(c => c.Key).Select(c => $"{c.Value} {Markup.Remove(Words(c.Key))}");
        AnsiConsole.MarkupLineInterpolated($"{results.Count} files: {string.Join(", ", counts)}.");
    }

    private static string Words(CapOutcome outcome) => outcome switch
    {
        CapOutcome.Ran => "[green]ok[/]",
        CapOutcome.Library => "[green]library[/]",
        CapOutcome.RefusedByApplet => "[yellow]refused by the applet[/]",
        CapOutcome.RefusedAtLoad => "[yellow]refused at load[/]",
        _ => "[red]failed[/]",
    };
}

/// <summary>What became of a file.</summary>
/// <param name="File">Name relative to the folder.</param>
/// <param name="Ok">Deployed, selected, terminated, and the card as before?</param>
/// <param name="Outcome">How it ended: a refusal that stands in the documents as one is no failure.</param>
/// <param name="Reason">The applets' answers; or what went wrong, and where.</param>
internal sealed record CapResult(string File, bool Ok, CapOutcome Outcome, string Reason);
