using System.Collections.Immutable;
using Tsms.SmartCard;

namespace Tsms.VirtualCard.CardManager.Registry;

/// <summary>An executable load file in the registry (GP Card Specification 2.3.1, 6.5.1).</summary>
/// <param name="Aid">AID of the package.</param>
/// <param name="Domain">The security domain it is associated with.</param>
/// <param name="Major">Major version of the package.</param>
/// <param name="Minor">Minor version of the package.</param>
/// <param name="Modules">Its executable modules, in the order of the load file.</param>
/// <param name="Imports">Packages it was linked to.</param>
/// <param name="IsBuiltIn">True for what the card was made with: it has no code in the runtime and is never deleted.</param>
internal sealed record LoadFileEntry(
    Aid Aid, Aid Domain, byte Major, byte Minor, ImmutableArray<Aid> Modules, ImmutableArray<Aid> Imports, bool IsBuiltIn);
