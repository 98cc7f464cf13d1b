using System.Security.Cryptography;
using Tsms.Cli.Cards;
using Tsms.Cli.Cards.Keys;
using Tsms.Cli.Output;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.Exploration;
using Tsms.Issuer.Cards;
using Tsms.Keys;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;
using Tsms.SmartCard.Transports;
using Tsms.SmartCard.Transports.Pcsc;

namespace Tsms.Cli.Demo;

/// <summary>Gets the demo's cards: new virtual ones, in the process or in a PC/SC reader, or one that is in a reader already.</summary>
internal sealed class DemoCards(IKeyStore issuerKeys, CardRegister register, RandomNumberGenerator random, TimeProvider time)
{
    private const string ReaderName = "eSE1";

    /// <summary>Gets the card and enters it at the issuer.</summary>
    /// <exception cref="CommandException">The reader or its card cannot be used.</exception>
    public async Task<DemoCard> GetAsync(DemoCardChoice choice, CancellationToken cancellationToken)
    {
        if (choice.Reader is not null)
        {
            return await CardErrors.ToldAsync(() => TakeAsync(choice, cancellationToken)).ConfigureAwait(false);
        }

        var made = await CardMaker.MakeAsync(choice.Profile, issuerKeys, register, random, cancellationToken).ConfigureAwait(false);
        var domain = Aid.Parse(choice.Profile.IssuerSecurityDomain);
        if (choice.Vpcd is null)
        {
            return new DemoCard(TraceFile.Wrap(choice.Trace, new InProcessCard(ReaderName, made.Card)), made.IssuerKeys, domain, null, made.Card);
        }

        try
        {
            var plugged = await PluggedCard.InsertAsync(made.Card, choice.Vpcd, time, cancellationToken).ConfigureAwait(false);
            return new DemoCard(
                TraceFile.Wrap(choice.Trace, new PcscCard(plugged.Reader, ReaderName)), made.IssuerKeys, domain, plugged.Reader, plugged, made.Card);
        }
        catch
        {
            made.Card.Dispose();
            throw;
        }
    }

    // As an issuer enters a card that it did not make: production data from the card, keys from whoever made it.
    private async Task<DemoCard> TakeAsync(DemoCardChoice choice, CancellationToken cancellationToken)
    {
        var reader = PcscReaders.Find(choice.Reader).Name;
        var card = TraceFile.Wrap(choice.Trace, new PcscCard(reader, ReaderName));
        try
        {
            await card.ResetAsync(cancellationToken).ConfigureAwait(false);
            CardTransmit plain = (command, cancel) => card.ExchangeAsync(command.ToBytes(), cancel);
            var domain = await SelectIssuerAsync(plain, reader, cancellationToken).ConfigureAwait(false);
            var told = await ToldKeySet.AskAsync(plain, cancellationToken).ConfigureAwait(false);
            var (set, length) = await choice.Keys!.ImportAsync(issuerKeys, $"isd/{reader}", told, cancellationToken).ConfigureAwait(false);
            var (session, _, diversification) = await CardLogin.OpenAsync(plain, told.Parameters, issuerKeys, set, random, cancellationToken).ConfigureAwait(false);
            session.Dispose(); // the keys fit: wrong ones are better told now than in the middle of the story
            await card.ResetAsync(cancellationToken).ConfigureAwait(false);
            var cplc = await plain(GpCommand.GetData(GpTag.Cplc), cancellationToken).ConfigureAwait(false);
            if (!cplc.Sw.IsSuccess)
            {
                throw new CommandException($"The card in reader '{reader}' has no production data (GET DATA 9F7F was answered {cplc.Sw}); the issuer knows cards by them.");
            }

            var master = choice.Keys.Diversification == Diversification.None ? null : Convert.ToHexString(diversification.Span);
            var entry = new IssuedCard(Convert.ToHexString(cplc.Data.Span), set.Name, set.Version, length) { KeyDiversificationData = master, IssuerSecurityDomain = domain.ToString() };
            await register.AddAsync(entry, cancellationToken).ConfigureAwait(false);
            return new DemoCard(card, set, domain, reader);
        }
        catch
        {
            await card.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<Aid> SelectIssuerAsync(CardTransmit plain, string reader, CancellationToken cancellationToken)
    {
        var answer = await plain(GpCommand.Select(default), cancellationToken).ConfigureAwait(false);
        return answer.Sw.IsSuccess && BerTlvReader.TryReadAll(answer.Data, out var tlvs, out _, out _) && tlvs.FirstOrDefault(t => t.Tag == GpTag.FileControlInformation) is { Value.IsEmpty: false } fci
            && BerTlvReader.Find(fci.Value, GpTag.Name) is { } name && Aid.TryFrom(name.Span, out var aid)
            ? aid
            : throw new CommandException($"The card in reader '{reader}' does not select its issuer security domain: SELECT was answered {answer.Sw}.");
    }
}
