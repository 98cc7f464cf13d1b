using System.Collections.Immutable;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.CardManager;

/// <summary>What a security domain may be asked to do to a target.</summary>
internal enum CardOperation
{
    /// <summary>Load a file; the target is the security domain that it will be associated with.</summary>
    Load,

    /// <summary>Install an applet; the target is the security domain of its load file.</summary>
    Install,

    /// <summary>Make a security domain; the target is the domain of the load file that security domains are made from.</summary>
    InstallDomain,

    /// <summary>Make an application selectable.</summary>
    MakeSelectable,

    /// <summary>Take an application or load file out of a domain; the target is what is moved.</summary>
    ExtraditeFrom,

    /// <summary>Put an application or load file into a domain; the target is that domain.</summary>
    ExtraditeTo,

    /// <summary>Change privileges, implicit selection or services of an application; the target is the application.</summary>
    UpdateRegistry,

    /// <summary>Disable functions of the whole card for good; the target is the issuer's domain.</summary>
    RestrictCard,

    /// <summary>Forward STORE DATA to an application.</summary>
    Personalize,

    /// <summary>Delete an application, a domain or a load file.</summary>
    Delete,

    /// <summary>Lock or unlock an application or domain.</summary>
    Lock,

    /// <summary>Change its own life cycle state: to PERSONALIZED, to LOCKED.</summary>
    SetOwnState,

    /// <summary>Lock or unlock the card; initialize and secure it.</summary>
    LockCard,

    /// <summary>Terminate the card.</summary>
    TerminateCard,

    /// <summary>PUT KEY, DELETE [key], STORE DATA to the domain itself.</summary>
    ManageOwnKeysAndData,
}

/// <summary>How a target stands to the security domain that acts.</summary>
[Flags]
internal enum Relation
{
    /// <summary>The domain itself.</summary>
    Self = 1,

    /// <summary>Associated with the domain.</summary>
    Child = 2,

    /// <summary>Associated with a domain below it.</summary>
    Descendant = 4,

    /// <summary>Somewhere else on the card.</summary>
    Foreign = 8,

    /// <summary>The domain and all below.</summary>
    Tree = Self | Child | Descendant,

    /// <summary>All below.</summary>
    Below = Child | Descendant,

    /// <summary>Whatever it is.</summary>
    Any = Tree | Foreign,
}

/// <summary>One line of the table: a domain with the privilege may do it to targets in the relation.</summary>
/// <param name="Operation">What.</param>
/// <param name="Privilege">Privileges that the acting domain must have.</param>
/// <param name="Relation">Relations that are accepted.</param>
/// <param name="NeedsToken">True when a token must come along.</param>
internal sealed record AcceptanceRule(CardOperation Operation, Privileges Privilege, Relation Relation, bool NeedsToken = false);

/// <summary>
/// Who may do what: one table (GP Card Specification 2.3.1, 6.6, 7.2, 9.1 and 9.3 to 9.6). A domain accepts from those above it; what no line allows
/// is refused.
/// The state of the domains and of the target is checked by the command.
/// </summary>
internal static class Acceptance
{
    private const Privileges Am = Privileges.SecurityDomain | Privileges.AuthorizedManagement;
    private const Privileges Dm = Privileges.SecurityDomain | Privileges.DelegatedManagement;
    private const Privileges Sd = Privileges.SecurityDomain;

    /// <summary>The table.</summary>
    public static ImmutableArray<AcceptanceRule> Rules { get; } =
    [
        new(CardOperation.Load, Am, Relation.Tree),
        new(CardOperation.Load, Dm, Relation.Tree, NeedsToken: true),
        new(CardOperation.Install, Am, Relation.Tree),
        new(CardOperation.Install, Dm, Relation.Tree, NeedsToken: true),
        new(CardOperation.InstallDomain, Am, Relation.Any),
        new(CardOperation.InstallDomain, Dm, Relation.Any, NeedsToken: true),
        new(CardOperation.MakeSelectable, Am, Relation.Below),
        new(CardOperation.MakeSelectable, Dm, Relation.Below, NeedsToken: true),
        new(CardOperation.ExtraditeFrom, Am, Relation.Below),
        new(CardOperation.ExtraditeFrom, Dm, Relation.Below, NeedsToken: true),
        new(CardOperation.ExtraditeTo, Am, Relation.Tree),
        new(CardOperation.ExtraditeTo, Dm, Relation.Tree, NeedsToken: true),
        new(CardOperation.UpdateRegistry, Am, Relation.Tree),
        new(CardOperation.UpdateRegistry, Dm, Relation.Tree, NeedsToken: true),
        new(CardOperation.RestrictCard, Am | Privileges.GlobalLock, Relation.Any),
        new(CardOperation.RestrictCard, Dm | Privileges.GlobalLock, Relation.Any, NeedsToken: true),
        new(CardOperation.Delete, Am, Relation.Below),
        new(CardOperation.Delete, Dm, Relation.Below, NeedsToken: true),
        new(CardOperation.Delete, Am | Privileges.GlobalDelete, Relation.Below | Relation.Foreign),
        new(CardOperation.Delete, Dm | Privileges.GlobalDelete, Relation.Below | Relation.Foreign, NeedsToken: true),
        new(CardOperation.Personalize, Sd | Privileges.TrustedPath, Relation.Child),
        new(CardOperation.Lock, Sd, Relation.Below),
        new(CardOperation.Lock, Sd | Privileges.GlobalLock, Relation.Below | Relation.Foreign),
        new(CardOperation.SetOwnState, Sd, Relation.Self),
        new(CardOperation.LockCard, Sd | Privileges.CardLock, Relation.Any),
        new(CardOperation.TerminateCard, Sd | Privileges.CardTerminate, Relation.Any),
        new(CardOperation.ManageOwnKeysAndData, Sd, Relation.Self),
    ];

