using System.CommandLine;
using Spectre.Console;
using Tsms.Cli.Cards;
using Tsms.Cli.Output;
using Tsms.SmartCard.Transports.Pcsc;

namespace Tsms.Cli.Commands;

/// <summary><c>tsms card readers</c>: the PC/SC readers of this machine.</summary>
internal static class CardReadersCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new Command("readers", "Lists the PC/SC readers of this machine.\n\nExample:\n  tsms card readers") { json };
        command.SetAction(async parsed =>
        {
            var readers = await CardErrors.ToldAsync(() => Task.FromResult(PcscReaders.List())).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                CliJson.Print(readers.Select(r => new { r.Name, Card = StateOf(r), Atr = Convert.ToHexString(r.Atr.Span) }));
                return ExitCodes.Done;
            }

            var table = TextTable.Of("Reader", "Card", "Answer to reset");
            foreach (var reader in readers)
            {
                table.AddRow(new Text(reader.Name), new Text(StateOf(reader)), new Text(Convert.ToHexString(reader.Atr.Span)));
            }

            TextTable.Print(table, readers.Count, "There is no reader.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static string StateOf(PcscReader reader) =>
        !reader.IsCardPresent ? "none" : reader.IsMute ? "mute" : reader.IsExclusive ? "held by a program" : reader.IsInUse ? "in use" : "there";
}
