using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.CardManager;

/// <content>What applets ask of entries of the registry through org.globalplatform.GPRegistryEntry (GP Card Specification 2.3.1, A.3).</content>
internal sealed partial class CardOs
{
    /// <inheritdoc/>
    Privileges ICardServices.PrivilegesOf(Aid instance) => Registry.Find(instance)?.Privileges ?? Privileges.None;

    /// <inheritdoc/>
    bool ICardServices.IsAssociated(Aid instance, Aid domain) => Registry.Find(instance)?.Domain == domain;
}
