using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;

namespace Tsms.Cli.Output;

/// <summary>
/// Help as people read it: a directory lists its commands with one line each; a command's own page has what its description says further, and the examples,
/// at its end. A description is a sentence, then paragraphs after an empty line; indented lines stay as they are, others are broken anew.
/// </summary>
internal sealed class HelpPages : SynchronousCommandLineAction
{
    private const int DefaultWidth = 80;
    private const int MaxWidth = 120;

    private readonly HelpAction _standard;
    private readonly Dictionary<Command, string> _details = [];

    private HelpPages(HelpAction standard) => _standard = standard;

    /// <summary>Takes the help of all commands over; they are complete.</summary>
    public static void Attach(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        var pages = new HelpPages((HelpAction)option.Action!);
        pages._standard.MaxWidth = Width();
        pages.Split(root);
        option.Action = pages;
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var result = _standard.Invoke(parseResult);
        if (_details.TryGetValue(parseResult.CommandResult.Command, out var details))
        {
            parseResult.InvocationConfiguration.Output.WriteLine(Wrap(details, Width()));
        }

        return result;
    }

    /// <summary>Breaks paragraphs into lines of at most <paramref name="width"/> characters; lines that begin with a space stay.</summary>
    internal static string Wrap(string text, int width)
    {
        var lines = new StringBuilder();
        var column = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.Length == 0 || line[0] == ' ')
            {
                lines.Append(column > 0 ? "\n" : "").Append(line).Append('\n');
                column = 0;
                continue;
            }

            foreach (var word in line.Split(' '))
            {
                if (column > 0)
                {
                    var fits = column + 1 + word.Length <= width;
                    lines.Append(fits ? ' ' : '\n');
                    column = fits ? column + 1 : 0;
                }

                lines.Append(word);
                column += word.Length;
            }
        }

        return lines.ToString().TrimEnd('\n') + "\n";
    }

    private static int Width() => Console.IsOutputRedirected ? DefaultWidth : Math.Clamp(Console.WindowWidth, 40, MaxWidth);

    private void Split(Command command)
    {
        var description = (command.Description ?? "").ReplaceLineEndings("\n");
        var end = description.IndexOf("\n\n", StringComparison.Ordinal);
        if (end >= 0)
        {
            command.Description = description[..end].Replace('\n', ' ');
            _details[command] = description[(end + 2)..];
        }

        foreach (var child in command.Subcommands)
        {
            Split(child);
        }
    }
}
