using System.CommandLine;
using Spectre.Console;
using Tsms.Cli.Cards;
using Tsms.Cli.Cards.Keys;
using Tsms.Cli.Output;
using Tsms.Cli.Servers;
using Tsms.GlobalPlatform.Exploration;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;

namespace Tsms.Cli.Commands;

/// <summary><c>tsms card explore</c>: all that a card tells of itself.</summary>
internal static class CardExploreCommand
{
    public static Command Create()
    {
        var cards = new CardOptionSet();
        var keys = new KeyOptionSet();
        var issuer = new Option<string?>("--issuer-data") { Description = "Data folder of the issuer that made the card; its keys are taken.", HelpName = "DIR" };
        var json = CommonOptions.Json();
        var command = new Command(
            "explore",
            """
            Shows all that a card tells: tree, keys, memory, rules.

            The tree has security domains, load files, modules and instances. Nothing is changed. Of an image a copy in memory is looked at, so that the image may be in use. The registry is told to who authenticates only: give the
            keys of the issuer security domain. On an image the keys that everybody knows are tried by themselves, on a real card never: cards count failures.

            Examples:
              tsms card explore --image my.card
              tsms card explore --image phone.card --issuer-data issuer-data
              tsms card explore --reader "Virtual PCD 00 00" --test-keys --trace explore.log
              tsms card explore --reader ACR --keys isd-keys.json --json
            """);
        cards.AddTo(command);
        keys.AddTo(command);
        command.Add(issuer);
        command.Add(json);
        command.SetAction(async (parsed, cancel) =>
        {
            using var given = keys.Read(parsed);
            if (given is not null && parsed.GetValue(issuer) is not null)
            {
                throw new UsageException("Give either --issuer-data DIR or keys.");
            }

            var description = await CardErrors.ToldAsync(async () =>
            {
                await using var card = cards.OpenToLook(parsed);
                await using var ring = parsed.GetValue(issuer) is { } directory
                    ? new CardKeyRing(await IssuerHome.OpenExistingAsync(directory, cancel).ConfigureAwait(false))
                    : given is not null ? new CardKeyRing(given) : null;
                return ring is null && cards.Image(parsed) is not null
                    ? await TryTestKeysAsync(card, cancel).ConfigureAwait(false)
                    : await ExploreAsync(card, ring, cancel).ConfigureAwait(false);
            }).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                CliJson.Print(description);
            }
            else
            {
                CardPicture.Draw(AnsiConsole.Console, description);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    // On a copy in memory a wrong key costs nothing.
    private static async Task<CardDescription> TryTestKeysAsync(ICard card, CancellationToken cancellationToken)
    {
        await using var ring = new CardKeyRing(GivenKeys.Test());
        try
        {
            return await ExploreAsync(card, ring, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SecureChannelException or CommandException)
        {
            var without = await ExploreAsync(card, null, cancellationToken).ConfigureAwait(false);
            return without with { Notes = [.. without.Notes, "The card has keys of its own, not those that everybody knows: give --issuer-data DIR or --keys FILE."] };
        }
    }

    private static async Task<CardDescription> ExploreAsync(ICard card, CardKeyRing? ring, CancellationToken cancellationToken)
    {
        var atr = await card.ResetAsync(cancellationToken).ConfigureAwait(false);
        CardTransmit plain = (command, cancel) => card.ExchangeAsync(command.ToBytes(), cancel);
        IDisposable? session = null;
        try
        {
            var explorer = new CardExplorer(
                plain,
                ring is null ? null : async cancel =>
                {
                    (session, var send) = await ring.LogInAsync(plain, cancel).ConfigureAwait(false);
                    return send;
                });
            return CardDescriber.Describe(card.Name, atr, await explorer.ExploreAsync(cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            session?.Dispose();
        }
    }
}
