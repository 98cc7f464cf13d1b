using System.CommandLine;

namespace Tsms.Cli.Output;

/// <summary>Asks before something is done that cannot be undone.</summary>
internal static class Confirmation
{
    /// <summary><c>--yes</c>.</summary>
    public static Option<bool> Yes() => new("--yes", "-y") { Description = "Do it without asking." };

    /// <summary>Goes on when <paramref name="yes"/> was given or a person types yes.</summary>
    /// <param name="question">What will be done, and that it cannot be undone.</param>
    /// <param name="yes">Whether --yes was given.</param>
    /// <exception cref="UsageException">Nobody can be asked.</exception>
    /// <exception cref="CommandException">The person said no.</exception>
    public static void Ask(string question, bool yes)
    {
        if (yes)
        {
            return;
        }

        if (Console.IsInputRedirected)
        {
            throw new UsageException($"{question} Nothing was done: nobody can be asked here, so give --yes.");
        }

        Console.Error.Write($"{question} Type yes to go on: ");
        if (!string.Equals(Console.In.ReadLine()?.Trim(), "yes", StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandException("Nothing was done.");
        }
    }
}
