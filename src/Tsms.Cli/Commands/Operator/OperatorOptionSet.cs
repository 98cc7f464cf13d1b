using System.CommandLine;
using System.Data.Common;
using Tsms.Backend.Hosting;
using Tsms.Cli.Output;
using Tsms.Cli.Servers;

namespace Tsms.Cli.Commands.Operator;

/// <summary>Opens a TSM's data for an operator's command, beside a serving backend or without one, and tells what goes wrong.</summary>
internal sealed class OperatorOptionSet
{
    private readonly BackendOptionSet _backend = new();
    private readonly Option<bool> _json = CommonOptions.Json();

    /// <summary>Adds the options, and --json.</summary>
    public void AddTo(Command command)
    {
        command.Add(_json);
        _backend.AddTo(command);
    }

    /// <summary>Makes a command of an action.</summary>
    /// <param name="command">Its arguments and own options are there already.</param>
    /// <param name="mayMake">True for what may come before the first start: the database is made. False: one that is missing is an error.</param>
    /// <param name="action">Gets the console and says the exit code.</param>
    public Command Run(Command command, bool mayMake, Func<OperatorConsole, ParseResult, CancellationToken, Task<int>> action)
    {
        AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(parsed, mayMake, action, cancel));
        return command;
    }

    /// <inheritdoc cref="Run(Command, bool, Func{OperatorConsole, ParseResult, CancellationToken, Task{int}})"/>
    public Command Run(Command command, bool mayMake, Func<OperatorConsole, ParseResult, CancellationToken, Task> action) =>
        Run(command, mayMake, async (console, parsed, cancel) =>
        {
            await action(console, parsed, cancel).ConfigureAwait(false);
            return ExitCodes.Done;
        });

    /// <summary>Prints a document for scripts, or words for people.</summary>
    public void Print<T>(ParseResult parsed, T document, Action words)
    {
        if (parsed.GetValue(_json))
        {
            CliJson.Print(document);
        }
        else
        {
            words();
        }
    }

    private async Task<int> RunAsync(
        ParseResult parsed, bool mayMake, Func<OperatorConsole, ParseResult, CancellationToken, Task<int>> action, CancellationToken cancellationToken)
    {
        var options = _backend.Read(parsed).Backend;
        if (!mayMake && options.Database == BackendDatabase.Sqlite && !File.Exists(Path.Combine(options.DataDirectory, "tsms.db")))
        {
            throw new CommandException($"There is no TSM's data in '{Path.GetFullPath(options.DataDirectory)}': name its folder with --data, or its database with --database and --connection.");
        }

        try
        {
            await using var console = await OperatorConsole.OpenAsync(BackendOptionSet.ValidForData(options), cancellationToken).ConfigureAwait(false);
            return await action(console, parsed, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException { InnerException: DbException })
        {
            throw new CommandException($"The database cannot be used: {StartFault.Of(e)}");
        }
        catch (ArgumentException e)
        {
            throw new CommandException(WordsOf(e));
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new CommandException(e.Message);
        }
    }

    /// <summary>The message without the name of the parameter, which is ours.</summary>
    public static string WordsOf(ArgumentException e) =>
        e.ParamName is null ? e.Message : e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal);
}
