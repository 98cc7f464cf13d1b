using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.CardManager.Commands;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Runtime;
using Tsms.VirtualCard.SecureChannel;

namespace Tsms.VirtualCard.CardManager;

/// <content>What applets ask of the operating system through org.globalplatform.GPSystem (GP Card Specification 2.3.1, A.3).</content>
internal sealed partial class CardOs : ICardServices
{
    /// <inheritdoc/>
    byte ICardServices.CardState => Registry.CardState;

    /// <inheritdoc/>
    byte ICardServices.GetState(Aid instance) => instance == Registry.IssuerDomain ? Registry.CardState : Registry.Find(instance)?.State ?? 0;

    /// <inheritdoc/>
    bool ICardServices.SetState(Aid instance, byte state) => SetOwnState(instance, state);

    /// <inheritdoc/>
    bool ICardServices.LockCard(Aid instance) => ChangeCard(instance, Privileges.CardLock, LifeCycle.CardLocked);

    /// <inheritdoc/>
    bool ICardServices.TerminateCard(Aid instance) => ChangeCard(instance, Privileges.CardTerminate, LifeCycle.CardTerminated);

    /// <inheritdoc/>
    ISecureChannelService ICardServices.SecureChannel(Aid instance, int channel) =>
        _channels[channel] is { } state ? new AppletChannel(this, state) : throw new CardFault(StatusWord.ConditionsNotSatisfied, "the channel is closed");

    /// <inheritdoc/>
    bool ICardServices.IsRegistered(Aid instance) => Registry.Find(instance) is { Kind: ApplicationKind.Applet };

    /// <inheritdoc/>
    Privileges ICardServices.PrivilegesOf(Aid application) => Registry.Find(application)?.Privileges ?? Privileges.None;

    /// <inheritdoc/>
    Aid? ICardServices.DomainOf(Aid application) => Registry.Find(application)?.Domain;

    /// <inheritdoc/>
    bool ICardServices.MayAccess(Aid caller, Aid application) => Registry.Find(application) is not null
        && (caller == application || Registry.Find(caller) is { } entry && entry.Has(Privileges.GlobalRegistry));

    /// <inheritdoc/>
    bool ICardServices.SetStateOf(Aid caller, Aid application, byte state)
    {
        if (caller == application)
        {
            return SetOwnState(application, state);
        }

        if (Registry.Find(caller) is not { } entry || !entry.Has(Privileges.GlobalLock)
            || Registry.Find(application) is not { } target || target.Aid == Registry.Final.Aid || target.Aid == Registry.IssuerDomain)
        {
            return false;
        }

        var locks = (state & LifeCycle.LockedBit) != 0;
        if (locks == target.IsLocked)
        {
            return false;
        }

        var next = locks ? target.State | LifeCycle.LockedBit : target.State & ~LifeCycle.LockedBit;
        _memory.Write(Registry.With(target with { State = (byte)next }));
        return true;
    }

    /// <inheritdoc/>
    void ICardServices.RegisterService(Aid application, ushort service)
    {
        var entry = Registry.Find(application);
        CommandContext.Demand(entry is not null && entry.Has(Privileges.GlobalService) && entry.MayOffer(service), StatusWord.ConditionsNotSatisfied,
            $"{application} may not offer the service {service:X4}");
        CommandContext.Demand(Registry.Applications.All(a => !a.UniqueServices.Contains(service)), StatusWord.ConditionsNotSatisfied,
            $"the service {service:X4} is registered already");
        _memory.Write(Registry.With(entry with { UniqueServices = entry.UniqueServices.Add(service) }));
    }

    /// <inheritdoc/>
    void ICardServices.DeregisterService(Aid application, ushort service)
    {
        var entry = Registry.Find(application);
        CommandContext.Demand(entry is not null && entry.Has(Privileges.GlobalService) && entry.UniqueServices.Contains(service),
            StatusWord.ConditionsNotSatisfied, $"{application} has not registered the service {service:X4}");
        _memory.Write(Registry.With(entry with { UniqueServices = entry.UniqueServices.Remove(service) }));
    }

    /// <inheritdoc/>
    Aid? ICardServices.FindService(Aid? server, ushort service)
    {
        // An id of 00 asks for any service of the family, and a family may be registered as a whole (8.1.2 and 8.1.3).
        bool Matches(ushort name) => name == service || (service & 0xFF) == 0 && (name & 0xFF00) == service || name == (service & 0xFF00);
        var found = server is { } aid
            ? Registry.Find(aid) is { } named && named.Has(Privileges.GlobalService) && named.Services.Concat(named.UniqueServices).Any(Matches) ? named : null
            : Registry.Applications.FirstOrDefault(a => a.UniqueServices.Any(Matches));
        return found is { IsLocked: false } ? found.Aid : null;
    }

    /// <inheritdoc/>
    bool ICardServices.SetHistoricalBytes(Aid application, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > AnswerToReset.MaxHistoricalBytes || Registry.Find(application) is not { } entry || !entry.Has(Privileges.CardReset))
        {
            return false;
        }

