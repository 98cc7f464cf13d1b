using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Backend.Planning;

/// <summary>What became of a step.</summary>
internal enum StepOutcome
{
    /// <summary>Every answer came with a valid R-MAC and said success.</summary>
    Proven,

    /// <summary>Nothing is proven: refused (error status words carry no R-MAC), not answered, or not verifiable.</summary>
    Unproven,
}

/// <summary>
/// How the journal moves. <see cref="Intend"/> is written before an order leaves; <see cref="Settle"/> when its answers were verified. Both are pure.
/// </summary>
internal static class Journal
{
    /// <summary>
    /// The step is about to be sent: from now on its effect may be on the card. Keys for a new domain may go astray: a card runs on after it refused to make the
    /// domain, and STORE DATA without a personalization target is meant for the domain that holds the session.
    /// </summary>
    public static RecordedCard Intend(RecordedCard card, Guid owner, PlanStep step) => step switch
    {
        PlanStep.EstablishTsmDomain => card with { TsmDomain = Presence.Unknown, KeysTurnedOver = false },
        PlanStep.RemoveTsmDomain => card with { TsmDomain = Presence.Unknown },
        PlanStep.TurnOverKeys => card with { KeysTurnedOver = null },
        PlanStep.CreateDomain create => Add(card, new RecordedItem(ItemKind.Domain, create.Domain, owner, Certainty.Unknown, "")),
        PlanStep.PlaceKeys place => Change(card, place.Domain, item => item with { Certainty = Certainty.Unknown, Keyed = false }) with { KeysUnderWay = true },
        PlanStep.DeleteStrayKeys => card with { StrayKeys = true, KeysUnderWay = false },
        PlanStep.Load load => Add(
            card, new RecordedItem(ItemKind.LoadFile, load.File.Aid, owner, Certainty.Unknown, load.File.Fingerprint, Imports: [.. load.File.Imports])),
        PlanStep.Install install => Add(
            card, new RecordedItem(ItemKind.Application, install.Application.Instance, owner, Certainty.Unknown, install.Application.Fingerprint, Selectable: install.Selectable)),
        PlanStep.MakeSelectable make => Change(card, make.Application.Instance, item => item with { Selectable = null }),
        PlanStep.SetLock set => Change(card, set.Application, item => item with { Locked = null }),
        PlanStep.Delete delete => Change(card, delete.Item.Aid, item => item with { Certainty = Certainty.Unknown, Fresh = false }),
        _ => card,
    };

    /// <summary>The answers are verified. An unproven step leaves what its intention said.</summary>
    public static RecordedCard Settle(RecordedCard card, PlanStep step, StepOutcome outcome)
    {
        if (outcome == StepOutcome.Unproven)
        {
            return card;
        }

        return step switch
        {
            PlanStep.EstablishTsmDomain => card with { TsmDomain = Presence.Present, KeysTurnedOver = false },
            PlanStep.RemoveTsmDomain => RecordedCard.Untouched with { Items = card.Items },
            PlanStep.TurnOverKeys => card with { KeysTurnedOver = true },
            PlanStep.DeleteStrayKeys => card with { StrayKeys = false },
            PlanStep.CreateDomain create => Change(card, create.Domain, item => item with { Certainty = Certainty.Proven, Fresh = false }),
            PlanStep.PlaceKeys place => Change(card, place.Domain, item => item with { Certainty = Certainty.Proven, Keyed = true, Fresh = false }) with { KeysUnderWay = false },
            PlanStep.Load load => Change(card, load.File.Aid, item => item with { Certainty = Certainty.Proven, Fresh = false }),
            PlanStep.Install install => Change(card, install.Application.Instance, item => item with { Certainty = Certainty.Proven, Fresh = false }),
            PlanStep.MakeSelectable make => Change(card, make.Application.Instance, item => item with { Selectable = true }),
            PlanStep.SetLock set => Change(card, set.Application, item => item with { Locked = set.Locked }),
            PlanStep.Delete delete => Gone(card, delete.Item),
            _ => card,
        };
    }

    /// <summary>A look at the card: what it proves absent is struck out, and the life cycle states that it shows are taken over.</summary>
    public static RecordedCard See(RecordedCard card, Guid owner, ObservedCard observed)
    {
        // There may be two domains, when a Flavor moved to another one and that broke off: what stood in the one that is left may still be there.
        var domains = card.Of(owner).Where(i => i.Kind == ItemKind.Domain).ToList();
        var domainGone = domains.Count > 0 && domains.TrueForAll(i => observed.IsAbsent(i.Kind, i.Aid));
        var items = card.Items
            .RemoveAll(i => i.Owner == owner && (domainGone || observed.IsAbsent(i.Kind, i.Aid)))
            .ConvertAll(i => i.Owner == owner && i.Kind == ItemKind.Application && observed.Applications?.TryGetValue(i.Aid, out var state) == true
                ? i with { Selectable = (state & LifeCycle.Selectable) == LifeCycle.Selectable, Locked = (state & LifeCycle.LockedBit) != 0 }
                : i);
        return card with { Items = items };
    }

    /// <summary>
    /// What is proven deleted. The last domain of an owner held nothing any more: everything of its owner is gone with it, also what only answered 6A88. What the
    /// same list makes afterwards is not meant, whatever became of it.
    /// </summary>
    private static RecordedCard Gone(RecordedCard card, RecordedItem item)
    {
        var last = item.Kind == ItemKind.Domain && !card.Of(item.Owner).Any(i => i.Kind == ItemKind.Domain && i.Aid != item.Aid && !i.Fresh);
        return card with { Items = card.Items.RemoveAll(i => !i.Fresh && (i.Aid == item.Aid || (last && i.Owner == item.Owner))) };
    }

    // Until it is proven which of the two is there, a load file may import what either of them does.
    private static RecordedCard Add(RecordedCard card, RecordedItem item)
    {
        var former = card.Find(item.Aid)?.Imports;
        var imports = former is null ? item.Imports : item.Imports is null ? former : former.AddRange(item.Imports.Except(former));
        return card with { Items = card.Items.RemoveAll(i => i.Aid == item.Aid).Add(item with { Fresh = true, Imports = imports }) };
    }

    private static RecordedCard Change(RecordedCard card, Aid aid, Func<RecordedItem, RecordedItem> change)
    {
        var index = card.Items.FindIndex(item => item.Aid == aid);
        return index < 0 ? card : card with { Items = card.Items.SetItem(index, change(card.Items[index])) };
    }
}