    /// <summary>How an application or load file, known by its own name and its domain's, stands to the acting domain.</summary>
    public static Relation RelationOf(CardRegistry registry, ApplicationEntry acting, Aid target, Aid targetDomain)
    {
        if (target == acting.Aid)
        {
            return Relation.Self;
        }

        if (targetDomain == acting.Aid)
        {
            return Relation.Child;
        }

        var above = registry.FindDomain(targetDomain);
        return above is not null && registry.PathToRoot(above).Any(d => d.Aid == acting.Aid) ? Relation.Descendant : Relation.Foreign;
    }

    /// <summary>Refuses what the table does not allow; returns true when a token must permit it.</summary>
    /// <exception cref="CardFault">6985: no line allows it.</exception>
    public static bool Demand(CommandContext context, CardOperation operation, Aid target, Aid targetDomain)
    {
        var relation = RelationOf(context.Registry, context.Domain, target, targetDomain);
        var lines = Rules.Where(r => r.Operation == operation && context.Domain.Has(r.Privilege) && (r.Relation & relation) != 0).ToList();
        CommandContext.Demand(lines.Count > 0, StatusWord.ConditionsNotSatisfied,
            $"{operation} of {target} ({relation}) is not for a domain with the privileges {(uint)context.Domain.Privileges:X6}");

        // Delegated management needs its token also where Global Delete would do (9.5.1).
        return lines.Exists(r => r.NeedsToken);
    }

    /// <summary>Refuses a function that INSTALL [for registry update] has disabled, for the card or for the acting domain (table 11-53).</summary>
    /// <param name="context">The command.</param>
    /// <param name="functions">Bits of tag D9, which are those of P1 of INSTALL, and 01 for DELETE.</param>
    /// <exception cref="CardFault">6985.</exception>
    public static void DemandUnrestricted(CommandContext context, byte functions) => CommandContext.Demand(
        ((context.Registry.Restrictions | context.Domain.Restrictions) & functions) == 0, StatusWord.ConditionsNotSatisfied,
        $"of the functions {functions:X2} some are disabled for good");

    /// <summary>Refuses what a domain does not accept by its own install parameters.</summary>
    /// <exception cref="CardFault">6985.</exception>
    public static void DemandAccepted(CommandContext context, ApplicationEntry? domain, DomainPolicy refusal) => CommandContext.Demand(
        domain is null || domain.Aid == context.Domain.Aid || !domain.SecurityDomain!.Policy.HasFlag(refusal), StatusWord.ConditionsNotSatisfied,
        $"the security domain {domain?.Aid} accepts no such thing: {refusal}");

    /// <summary>Refuses while the card is locked or terminated.</summary>
    /// <exception cref="CardFault">6985.</exception>
    public static void DemandUsable(CommandContext context) => CommandContext.Demand(
        context.Registry.CardState is not (LifeCycle.CardLocked or LifeCycle.CardTerminated), StatusWord.ConditionsNotSatisfied, "the card is locked or terminated");

    /// <summary>Refuses unless the acting domain is the issuer's or PERSONALIZED, and the card is neither locked nor terminated.</summary>
    /// <exception cref="CardFault">6985.</exception>
    public static void DemandReady(CommandContext context)
    {
        DemandUsable(context);
        DemandHolds(context.Registry, context.Domain);
    }

    /// <summary>Refuses unless a domain can hold content: a domain without keys holds nothing.</summary>
    /// <exception cref="CardFault">6985.</exception>
    public static void DemandHolds(CardRegistry registry, ApplicationEntry domain) => CommandContext.Demand(
        domain.Aid == registry.IssuerDomain || domain.IsPersonalized, StatusWord.ConditionsNotSatisfied, $"the security domain {domain.Aid} is not PERSONALIZED");
}
