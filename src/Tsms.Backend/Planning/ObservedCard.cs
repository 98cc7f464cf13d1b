using Tsms.SmartCard;

namespace Tsms.Backend.Planning;

/// <summary>
/// What GET STATUS in the TSM's session has told, R-MACs verified. A list is null when the card's answer proves nothing: an empty registry answers
/// 6A88, and error status words carry no R-MAC. The list of domains and applications is never empty, since the TSM's domain itself is in it.
/// </summary>
internal sealed record ObservedCard(IReadOnlyDictionary<Aid, byte>? Applications, IReadOnlySet<Aid>? LoadFiles)
{
    /// <summary>True when the item is certainly not there.</summary>
    public bool IsAbsent(ItemKind kind, Aid aid) =>
        kind == ItemKind.LoadFile ? LoadFiles is { } files && !files.Contains(aid) : Applications is { } applications && !applications.ContainsKey(aid);

    /// <summary>True when the AID is seen in any list.</summary>
    public bool Sees(Aid aid) => LoadFiles?.Contains(aid) == true || Applications?.ContainsKey(aid) == true;
}