        _memory.Write(Registry with { HistoricalBytes = [.. bytes] });
        return true;
    }

    private bool SetOwnState(Aid instance, byte state)
    {
        if (Registry.Find(instance) is not { Kind: ApplicationKind.Applet } entry || entry.IsLocked || entry.State < LifeCycle.Selectable)
        {
            return false;
        }

        // An applet may lock itself, or go to a state of its own: b8 clear, b1 to b3 set (table 11-4).
        var locks = (state & LifeCycle.LockedBit) != 0;
        if (!locks && (state & 0x87) != 0x07)
        {
            return false;
        }

        _memory.Write(Registry.With(entry with { State = locks ? (byte)(entry.State | LifeCycle.LockedBit) : state }));
        return true;
    }

    private bool ChangeCard(Aid instance, Privileges needed, byte state)
    {
        if (Registry.Find(instance) is not { } entry || !entry.Has(needed))
        {
            return false;
        }

        try
        {
            _memory.Write(Registry with { CardState = SetStatus.NextCardState(Registry.CardState, state) });
            return true;
        }
        catch (CardFault)
        {
            return false;
        }
    }

    /// <summary>Refuses a session whose domain has been locked since: its services fail (5.3.2.4).</summary>
    private void DemandServed(Scp03Session session) => CommandContext.Demand(Registry.FindDomain(session.Owner) is not { IsLocked: true }, StatusWord.ConditionsNotSatisfied,
        $"{session.Owner} is LOCKED and serves nobody");

    /// <summary>
    /// The secure channel of a logical channel as an applet uses it (A.3, interface SecureChannel): the keys are those of the applet's security domain, or of the nearest
    /// above that has some.
    /// </summary>
    private sealed class AppletChannel(CardOs os, ChannelState channel) : ISecureChannelService
    {
        /// <inheritdoc/>
        public byte SecurityLevel
        {
            get
            {
                // AUTHENTICATED 80 · C_MAC 01 · C_DECRYPTION 02 · R_MAC 10 · R_ENCRYPTION 20
                var session = channel.SecureChannel;
                return session is { IsOpen: true } ? (byte)(0x80 | (byte)session.Level) : (byte)0;
            }
        }

        /// <inheritdoc/>
        public byte[] ProcessSecurity(ReadOnlyMemory<byte> apdu)
        {
            var command = Parse(apdu);
            switch (command.Ins)
            {
                case GpInstruction.InitializeUpdate:
                    return os._secureChannel.InitializeUpdate(channel, command);
                case GpInstruction.ExternalAuthenticate:
                    os._secureChannel.ExternalAuthenticate(channel, command);
                    return [];
                default:
                    throw new CardFault(StatusWord.InsNotSupported, $"{command.Ins:X2} is no command of the secure channel");
            }
        }

        /// <inheritdoc/>
        public byte[] Unwrap(ReadOnlyMemory<byte> apdu)
        {
            var command = Parse(apdu);
            var session = channel.SecureChannel;
            CommandContext.Demand(session is null or { IsOpen: true }, StatusWord.SecurityStatusNotSatisfied, "the session was ended by a security error");
            if (session is null or { Level: 0 })
            {
                return apdu.ToArray(); // as it came: there is nothing to check it with
            }

            os.DemandServed(session);

            // A command without data keeps its Lc, which is 0 now.
            var plain = session.Unwrap(command);
            return plain.Data.IsEmpty ? [.. plain.Header, 0] : plain.ToBytes(command.IsExtended || command.NeedsExtended);
        }

        /// <inheritdoc/>
        public byte[] Wrap(ReadOnlyMemory<byte> response)
        {
            CommandContext.Demand(response.Length >= 2, StatusWord.WrongLength, "a response has a status word");
            var (data, sw) = (response[..^2], new StatusWord((ushort)((response.Span[^2] << 8) | response.Span[^1])));

            // The status word is protected, but what comes back does not have it.
            return channel.SecureChannel is { IsOpen: true } session ? session.Wrap(data.Span, sw)[..^2] : data.ToArray();
        }

        /// <inheritdoc/>
        public byte[] DecryptData(ReadOnlyMemory<byte> data) => Dek(data).Decrypt(data.Span);

        /// <inheritdoc/>
        public byte[] EncryptData(ReadOnlyMemory<byte> data) => Dek(data).Encrypt(data.Span);

        /// <inheritdoc/>
        public void Reset() => channel.Begin(null);

        private CardKey Dek(ReadOnlyMemory<byte> data)
        {
            var session = channel.SecureChannel;
            CommandContext.Demand(session is { IsOpen: true }, StatusWord.SecurityStatusNotSatisfied, "no secure channel is open");
            os.DemandServed(session);
            CommandContext.Demand(!data.IsEmpty && data.Length % 16 == 0, StatusWord.WrongLength, $"{data.Length} bytes are no whole blocks");
            return session.Dek;
        }

        private static CommandApdu Parse(ReadOnlyMemory<byte> apdu) =>
            CommandApdu.TryParse(apdu, out var command, out var error) ? command : throw new CardFault(StatusWord.WrongLength, error);
    }
}
