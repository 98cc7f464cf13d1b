using System.CommandLine;
using Spectre.Console;
using Tsms.Backend.Audit;
using Tsms.Backend.Hosting;
using Tsms.Cli.Output;

namespace Tsms.Cli.Commands.Operator;

/// <summary><c>tsms audit</c>: who changed what, and whether the trail is whole.</summary>
internal static class AuditCommand
{
    private const string OperatorChain = "operator";

    public static Command Create() => new("audit", "The audit trail: who changed what; whether it is whole.") { Show(), Verify() };

    private static Command Show()
    {
        var options = new OperatorOptionSet();
        var chain = Chain();
        var after = new Option<long?>("--after") { Description = "Begin behind the entry of this number; with PROVIDER.", HelpName = "N" };
        var count = new Option<int>("--count") { Description = "At most so many entries, 1 to 10,000.", HelpName = "N", DefaultValueFactory = _ => 20 };
        var command = new Command(
            "show",
            """
            Shows the last entries, of one chain or of all.

            Each service provider has a chain of its own, and the operator's own things, such as profiles, have one. Secrets are not in the trail.

            Examples:
              tsms audit show
              tsms audit show "Car Sharing" --after 0 --count 100
              tsms audit show operator --json
            """)
        {
            chain, after, count,
        };
        return options.Run(command, mayMake: false, async (console, parsed, cancel) =>
        {
            var (most, from) = (parsed.GetValue(count), parsed.GetValue(after));
            if (most is < 1 or > 10_000 || from < 0)
            {
                throw new UsageException("--count is from 1 to 10,000, --after from 0.");
            }

            if (from is not null && parsed.GetValue(chain) is null)
            {
                throw new UsageException("--after goes with the name of a chain: PROVIDER, or operator.");
            }

            var names = await NamesAsync(console, cancel).ConfigureAwait(false);
            var records = new List<AuditRecord>();
            foreach (var end in await console.ListAuditChainsAsync(cancel).ConfigureAwait(false))
            {
                if (parsed.GetValue(chain) is not { } text || await ChainOfAsync(console, text, cancel).ConfigureAwait(false) == end.ProviderId)
                {
                    records.AddRange(await console.ReadAuditAsync(end.ProviderId, from ?? Math.Max(0, end.Last - most), most, cancel).ConfigureAwait(false));
                }
            }

            var shown = records.OrderBy(r => r.Time).ThenBy(r => r.ProviderId).ThenBy(r => r.Sequence).ToList();
            shown = from is null ? [.. shown.TakeLast(most)] : [.. shown.Take(most)];
            options.Print(
                parsed,
                shown.Select(r => new { r.ProviderId, Provider = NameOf(names, r.ProviderId), r.Sequence, r.Time, r.Actor, r.Operation, Changes = AuditWords.Parse(r.Changes), r.Hash }),
                () => Tell(shown, names));
        });
    }

    private static Command Verify()
    {
        var options = new OperatorOptionSet();
        var chain = Chain();
        var since = new Option<FileInfo?>("--since") { Description = "Output of an earlier 'tsms audit verify --json', kept elsewhere: its heads must stand in the trail.", HelpName = "FILE" };
        var command = new Command(
            "verify",
            """
            Verifies that nothing was changed, removed or moved.

            It walks the hash chains of the trail. Exit code 1 when a chain is not whole, or gone while its service provider lives; the first fault is told. Also when the database's triggers
            do not keep the trail append-only any more. Who can write the database could cut off the end of a chain and its head: keep the output of
            --json elsewhere and give it with --since the next time.

            Examples:
              tsms audit verify
              tsms audit verify --json > heads-today.json
              tsms audit verify --since heads-yesterday.json
            """)
        {
            chain, since,
        };
        return options.Run(command, mayMake: false, async (console, parsed, cancel) =>
        {
            var names = await NamesAsync(console, cancel).ConfigureAwait(false);
            Guid? only = parsed.GetValue(chain) is { } text ? await ChainOfAsync(console, text, cancel).ConfigureAwait(false) : null;
            var reports = await console.VerifyAuditAsync(only, cancel).ConfigureAwait(false);
            if (parsed.GetValue(since) is { } file)
            {
                reports = await EarlierHeads.Read(file).CompareAsync(console, reports, only, cancel).ConfigureAwait(false);
            }

            options.Print(
                parsed,
                reports.Select(r => new { r.ProviderId, Provider = NameOf(names, r.ProviderId), r.Entries, r.Head, r.Ok, Fault = r.Fault ?? r.Unguarded, r.Unguarded }),
                () => Tell(reports, names));
            return reports.All(r => r.Ok) ? ExitCodes.Done : ExitCodes.Failed;
        });
    }

