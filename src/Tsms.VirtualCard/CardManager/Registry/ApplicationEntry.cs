using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

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

    /// <summary>True for a security domain.</summary>
    public bool IsSecurityDomain => SecurityDomain is not null;

    /// <summary>True in the state LOCKED.</summary>
    public bool IsLocked => (State & LifeCycle.LockedBit) != 0;

    /// <summary>True from SELECTABLE on, unless locked.</summary>
    public bool IsSelectable => !IsLocked && (State & LifeCycle.Selectable) == LifeCycle.Selectable;

    /// <summary>True for a security domain that may hold and manage content: PERSONALIZED, or the issuer's.</summary>
    public bool IsPersonalized => IsSecurityDomain && !IsLocked && State == LifeCycle.Personalized;

    /// <summary>True when all the privileges are held.</summary>
    public bool Has(Privileges privileges) => (Privileges & privileges) == privileges;
}
