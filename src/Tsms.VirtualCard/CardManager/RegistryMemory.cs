using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.CardManager;

/// <summary>
/// The registry's place in persistent memory: one reference, written whole. Its old value is in the journal while an atomic command runs, so that
/// registry and heap go forth and back together.
/// </summary>
/// <param name="memory">The card's persistent memory.</param>
/// <param name="registry">The registry to begin with.</param>
internal sealed class RegistryMemory(PersistentMemory memory, CardRegistry registry)
{
    /// <summary>The registry as it is.</summary>
    public CardRegistry Current { get; private set; } = registry;

    /// <summary>Writes another registry: one persistent write.</summary>
    /// <exception cref="PowerLost">The power is cut at this write; the old registry stays.</exception>
    public void Write(CardRegistry next)
    {
        var before = Current;
        memory.Change(() => Current = before);
        Current = next;
    }

    /// <summary>Runs <paramref name="work"/> with all its persistent writes, the runtime's included, or none.</summary>
    public void Atomically(Action work) => memory.Atomically(work);
}
