using System.CommandLine;
using System.Runtime.InteropServices;
using Tsms.Cli.Commands;
using Tsms.Cli.Commands.Operator;
using Tsms.Cli.Output;

var root = new RootCommand("Tsms, a Trusted Service Management System after BSI TR-03165: applets onto secure elements, and off again.")
{
    DemoCommand.Create(),
    CapsCommand.Create(),
    CapCommand.Create(),
    CardCommand.Create(),
    PhoneCommand.Create(),
    ServeCommand.Create(),
    IssuerCommand.Create(),
    ProviderCommand.Create(),
    ProfilesCommand.Create(),
    WebhooksCommand.Create(),
    AuditCommand.Create(),
    CompletionCommand.Create(),
};
HelpPages.Attach(root);

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    var page = $"See: tsms {string.Join(' ', args.TakeWhile(a => !a.StartsWith('-')).Take(2))} --help";
    return Refuse(ExitCodes.WrongUsage, string.Join(Environment.NewLine, [.. parsed.Errors.Select(e => e.Message), page]));
}

// Ctrl-C and SIGTERM cancel the command and leave it all the time it needs to clean up; the library's own handling would end it after a while.
using var cancellation = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellation.Token).ConfigureAwait(false);
}
catch (OperationCanceledException)
{
    return Refuse(ExitCodes.Failed, "Cancelled.");
}
catch (UsageException e)
{
    return Refuse(ExitCodes.WrongUsage, e.Message);
}
catch (CommandException e)
{
    return Refuse(ExitCodes.Failed, e.Message);
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    return Refuse(ExitCodes.Failed, e.Message);
}

// Words for people, and for scripts that asked for a document one all the same.
int Refuse(int exitCode, string message)
{
    Console.Error.WriteLine(message);
    if (args.Contains("--json"))
    {
        CliJson.Print(new { Ok = false, Error = message });
    }

    return exitCode;
}

void Cancel(PosixSignalContext signal)
{
    signal.Cancel = true;
    cancellation.Cancel();
}
