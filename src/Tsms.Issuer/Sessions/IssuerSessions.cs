using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tsms.Api.Issuer;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.Issuer.Authorizations;
using Tsms.Issuer.Data;
using Tsms.Keys;
using Tsms.SmartCard;

namespace Tsms.Issuer.Sessions;

/// <summary>
/// The issuer's sessions with cards. A card's secure channel lives as long as its power, so sessions live in memory; what a session may have changed on
/// the card is written to the database before its commands leave.
/// </summary>
internal sealed class IssuerSessions(
    IKeyStore keys, IDbContextFactory<IssuerDb> dbs, Authorize authorize, IOptions<IssuerOptions> options, TimeProvider time, RandomNumberGenerator random)
{
    private const string Establish = "establishTsmSecurityDomain";
    private const string Remove = "removeTsmSecurityDomain";
    private const string HandedOverPrefix = "handover/";

    private readonly ConcurrentDictionary<string, IssuerSession> _sessions = new();

    /// <summary>At start: forgets handed-over keys of sessions that an earlier run of the program did not bring to their end.</summary>
    public async Task ForgetHandedOverKeysAsync(CancellationToken cancellationToken)
    {
        foreach (var set in await keys.ListKeySetsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (set.Reference.Name.StartsWith(HandedOverPrefix, StringComparison.Ordinal))
            {
                await keys.DeleteKeySetAsync(set.Reference, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>First step: SELECT of the ISD and INITIALIZE UPDATE.</summary>
    public async Task<SessionStep> OpenAsync(IssuerPartner partner, OpenSessionRequest request, CancellationToken cancellationToken)
    {
        var purpose = request.Purpose switch
        {
            Establish => SessionPurpose.Establish,
            Remove => SessionPurpose.Remove,
            _ => throw new IssuerFault(IssuerErrorCodes.InvalidRequest, $"purpose must be {Establish} or {Remove}."),
        };
        if (!string.Equals(request.TsmSecurityDomain, partner.SecurityDomain, StringComparison.OrdinalIgnoreCase))
        {
            throw new IssuerFault(IssuerErrorCodes.NotPermitted, $"The security domain of {partner.Name} is {partner.SecurityDomain}, no other.");
        }

        var (_, card) = await authorize.RequireAsync(partner, request.AuthorizationId, cancellationToken).ConfigureAwait(false);
        await EndAsync(s => Lapsed(s) || (s.Card.CardId == card.CardId && s.Partner.Name == partner.Name), cancellationToken).ConfigureAwait(false);
        var challenge = new byte[8];
        random.GetBytes(challenge);
        var session = new IssuerSession(Authorize.NewId(random), partner, card, purpose, challenge, time.GetUtcNow());
        _sessions[session.Id] = session;
        string[] commands =
        [
            Hex(GpCommand.Select(Aid.Parse(card.SecurityDomain ?? options.Value.IssuerSecurityDomain)).ToBytes()),
            Hex(Scp03.InitializeUpdate((byte)card.KeyVersion, challenge).ToBytes()),
        ];
        return new SessionStep(session.Id, commands, ChangesCard: false, Done: false, null, null);
    }

    /// <summary>Second step: the script; third: done.</summary>
    public async Task<SessionStep> ContinueAsync(IssuerPartner partner, string sessionId, CardAnswers answers, CancellationToken cancellationToken)
    {
        if (!_sessions.TryGetValue(sessionId, out var session) || session.Partner.Name != partner.Name)
        {
            throw new IssuerFault(IssuerErrorCodes.UnknownSession, "There is no such session, or it has ended.");
        }

        var bytes = Bytes(answers);
        await session.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (session.HasEnded)
            {
                throw new IssuerFault(IssuerErrorCodes.UnknownSession, "There is no such session, or it has ended.");
            }

            return session.Script is { } script
                ? await FinishAsync(session, script, bytes, cancellationToken).ConfigureAwait(false)
                : await SendScriptAsync(session, bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever went wrong, the card's channel is of no more use; what the card may have kept of it stands in the database.
            await EndAsync(session).ConfigureAwait(false);
            if (e is KeyStoreException refused)
            {
                throw new IssuerFault(IssuerErrorCodes.KeyManagement, refused.Message, refused);
            }

            throw;
        }
        finally
        {
            session.Turn.Release();
        }
    }

    private async Task<SessionStep> SendScriptAsync(IssuerSession session, IReadOnlyList<ReadOnlyMemory<byte>> answers, CancellationToken cancellationToken)
    {
        if (Lapsed(session))
        {
            throw new IssuerFault(IssuerErrorCodes.UnknownSession, "The session's authorization has lapsed. Ask for a new one.");
        }

        var channel = await AuthenticateAsync(session, answers, cancellationToken).ConfigureAwait(false);
        session.Take(channel);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var domain = await DomainAsync(db, session, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ScriptCommand> commands;
        HandedOverKeySet? handedOver = null;
        if (session.Purpose == SessionPurpose.Establish)
        {
            // A domain that is there keeps what it holds: the card refuses to delete it while anything is below it.
            var keySet = HandedOverKeys(session);
            session.HandOver(keySet);
            await keys.GenerateKeySetAsync(keySet, session.Card.KeyLength, Diversification.None, cancellationToken).ConfigureAwait(false);
            var first = await keys.GetScp03KeysAsync(keySet, default, cancellationToken).ConfigureAwait(false);
            var isd = await IsdKeysAsync(session, channel.Handshake, cancellationToken).ConfigureAwait(false);
            var enciphered = await isd.EncipherKeySetAsync(first, cancellationToken).ConfigureAwait(false);
            commands = IssuerScript.Establish(domain, options.Value, enciphered, channel.MaxCommandData);
            var wrapped = await keys.WrapKeySetAsync(keySet, default, session.Partner.TransportKey, cancellationToken).ConfigureAwait(false);
            handedOver = new HandedOverKeySet(
                session.Partner.TransportKey, wrapped.KeyVersion, Convert.ToBase64String(wrapped.Ciphertext.Span), wrapped.KeyLength);
        }
        else
        {
            commands = IssuerScript.Remove(domain);
        }

        domain.State = TsmDomainState.Uncertain;
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        var script = channel.WrapScriptWithAuthentication(commands);
        session.Send(script);
        return new SessionStep(
            session.Id, [.. script.ToApdus().Select(a => Hex(a.Span))], ChangesCard: true, Done: false, handedOver, session.Card.CardId);
    }

    private async Task<SessionStep> FinishAsync(
        IssuerSession session, WrappedScript script, IReadOnlyList<ReadOnlyMemory<byte>> answers, CancellationToken cancellationToken)
    {
        IssuerScript.Require(script, answers);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var domain = await DomainAsync(db, session, cancellationToken).ConfigureAwait(false);
        domain.State = session.Purpose == SessionPurpose.Establish ? TsmDomainState.Present : TsmDomainState.Absent;
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await EndAsync(session).ConfigureAwait(false);
        return new SessionStep(session.Id, [], ChangesCard: false, Done: true, null, session.Card.CardId);
    }

    private async Task<Scp03Session> AuthenticateAsync(IssuerSession session, IReadOnlyList<ReadOnlyMemory<byte>> answers, CancellationToken cancellationToken)
    {
        if (answers.Count != 2)
        {
            throw new IssuerFault(IssuerErrorCodes.InvalidRequest, $"{answers.Count} answers to 2 commands.");
        }

        if (!ResponseApdu.TryParse(answers[0], out var selected) || !selected.Sw.IsSuccess)
        {
            throw new IssuerFault(IssuerErrorCodes.CardRefused, $"The card did not select its issuer security domain: {selected?.Sw.ToString() ?? "no answer"}.");
        }

        try
        {
            var handshake = InitializeUpdateAnswer.Parse(answers[1]);
            RequireCard(session.Card, handshake);
            var isd = await IsdKeysAsync(session, handshake, cancellationToken).ConfigureAwait(false);
            return await Scp03.OpenAsync(isd, session.HostChallenge, handshake, handshake.Parameters.HighestLevel, cancellationToken).ConfigureAwait(false);
        }
        catch (SecureChannelException e)
        {
            throw new IssuerFault(
                e.Failure == SecureChannelFailure.CryptogramMismatch ? IssuerErrorCodes.CardNotGenuine : IssuerErrorCodes.CardRefused, e.Message);
        }
    }

    // With keys diversified from a master every card of the issuer could answer for another, were its diversification data not known.
    private static void RequireCard(IssuerCard card, InitializeUpdateAnswer handshake)
    {
        var data = Hex(handshake.KeyDiversificationData.Span);
        if (card.KeyDiversificationData is { } known && known != data)
        {
            throw new IssuerFault(
                IssuerErrorCodes.CardNotGenuine, $"The card's key diversification data are {data}; those of the card it says it is are {known}.");
        }
    }

    private ValueTask<IScp03Keys> IsdKeysAsync(IssuerSession session, InitializeUpdateAnswer handshake, CancellationToken cancellationToken) =>
        keys.GetScp03KeysAsync(new KeySetReference(session.Card.KeySet, (byte)session.Card.KeyVersion), handshake.KeyDiversificationData, cancellationToken);

    // Of one session alone; forgotten when the session ends.
    private static KeySetReference HandedOverKeys(IssuerSession session) => new(HandedOverPrefix + session.Id, 1);

    private static async Task<TsmDomain> DomainAsync(IssuerDb db, IssuerSession session, CancellationToken cancellationToken)
    {
        var domain = await db.TsmDomains.SingleOrDefaultAsync(
            d => d.CardId == session.Card.CardId && d.Partner == session.Partner.Name, cancellationToken).ConfigureAwait(false);
        if (domain is null)
        {
            domain = new TsmDomain { CardId = session.Card.CardId, Partner = session.Partner.Name, Aid = session.Partner.SecurityDomain };
            db.TsmDomains.Add(domain);
        }

        return domain;
    }

    // The TSM's keys are the TSM's: it has them wrapped, and turns them over in its first session. Not cancelled, lest they stay behind.
    private async Task EndAsync(IssuerSession session)
    {
        _sessions.TryRemove(session.Id, out _);
        session.Dispose();
        if (session.HandedOverKeySet is { } handedOver && await keys.FindKeySetAsync(handedOver, CancellationToken.None).ConfigureAwait(false) is not null)
        {
            await keys.DeleteKeySetAsync(handedOver, CancellationToken.None).ConfigureAwait(false);
        }
    }

    // A card has one channel: a new session of the partner with it means that the one before is over.
    private async Task EndAsync(Func<IssuerSession, bool> which, CancellationToken cancellationToken)
    {
        foreach (var session in _sessions.Values.Where(which))
        {
            await session.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await EndAsync(session).ConfigureAwait(false);
            }
            finally
            {
                session.Turn.Release();
            }
        }
    }

    private bool Lapsed(IssuerSession session) => session.OpenedAt + options.Value.AuthorizationLifetime < time.GetUtcNow();

    private static List<ReadOnlyMemory<byte>> Bytes(CardAnswers answers)
    {
        var bytes = new List<ReadOnlyMemory<byte>>();
        foreach (var (hex, index) in (answers.Answers ?? []).Select((a, i) => (a, i)))
        {
            try
            {
                bytes.Add(Convert.FromHexString(hex ?? ""));
            }
            catch (FormatException)
            {
                throw new IssuerFault(IssuerErrorCodes.InvalidRequest, $"answers[{index}] is not hexadecimal.");
            }
        }

        return bytes;
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);
}
