using Spectre.Console;

namespace Tsms.Cli.Output;

/// <summary>Tables without lines: they read well at 80 columns and in a pipe.</summary>
internal static class TextTable
{
    /// <summary>A table with these headings; the first column is not broken into lines.</summary>
    public static Table Of(params string[] headings)
    {
        var table = new Table { Border = TableBorder.None, UseSafeBorder = false };
        foreach (var (index, heading) in headings.Index())
        {
            table.AddColumn(new TableColumn(new Markup($"[bold]{Markup.Escape(heading)}[/]")) { NoWrap = index == 0, Padding = new Padding(0, 0, 2, 0) });
        }

        return table;
    }

    /// <summary>Prints it; without rows, says <paramref name="none"/>.</summary>
    public static void Print(Table table, int rows, string none)
    {
        if (rows == 0)
        {
            AnsiConsole.WriteLine(none);
        }
        else
        {
            AnsiConsole.Write(table);
        }
    }
}
