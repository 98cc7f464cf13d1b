using System.Security.Cryptography;
using Tsms.SmartCard;
using Tsms.VirtualCard.CardManager.Commands;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Runtime;
using Tsms.VirtualCard.SecureChannel;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager;

/// <summary>
/// INITIALIZE UPDATE and EXTERNAL AUTHENTICATE (GP Amendment D 1.1.2, 7.1), for security domains and, through org.globalplatform.SecureChannel, for
/// applets.
/// </summary>
/// <param name="memory">Where counters are kept.</param>
/// <param name="profile">Options and limits.</param>
/// <param name="random">For card challenges where they are random.</param>
internal sealed class SecureChannelCommands(RegistryMemory memory, CardProfile profile, RandomNumberGenerator random)
{
    private const int MaxSequence = 0xFFFFFF;

    private readonly Scp03Options _options = new(profile.Scp03Options);

    /// <summary>
    /// Begins a session and returns the answer: diversification data, key information, card challenge, cryptogram and, where pseudo-random, the
    /// counter.
    /// </summary>
    /// <exception cref="CardFault">6A86, 6700, 6A88: no such key set, 6983: blocked, 6985: the counter is at its end.</exception>
    public byte[] InitializeUpdate(ChannelState channel, CommandApdu command)
    {
        // A new INITIALIZE UPDATE ends whatever session there was (5.6).
        channel.Begin(null);
        Demand(command.P2 == 0 && command.P1 <= 0x7F, StatusWord.IncorrectP1P2, "P1 of INITIALIZE UPDATE is a key version or 00, P2 is 00");
        var length = _options.BlockLength;
        Demand(command.Data.Length == length, StatusWord.WrongLength, $"a host challenge has {length} bytes, not {command.Data.Length}");

        var registry = memory.Current;
        var application = registry.Find(channel.Selected)!;
        var domain = registry.ChannelDomain(application) ?? throw new CardFault(StatusWord.ReferencedDataNotFound, "no security domain here has keys");
        Demand(!domain.IsLocked, StatusWord.ConditionsNotSatisfied, $"{domain.Aid} is LOCKED and serves nobody (5.3.2.4)");
        var keys = domain.SecurityDomain!.FindScp03(command.P1)
            ?? throw new CardFault(StatusWord.ReferencedDataNotFound, $"{domain.Aid} has no key set {command.P1:X2}");
        var counters = domain.SecurityDomain.CountersOf(keys.Version);
        Demand(profile.AuthenticationLimit is not { } limit || counters.Failures < limit, StatusWord.AuthenticationMethodBlocked,
            $"key set {keys.Version:X2} of {domain.Aid} is blocked");

        byte[] challenge;
        byte[] told = [];
        if (_options.PseudoRandomChallenge)
        {
            Demand(counters.Sequence < MaxSequence, StatusWord.ConditionsNotSatisfied, "the sequence counter is at its end");
            counters = counters with { Sequence = counters.Sequence + 1 };
            Write(domain.Aid, keys.Version, counters);
            challenge = Scp03Session.PseudoRandomChallenge(keys.Enc, counters.Sequence, application.Aid, length);
            told = [(byte)(counters.Sequence >> 16), (byte)(counters.Sequence >> 8), (byte)counters.Sequence];
        }
        else
        {
            challenge = new byte[length];
            random.GetBytes(challenge);
        }

        var session = new Scp03Session(keys, domain.Aid, _options, command.Data.Span, challenge);
        channel.Begin(session);
        return [.. GetData.Diversification(registry, profile), keys.Version, 0x03, _options.Value, .. challenge, .. session.CardCryptogram, .. told];
    }

    /// <summary>Opens the session that was begun.</summary>
    /// <exception cref="CardFault">6985, 6A86, 6700, 6300, 6983 or 6988; the session is over then.</exception>
    public void ExternalAuthenticate(ChannelState channel, CommandApdu command)
    {
        var session = channel.SecureChannel;
        Demand(session is { Phase: Scp03Phase.Initiated }, StatusWord.ConditionsNotSatisfied, "EXTERNAL AUTHENTICATE comes after INITIALIZE UPDATE");
        DemandStillGood(session);
        if (!new ClassByte(command.Cla).HasGlobalPlatformMessaging || !_options.Supports(command.P1) || command.P1 < profile.MinimumSecurityLevel || command.P2 != 0)
        {
            session.Abort();
            throw new CardFault(new ClassByte(command.Cla).HasGlobalPlatformMessaging ? StatusWord.IncorrectP1P2 : StatusWord.SecurityStatusNotSatisfied,
                $"EXTERNAL AUTHENTICATE has a class without secure messaging, or asks for a level ({command.P1:X2}) that is not to be had");
        }

        // The failure is counted before the cryptogram is looked at: cutting the power must not give a free try.
        var limited = profile.AuthenticationLimit is not null;
        if (limited)
        {
            Count(session, c => c with { Failures = c.Failures + 1 });
        }

        session.Authenticate(command);
        if (limited)
        {
            Count(session, c => c with { Failures = 0 });
        }
    }

    // Another channel may have deleted or replaced the keys since, or tried them until they were blocked.
    private void DemandStillGood(Scp03Session session)
    {
        var owner = memory.Current.FindDomain(session.Owner);
        var data = owner?.SecurityDomain;
        if (data is null || owner!.IsLocked || !session.IsOf(data.FindScp03(session.Version)))
        {
            session.Abort();
            throw new CardFault(StatusWord.ConditionsNotSatisfied, $"{session.Owner} or its key set {session.Version:X2} is no more what it was at INITIALIZE UPDATE");
        }

        if (profile.AuthenticationLimit is { } limit && data.CountersOf(session.Version).Failures >= limit)
        {
            session.Abort();
            throw new CardFault(StatusWord.AuthenticationMethodBlocked, $"key set {session.Version:X2} of {session.Owner} is blocked");
        }
    }

    private void Count(Scp03Session session, Func<KeyVersionCounters, KeyVersionCounters> change)
    {
        if (memory.Current.FindDomain(session.Owner)?.SecurityDomain is { } data)
        {
            Write(session.Owner, session.Version, change(data.CountersOf(session.Version)));
        }
    }

    private void Write(Aid domain, byte version, KeyVersionCounters counters)
    {
        var entry = memory.Current.FindDomain(domain)!;
        var data = entry.SecurityDomain!;
        memory.Write(memory.Current.With(entry with { SecurityDomain = data with { Counters = data.Counters.SetItem(version, counters) } }));
    }
}