    private static void Tell(List<AuditRecord> records, Dictionary<Guid, string> names)
    {
        foreach (var record in records)
        {
            AnsiConsole.MarkupLineInterpolated($"{Amount.Time(record.Time)}  [bold]{record.Operation}[/] by {record.Actor}  [grey]{NameOf(names, record.ProviderId)}, entry {record.Sequence}[/]");
            foreach (var line in AuditWords.Lines(AuditWords.Parse(record.Changes)))
            {
                AnsiConsole.Write(new Padder(new Text(line), new Padding(4, 0, 0, 0)));
            }
        }

        if (records.Count == 0)
        {
            Console.Out.WriteLine("There are no such entries.");
        }
    }

    private static void Tell(IReadOnlyList<AuditReport> reports, Dictionary<Guid, string> names)
    {
        foreach (var report in reports)
        {
            AnsiConsole.MarkupLineInterpolated($"[bold]{NameOf(names, report.ProviderId)}[/] [grey]{report.ProviderId}[/]");
            AnsiConsole.MarkupLineInterpolated(report.Fault is null ? (FormattableString)$"  [green]whole[/], {report.Entries} entries" : $"  [red]not whole[/]: {report.Fault}");
            Console.Out.WriteLine($"  head {report.Head}");
        }

        if (reports.FirstOrDefault(r => r.Unguarded is not null) is { } open)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]Not guarded[/]: {open.Unguarded}");
        }

        var bad = reports.Count(r => r.Fault is not null);
        Console.Out.WriteLine(reports.Count == 0 ? "There is no trail: nothing was ever changed."
            : bad == 0 ? $"{(reports.Count == 1 ? "The chain is" : $"All {reports.Count} chains are")} whole." : $"{bad} of {reports.Count} chains {(bad == 1 ? "is" : "are")} not whole.");
    }

    private static Argument<string> Chain() => new("PROVIDER")
    {
        Description = $"The chain of this service provider (id or name), or '{OperatorChain}'. Default: all chains.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    // A removed provider's chain stays, so an id is taken as it is.
    private static async Task<Guid> ChainOfAsync(OperatorConsole console, string text, CancellationToken cancellationToken)
    {
        if (text == OperatorChain)
        {
            return Guid.Empty;
        }

        if (!Guid.TryParse(text, out var id))
        {
            return (await ProviderArgument.FindAsync(console, text, cancellationToken).ConfigureAwait(false)).Id;
        }

        return (await console.ListAuditChainsAsync(cancellationToken).ConfigureAwait(false)).Any(c => c.ProviderId == id)
            || (await console.Providers.ListAsync(cancellationToken).ConfigureAwait(false)).Any(p => p.Id == id)
            ? id : throw new CommandException($"There is no service provider {id}, and no trail of one. List them: tsms provider list.");
    }

    private static async Task<Dictionary<Guid, string>> NamesAsync(OperatorConsole console, CancellationToken cancellationToken) =>
        (await console.Providers.ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(p => p.Id, p => p.Name);

    private static string NameOf(Dictionary<Guid, string> names, Guid chain) => chain == Guid.Empty ? OperatorChain : names.GetValueOrDefault(chain, "removed provider");
}
