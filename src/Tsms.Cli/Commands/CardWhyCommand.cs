using System.CommandLine;
using Spectre.Console;
using Tsms.Cli.Cards;
using Tsms.Cli.Output;
using Tsms.SmartCard;
using Tsms.SmartCard.Omapi;
using Tsms.SmartCard.Omapi.AccessControl;
using Tsms.SmartCard.Tracing;

namespace Tsms.Cli.Commands;

/// <summary><c>tsms card why APP AID</c>: the access rules, one by one, and what they mean for one app.</summary>
internal static class CardWhyCommand
{
    public static Command Create()
    {
        var app = new Argument<string>("APP") { Description = "The app: hash of its certificate (40 or 64 digits), a certificate file (PEM, DER), or its name as in 'tsms phone --app'." };
        var aid = new Argument<string>("AID") { Description = "AID of the application on the card, hexadecimal; or 'default'." };
        var apdu = new Option<string?>("--apdu") { Description = "Tell too whether the rules let this command through, hexadecimal.", HelpName = "HEX" };
        var cards = new CardOptionSet();
        var json = CommonOptions.Json();
        var command = new Command(
            "why",
            """
            Explains why an app may, or may not, reach an application.

            It goes through the card's access rules one by one and decides as a phone does (GlobalPlatform Secure Element Access Control 1.1): rules for this application and this app (A), for this application and all apps (B),
            for all applications and this app (C), for all applications and all apps (D); the first search that finds a rule ends the matter, and a rule that names another
            app denies to all that are not named. Nothing is changed; no keys are needed.

            Examples:
              tsms card why org.example.app F054534D530101 --image phone.card
              tsms card why app-signing.pem F054534D530101 --reader ACR --apdu 80CA9F7F00
            """)
        {
            app, aid, apdu,
        };
        cards.AddTo(command);
        command.Add(json);
        command.SetAction(async (parsed, cancel) =>
        {
            var caller = AppIdentity.Parse(parsed.GetValue(app)!);
            var target = AidOf(parsed.GetValue(aid)!);
            var header = parsed.GetValue(apdu) is { } hex ? HeaderOf(hex) : null;
            var (why, status) = await CardErrors.ToldAsync(async () =>
            {
                await using var terminal = new CardTerminal(cards.OpenToLook(parsed));
                return (await terminal.ExplainAccessAsync(caller, target, cancel).ConfigureAwait(false), await SelectAsync(terminal, target, cancel).ConfigureAwait(false));
            }).ConfigureAwait(false);
            var permitted = header is null ? (bool?)null : why.Permits(header);
            if (parsed.GetValue(json))
            {
                CliJson.Print(new
                {
                    App = caller.ToString(), Hashes = caller.CertificateHashes.Select(h => Convert.ToHexString(h.Span)), Aid = target.ToString(), Allowed = why.IsAllowed, why.Reason,
                    why.Filters, CommandPermitted = permitted, SelectStatusWord = status.ToString(), Rules = why.Verdicts,
                });
            }
            else
            {
                Tell(AnsiConsole.Console, caller, target, why, permitted, status);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static void Tell(IAnsiConsole console, CallerIdentity caller, Aid aid, AccessExplanation why, bool? permitted, StatusWord status)
    {
        var name = aid.IsEmpty ? "the default application" : aid.ToString();
        console.MarkupLineInterpolated($"[bold]{caller.PackageName ?? "The app"}[/] {(why.IsAllowed ? "may" : "may not")} reach [bold]{name}[/]: {why.Reason}.");
        foreach (var hash in caller.CertificateHashes)
        {
            console.MarkupLineInterpolated($"[grey]Its hash is {Convert.ToHexString(hash.Span)}.[/]");
        }

        if (why.Filters.Count > 0)
        {
            console.MarkupLineInterpolated($"Commands are let through that fit {string.Join(" or ", why.Filters)}.");
        }

        if (permitted is { } isPermitted)
        {
            console.WriteLine(isPermitted ? "The command is let through." : "The command is not let through.");
        }

        if (!status.IsSuccess)
        {
            console.MarkupLineInterpolated($"Whatever the rules say, SELECT of {name} is answered {status} ({StatusWordText.Explain(status)}).");
        }

        console.WriteLine();
        console.WriteLine(why.Verdicts.Count == 0 ? "The card tells no access rules." : "Rules of the card (ARA-M), in its order:");
        foreach (var verdict in why.Verdicts)
        {
            console.MarkupLineInterpolated($"{(verdict.Decides ? "*" : " ")} {CardPicture.Sentence(verdict.Rule)}");
            console.Write(new Padder(new Text(verdict.Why), new Padding(6, 0, 0, 0)));
        }
    }

    // Often the rules are not what is in the way.
    private static async Task<StatusWord> SelectAsync(CardTerminal terminal, Aid aid, CancellationToken cancellationToken)
    {
        await using var service = new SecureElementService(CallerIdentity.Privileged("platform"), terminal);
        var session = await service.Readers[0].OpenSessionAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            try
            {
                return (await session.OpenLogicalChannelAsync(aid, 0x00, cancellationToken).ConfigureAwait(false)).SelectResponse.Sw;
            }
            catch (NoSuchElementException e)
            {
                return e.Sw;
            }
        }
    }

    private static Aid AidOf(string text) => text.Equals("default", StringComparison.OrdinalIgnoreCase) ? default
        : Aid.TryParse(text, out var aid) ? aid : throw new UsageException($"AID '{text}' is not 5 to 16 bytes in hexadecimal, nor 'default'.");

    private static byte[] HeaderOf(string hex) =>
        hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) && CommandApdu.TryParse(Convert.FromHexString(hex), out var command, out _) ? command.Header
            : throw new UsageException($"--apdu '{hex}' is no command APDU in hexadecimal (ISO 7816-4, 5.2).");
}
