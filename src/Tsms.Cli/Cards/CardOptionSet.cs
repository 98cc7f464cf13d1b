using System.CommandLine;
using Tsms.Cli.Output;
using Tsms.SmartCard;
using Tsms.SmartCard.Transports;
using Tsms.SmartCard.Transports.Pcsc;

namespace Tsms.Cli.Cards;

/// <summary>Options of all commands that talk to one card: which it is, and where the conversation is written down.</summary>
internal sealed class CardOptionSet
{
    private readonly Option<FileInfo?> _image = new("--image") { Description = "Image file of a virtual card.", HelpName = "FILE" };
    private readonly Option<string?> _reader = new("--reader")
    {
        Description = "PC/SC reader with the card, instead of --image: its name or a part of it; see: tsms card readers.",
        HelpName = "NAME",
    };
    private readonly Option<FileInfo?> _trace = TraceFile.Option();

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_image);
        command.Add(_reader);
        command.Add(_trace);
    }

    /// <summary>The image, when the card is one.</summary>
    public FileInfo? Image(ParseResult parsed) => parsed.GetValue(_image);

    /// <summary>The card for a phone: what is done to it stays.</summary>
    /// <exception cref="UsageException">None is named, or two are, or there is no such image.</exception>
    /// <exception cref="TransportException">There is no such reader.</exception>
    public ICard Open(ParseResult parsed) => Open(parsed, "eSE1", file =>
    {
        var stored = CardSource.OpenImage(file);
        return (stored, stored);
    });

    /// <summary>The card to look at, under its reader's own name: of an image a copy in memory, so that the file stays as it is and may be in use.</summary>
    /// <inheritdoc cref="Open(ParseResult)"/>
    public ICard OpenToLook(ParseResult parsed) => Open(parsed, null, file =>
    {
        var copy = CardSource.LoadCopy(file);
        return (copy, copy);
    });

    private OwnedCard Open(ParseResult parsed, string? name, Func<FileInfo, (ICardProcessor Card, IDisposable Owner)> open)
    {
        var (image, reader) = (parsed.GetValue(_image), parsed.GetValue(_reader));
        if (image is null == reader is null)
        {
            throw new UsageException("Name the card: either --image FILE or --reader NAME.");
        }

        var trace = TraceFile.Open(parsed.GetValue(_trace));
        try
        {
            if (reader is not null)
            {
                return new OwnedCard(TraceFile.Wrap(trace, new PcscCard(PcscReaders.Find(reader).Name, name)), trace);
            }

            var (card, owner) = open(image!);
            return new OwnedCard(TraceFile.Wrap(trace, new InProcessCard(name ?? image!.Name, card)), owner, trace);
        }
        catch
        {
            trace?.Dispose();
            throw;
        }
    }
}
