using System.Collections.Immutable;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.CardManager.Registry;

/// <summary>What runs behind an application's AID.</summary>
internal enum ApplicationKind : byte
{
    /// <summary>An applet of the Java Card runtime.</summary>
    Applet = 0,

    /// <summary>A security domain.</summary>
    SecurityDomain = 1,

    /// <summary>The access rule application master.</summary>
    AccessRuleMaster = 2,
}

/// <summary>An application or security domain in the registry (GP Card Specification 2.3.1, 6.5.1).</summary>
/// <param name="Kind">What runs behind it.</param>
/// <param name="Aid">The name it is selected by.</param>
/// <param name="LoadFile">The executable load file it was made from.</param>
/// <param name="Module">The module it was made from.</param>
/// <param name="Domain">The security domain it is associated with; the issuer's is associated with itself.</param>
/// <param name="State">Life cycle state with the bit 80 while locked; the issuer's domain has the card's state instead.</param>
/// <param name="Privileges">Its privileges.</param>
internal sealed record ApplicationEntry(
    ApplicationKind Kind, Aid Aid, Aid LoadFile, Aid Module, Aid Domain, byte State, Privileges Privileges)
{
    /// <summary>Keys and data of a security domain; null for others.</summary>
    public SecurityDomainData? SecurityDomain { get; init; }

    /// <summary>Implicit selection parameters (tag CF, 11.1.7), in the order they came.</summary>
    public ImmutableArray<byte> ImplicitSelection { get; init; } = [];

    /// <summary>Service names that INSTALL recorded (tag CB, 8.1.3); empty: any may be registered.</summary>
    public ImmutableArray<ushort> Services { get; init; } = [];

    /// <summary>Service names that the application has registered as unique on the card (8.1.1).</summary>
    public ImmutableArray<ushort> UniqueServices { get; init; } = [];

    /// <summary>What the application may take of memory.</summary>
    public MemoryQuota Quota { get; init; }

    /// <summary>Of a security domain: functions that are disabled for good, bits of tag D9 (table 11-53).</summary>
    public byte Restrictions { get; init; }

    /// <summary>True for a security domain.</summary>
    public bool IsSecurityDomain => SecurityDomain is not null;

    /// <summary>True in the state LOCKED.</summary>
    public bool IsLocked => (State & LifeCycle.LockedBit) != 0;

    /// <summary>True from SELECTABLE on, unless locked.</summary>
    public bool IsSelectable => !IsLocked && (State & LifeCycle.Selectable) == LifeCycle.Selectable;

    /// <summary>True for a security domain that may hold and manage content: PERSONALIZED, or the issuer's.</summary>
    public bool IsPersonalized => IsSecurityDomain && !IsLocked && State == LifeCycle.Personalized;

    /// <summary>True when a service name is among those recorded, whole or by its family (8.1.1); true when none is recorded.</summary>
    public bool MayOffer(ushort service) => Services.IsEmpty || Services.Contains(service) || Services.Contains((ushort)(service & 0xFF00));

    /// <summary>True when all the privileges are held.</summary>
    public bool Has(Privileges privileges) => (Privileges & privileges) == privileges;
}
