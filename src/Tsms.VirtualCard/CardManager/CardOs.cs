using System.Collections.Frozen;
using System.Security.Cryptography;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Access;
using Tsms.VirtualCard.CardManager.Commands;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.CardManager;

/// <summary>
/// The card's operating system, OPEN in the words of GP Card Specification 2.3.1 (chapter 6): dispatches commands by channel, selects, and lets
/// security
/// domains manage content. Commands of domains are functions of a <see cref="CommandContext"/>; here their outcomes are made to last.
/// </summary>
internal sealed partial class CardOs : IDisposable
{
    private readonly RegistryMemory _memory;
    private readonly IAppletRuntime _runtime;
    private readonly CardProfile _profile;
    private readonly RandomNumberGenerator _random;
    private readonly SecureChannelCommands _secureChannel;
    private readonly ChannelState?[] _channels;

    /// <summary>Makes the operating system over its memory and runtime; nothing is selected until <see cref="Reset"/>.</summary>
    /// <param name="persistent">The card's persistent memory.</param>
    /// <param name="registry">The registry to begin with.</param>
    /// <param name="profile">What the product is like.</param>
    /// <param name="random">The card's random numbers.</param>
    /// <param name="runtime">The Java Card runtime; it is told of the operating system by whoever makes both.</param>
    public CardOs(PersistentMemory persistent, CardRegistry registry, CardProfile profile, RandomNumberGenerator random, IAppletRuntime runtime)
    {
        _memory = new RegistryMemory(persistent, registry);
        _profile = profile;
        _random = random;
        _secureChannel = new SecureChannelCommands(_memory, profile, random);
        _channels = new ChannelState?[profile.Channels];
        _runtime = runtime;
        foreach (var application in registry.Applications.Where(a => a.Quota != default && runtime.Knows(a.Aid)))
        {
            runtime.SetQuota(application.Aid, application.Quota);
        }
    }

    /// <summary>The registry as it is.</summary>
    public CardRegistry Registry => _memory.Current;

    /// <summary>Memory of the runtime, less what the registry takes.</summary>
    public MemoryReport Memory
    {
        get
        {
            var report = _runtime.Memory;
            return report with { PersistentFree = Math.Max(0, report.PersistentFree - _memory.Current.Size) };
        }
    }

    /// <summary>Powers up: mends what lost power left, opens the basic channel and selects what is selected by default.</summary>
    public void Reset()
    {
        _runtime.Reset();
        foreach (var channel in _channels)
        {
            channel?.Dispose();
        }

        Array.Clear(_channels);
        OpenImplicitly(0);
    }

    /// <summary>Processes a command and returns the response.</summary>
    /// <exception cref="PowerLost">The power is cut meanwhile.</exception>
    public byte[] Process(ReadOnlyMemory<byte> bytes)
    {
        if (!CommandApdu.TryParse(bytes, out var command, out _) || command.Data.Length > _profile.MaxCommandData)
        {
            return Bare(StatusWord.WrongLength);
        }

        var cla = new ClassByte(command.Cla);
        if (!cla.IsValid)
        {
            return Bare(StatusWord.ClaNotSupported);
        }

        // Dx and Fx are channels 4 to 19 with chaining (JCRE 3.0.5, table 4-3). Applets older than that have them as classes of their own: where the channel
        // is closed, the applet on the basic channel gets them.
        var number = cla.Channel;
        if ((cla.Value & 0xD0) == 0xD0 && !IsOpen(number) && _channels[0] is { } basic && Registry.Find(basic.Selected) is { Kind: ApplicationKind.Applet })
        {
            number = 0;
        }

        if (!IsOpen(number) || _channels[number] is not { } channel)
        {
            return Bare(StatusWord.LogicalChannelNotSupported);
        }

        var opens = cla.IsInterindustry && command.Ins == GpInstruction.ManageChannel;
        var selects = cla.IsInterindustry && command.Ins == GpInstruction.Select && command.P1 == 0x04;
        if ((opens || selects) && channel.Chain is not null)
        {
            // The commands of a chain follow each other directly (11.1.5.1).
            channel.Chain = null;
            return Bare(StatusWord.ConditionsNotSatisfied);
        }

        try
        {
            if (opens)
            {
                return ManageChannel(cla, command);
            }

            if (selects)
            {
                return SelectByName(cla, channel, command, bytes);
            }

            var selected = Registry.Find(channel.Selected);
            return selected switch
            {
                null => Bare(StatusWord.ConditionsNotSatisfied),

                // An applet that is locked while it is selected goes on to the end of its session (9.6.2); a domain rejects all commands at once (5.3.2.4).
                { IsLocked: true, Kind: not ApplicationKind.Applet } => Bare(StatusWord.ConditionsNotSatisfied),
                { Kind: ApplicationKind.Applet } => _runtime.Process(selected.Aid, number, bytes, selecting: false),
                _ => ProcessByCard(channel, selected, command),
            };
        }
        catch (CardFault fault)
        {
            return Bare(fault.Sw);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var channel in _channels)
        {
            channel?.Dispose();
        }

        foreach (var key in _memory.Current.AllKeys)
        {
            key.Dispose();
        }
    }

