namespace Tsms.Cli.Output;

/// <summary>Exit codes of every command.</summary>
internal static class ExitCodes
{
    /// <summary>0: done.</summary>
    public const int Done = 0;

    /// <summary>1: it failed; the reason stands on standard error or in the JSON document.</summary>
    public const int Failed = 1;

    /// <summary>2: wrong usage; nothing was done.</summary>
    public const int WrongUsage = 2;
}

/// <summary>The command was understood and failed; the message goes to standard error.</summary>
internal sealed class CommandException(string message) : Exception(message);

/// <summary>The command was not understood; nothing was done.</summary>
internal sealed class UsageException(string message) : Exception(message);
