using System.CommandLine;
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

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true; // a first Ctrl-C lets the command clean up
    cancellation.Cancel();
};

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, cancellation.Token).ConfigureAwait(false);
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
