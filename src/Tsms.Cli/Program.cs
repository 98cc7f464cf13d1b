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
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }

    Console.Error.WriteLine($"See: tsms {string.Join(' ', args.TakeWhile(a => !a.StartsWith('-')).Take(2))} --help");
    return ExitCodes.WrongUsage;
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
    Console.Error.WriteLine("Cancelled.");
    return ExitCodes.Failed;
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    return ExitCodes.WrongUsage;
}
catch (CommandException e)
{
    Console.Error.WriteLine(e.Message);
    return ExitCodes.Failed;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return ExitCodes.Failed;
}

void Cancel(PosixSignalContext signal)
{
    signal.Cancel = true;
    cancellation.Cancel();
}
