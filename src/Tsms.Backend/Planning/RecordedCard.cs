using System.Collections.Immutable;
using Tsms.SmartCard;

namespace Tsms.Backend.Planning;

/// <summary>How sure the journal is of an item: its last step came back with a valid R-MAC, or the step was sent and nothing is proven.</summary>
internal enum Certainty
{
    Proven,
    Unknown,
}

/// <summary>Is the TSM's security domain on the card?</summary>
internal enum Presence
{
    Absent,
    Present,
    Unknown,
}

/// <summary>Kinds of items, in the order in which they are made.</summary>
internal enum ItemKind
{
    Domain,
    LoadFile,
    Application,
}

/// <summary>Something of ours on the card.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Aid">Its AID; AIDs are card-wide.</param>
/// <param name="Owner">The service instance it belongs to.</param>
/// <param name="Certainty">Proven, or perhaps there, perhaps not.</param>
/// <param name="Fingerprint">LFDB hash or keyed hash of install parameters; empty for a domain.</param>
/// <param name="Keyed">Domain: its first keys are in it.</param>
/// <param name="Selectable">Application: made selectable. Null: sent, not proven.</param>
/// <param name="Locked">Application: locked. Null: sent, not proven.</param>
/// <param name="Imports">Load file: the AIDs it imports, and those that another one of its AID imports which may still be there. Null: not noted, or none.</param>
/// <param name="Fresh">Its making was sent last and is not proven: what the same list deleted before was another one, though of the same AID.</param>
internal sealed record RecordedItem(
    ItemKind Kind, Aid Aid, Guid Owner, Certainty Certainty, string Fingerprint, bool Keyed = false, bool? Selectable = false, bool? Locked = false,
    ImmutableList<Aid>? Imports = null, bool Fresh = false)
{
    /// <summary>True when a look at the card is needed before anything is decided about this item.</summary>
    public bool NeedsLook => Certainty == Certainty.Unknown || Selectable is null || Locked is null;
}

/// <summary>
/// The journal of one card: what the TSM has put there, as far as valid R-MACs say. Items stand in the order of their making.
/// It changes by <see cref="Journal"/> alone.
/// </summary>
/// <param name="TsmDomain">The TSM's own security domain.</param>
/// <param name="KeysTurnedOver">The TSM's domain holds keys that only the TSM has. Null: PUT KEY was sent and nothing is proven.</param>
/// <param name="StrayKeys">First keys of a new domain may have gone into the TSM's domain, since making that domain failed.</param>
/// <param name="Items">What the services have.</param>
/// <param name="KeysUnderWay">First keys were sent last and are not proven to be where they belong: they may go astray too.</param>
internal sealed record RecordedCard(Presence TsmDomain, bool? KeysTurnedOver, bool StrayKeys, ImmutableList<RecordedItem> Items, bool KeysUnderWay = false)
{
    /// <summary>A card that the TSM has never touched.</summary>
    public static readonly RecordedCard Untouched = new(Presence.Absent, false, false, []);

    /// <summary>True when nothing of the TSM is on the card and nothing may be.</summary>
    public bool IsClean => TsmDomain == Presence.Absent && Items.IsEmpty;

    public RecordedItem? Find(Aid aid) => Items.Find(item => item.Aid == aid);

    public IEnumerable<RecordedItem> Of(Guid owner) => Items.Where(item => item.Owner == owner);
}