    private bool IsOpen(int channel) => channel < _channels.Length && _channels[channel] is not null;

    /// <summary>A command to a security domain or to the ARA-M.</summary>
    private byte[] ProcessByCard(ChannelState channel, ApplicationEntry selected, CommandApdu command)
    {
        var cla = new ClassByte(command.Cla);
        if (!cla.IsGlobalPlatform)
        {
            return Bare(cla.IsChained ? StatusWord.ChainingNotSupported : StatusWord.ClaNotSupported);
        }

        if (Registry.CardState == LifeCycle.CardTerminated && command.Ins is not (GpInstruction.GetData or GpInstruction.GetDataOdd))
        {
            return Bare(StatusWord.ConditionsNotSatisfied);
        }

        if (!cla.IsInterindustry && command.Ins == GpInstruction.InitializeUpdate)
        {
            return cla.HasSecureMessaging ? Bare(StatusWord.ClaNotSupported) : Good(_secureChannel.InitializeUpdate(channel, command));
        }

        if (!cla.IsInterindustry && command.Ins == GpInstruction.ExternalAuthenticate && channel.SecureChannel is not { IsOpen: true })
        {
            _secureChannel.ExternalAuthenticate(channel, command);
            return Bare(StatusWord.Success);
        }

        if (command.Ins == GpInstruction.GetResponse && channel.Pending.Length > 0)
        {
            return GetResponse(channel, command);
        }

        channel.Pending = default;
        var session = channel.SecureChannel;
        if (session is { IsOpen: true })
        {
            DemandServed(session);
            if (Chain(channel, ref command) is { } answered)
            {
                return answered;
            }

            command = session.Unwrap(command);
            if (session.ChangeLevel(command) is { } changed)
            {
                return changed;
            }
        }
        else if (session is not null || cla.HasSecureMessaging)
        {
            // An aborted session, or one that was begun only: nothing is done until there is a right one (GP Amendment D 1.1.2, 5.6).
            session?.Abort();
            return Bare(StatusWord.SecurityStatusNotSatisfied);
        }

        try
        {
            var answer = Dispatch(channel, selected, command);
            return InPieces(channel, command, session is { IsOpen: true }
                ? session.Wrap(answer.Data.Span, answer.Sw)
                : [.. answer.Data.Span, answer.Sw.Sw1, answer.Sw.Sw2]);
        }
        catch (CardFault fault)
        {
            // A load ends with the first command of it that is refused (GP 2.3.1, 9.3.5). STORE DATA begins anew at block 00; where it goes, the last block ends
            // alone (11.11.1 and 11.11.2.2).
            channel.Session = command.Ins switch
            {
                GpInstruction.Load or GpInstruction.Install => channel.Session with { Load = null },
                GpInstruction.StoreData => channel.Session with
                {
                    Personalizing = (command.P1 & 0x80) == 0 ? channel.Session.Personalizing : null, NextStoreBlock = 0, Stored = [],
                },
                _ => channel.Session,
            };
            return session is { IsOpen: true } ? session.Wrap([], fault.Sw) : Bare(fault.Sw);
        }
    }

