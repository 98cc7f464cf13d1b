using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Runtime;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>
/// SET STATUS for the card, a domain or application, and a domain with all below (GP Card Specification 2.3.1, 11.10; transitions of chapter 5).
/// </summary>
internal static class SetStatus
{
    /// <summary>Processes SET STATUS.</summary>
    /// <exception cref="CardFault">It is refused.</exception>
    public static Outcome Process(CommandContext context)
    {
        context.DemandAuthentication();
        var command = context.Command;
        var registry = (command.P1 & 0xE0) switch
        {
            0x80 => Card(context, command.P2),
            0x40 => One(context, Target(context), command.P2),
            0x60 => Tree(context, Target(context), command.P2),
            _ => throw new CardFault(StatusWord.IncorrectP1P2, $"SET STATUS with P1 {command.P1:X2} is not supported"),
        };
        return new Outcome { Registry = registry };
    }

    private static CardRegistry Card(CommandContext context, byte state)
    {
        var registry = context.Registry;
        var operation = state == LifeCycle.CardTerminated ? CardOperation.TerminateCard : CardOperation.LockCard;
        Acceptance.Demand(context, operation, registry.IssuerDomain, registry.IssuerDomain);
        return registry with { CardState = NextCardState(registry.CardState, state) };
    }

    /// <summary>Where the card may go from a state (figure 5-1).</summary>
    public static byte NextCardState(byte from, byte to)
    {
        var allowed = (from, to) switch
        {
            (LifeCycle.CardTerminated, _) => false,
            (_, LifeCycle.CardTerminated) => true,
            (LifeCycle.CardOpReady, LifeCycle.CardInitialized) => true,
            (LifeCycle.CardInitialized, LifeCycle.CardSecured) => true,
            (LifeCycle.CardSecured, LifeCycle.CardLocked) => true,
            (LifeCycle.CardLocked, LifeCycle.CardSecured) => true,
            _ => false,
        };
        Demand(allowed, StatusWord.ConditionsNotSatisfied, $"the card does not go from {from:X2} to {to:X2}");
        return to;
    }

    private static CardRegistry One(CommandContext context, ApplicationEntry target, byte state)
    {
        Acceptance.DemandUsable(context);
        Demand(target.Aid != context.Registry.IssuerDomain, StatusWord.WrongData, "the issuer's domain has the state of the card: P1 80");
        if (target.Aid == context.Domain.Aid)
        {
            Acceptance.Demand(context, CardOperation.SetOwnState, target.Aid, target.Domain);
            return context.Registry.With(target with { State = OwnState(target, state) });
        }

        Acceptance.Demand(context, CardOperation.Lock, target.Aid, target.Domain);
        Demand(target.Aid != context.Registry.Final.Aid, StatusWord.ConditionsNotSatisfied, "the final application is not locked (9.6.2)");
        var locking = (state & LifeCycle.LockedBit) != 0;
        Demand(target.IsLocked != locking, StatusWord.ConditionsNotSatisfied, $"{target.Aid} is in that state already");
        return context.Registry.With(WithLock(target, locking));
    }

    private static byte OwnState(ApplicationEntry domain, byte state)
    {
        if ((state & LifeCycle.LockedBit) != 0)
        {
            return (byte)(domain.State | LifeCycle.LockedBit);
        }

        Demand(state == LifeCycle.Personalized, StatusWord.WrongData, $"a domain sets itself PERSONALIZED or LOCKED, not {state:X2}");
        Demand(domain.State == LifeCycle.Selectable && domain.SecurityDomain!.FindScp03(0) is not null, StatusWord.ConditionsNotSatisfied,
            $"{domain.Aid} is PERSONALIZED already, or has no keys");
        return LifeCycle.Personalized;
    }

    /// <summary>Locks or unlocks a domain and all below it; what is in that state already stays so and is no error, be it all of them (11.10.2.1).</summary>
    private static CardRegistry Tree(CommandContext context, ApplicationEntry target, byte state)
    {
        Acceptance.DemandUsable(context);
        Demand(target.IsSecurityDomain && target.Aid != context.Registry.IssuerDomain, StatusWord.WrongData,
            $"{target.Aid} is no supplementary security domain");
        Acceptance.Demand(context, CardOperation.Lock, target.Aid, target.Domain);
        var locking = (state & LifeCycle.LockedBit) != 0;
        var registry = context.Registry;
        var below = registry.Applications.Where(a => a.Aid != registry.IssuerDomain
            && registry.FindDomain(a.Domain) is { } domain && registry.PathToRoot(domain).Any(d => d.Aid == target.Aid));
        foreach (var one in below.Prepend(target).ToList())
        {
            registry = one.Aid == registry.Final.Aid || one.IsLocked == locking ? registry : registry.With(WithLock(one, locking));
        }

        return registry;
    }

    private static ApplicationEntry WithLock(ApplicationEntry entry, bool locking) =>
        entry with { State = (byte)(locking ? entry.State | LifeCycle.LockedBit : entry.State & ~LifeCycle.LockedBit) };

    private static ApplicationEntry Target(CommandContext context)
    {
        Demand(Aid.TryFrom(context.Command.Data.Span, out var aid), StatusWord.WrongData, "SET STATUS names an AID of 5 to 16 bytes");
        return context.Registry.Find(aid) ?? throw new CardFault(StatusWord.ReferencedDataNotFound, $"there is no application {aid}");
    }
}