    private Outcome Dispatch(ChannelState channel, ApplicationEntry selected, CommandApdu command)
    {
        var handler = Handler(selected, command)
            ?? throw new CardFault(StatusWord.InsNotSupported, $"{selected.Kind} has no instruction {command.Ins:X2}");
        if (selected.Kind == ApplicationKind.AccessRuleMaster && command.Ins == GpInstruction.GetData)
        {
            var unread = channel.UnreadRules;
            var data = AccessRuleMaster.GetData(Registry.AccessRules, command, ref unread, channel.SecureChannel?.MaxResponseData ?? 256);
            channel.UnreadRules = unread;
            return new Outcome { Data = data };
        }

        var session = channel.SecureChannel is { IsOpen: true } open ? open : null;
        var outcome = handler(new CommandContext
        {
            Registry = Registry,
            Domain = selected,
            Session = channel.Session,
            Command = command,
            IsAuthenticated = session is not null,
            SecurityLevel = session?.Level ?? SecurityLevel.None,
            Dek = session?.Dek,
            Selected = _channels.OfType<ChannelState>().Select(c => c.Selected).ToFrozenSet(),
            Memory = Memory,
            Profile = _profile,
            Random = _random,
            MaxResponseData = session?.MaxResponseData ?? 256,
        });

        var issuer = Registry.IssuerDomain;
        var answer = Commit(outcome);
        if (Registry.IssuerDomain != issuer)
        {
            // STORE DATA gave it another name: what is selected stays selected.
            foreach (var other in _channels.OfType<ChannelState>().Where(c => c.Selected == issuer))
            {
                other.Selected = Registry.IssuerDomain;
            }
        }

        channel.Session = Continue(outcome.Session ?? channel.Session, command, changesNothing: outcome is { Registry: null, Work.IsEmpty: true });
        return answer is null ? outcome : outcome with { Data = answer };
    }

    /// <summary>
    /// A load goes on only with LOAD or the last INSTALL of a combined process: any other command ends it. A list goes on until something changes the card.
    /// </summary>
    private static DomainSession Continue(DomainSession session, CommandApdu command, bool changesNothing) => session with
    {
        Load = command is { Ins: GpInstruction.Load } or { Ins: GpInstruction.Install, P1: 0x02 or 0x0E } ? session.Load : null,
        Status = changesNothing ? session.Status : null,
    };

    private static Func<CommandContext, Outcome>? Handler(ApplicationEntry selected, CommandApdu command)
    {
        var isGp = !new ClassByte(command.Cla).IsInterindustry;
        if (selected.Kind == ApplicationKind.AccessRuleMaster)
        {
            return (isGp, command.Ins) switch
            {
                (true, GpInstruction.GetData) => _ => new Outcome(),
                (true, GpInstruction.StoreData) => StoreData.Process,
                _ => null,
            };
        }

        return (isGp, command.Ins) switch
        {
            (_, GpInstruction.GetData) or (false, GpInstruction.GetDataOdd) => GetData.Process,
            (true, GpInstruction.GetStatus) => GetStatus.Process,
            (true, GpInstruction.SetStatus) => SetStatus.Process,
            (true, GpInstruction.Install) => Install.Process,
            (true, GpInstruction.Load) => Load.Process,
            (true, GpInstruction.Delete) => Delete.Process,
            (true, GpInstruction.PutKey) => PutKey.Process,
            (true, GpInstruction.StoreData) => StoreData.Process,
            _ => null,
        };
    }

    private static byte[] Bare(StatusWord sw) => [sw.Sw1, sw.Sw2];

    private static byte[] Good(ReadOnlySpan<byte> data) => [.. data, 0x90, 0x00];
}
