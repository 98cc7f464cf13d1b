using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.CardManager;

/// <summary>
/// The registry's place in persistent memory: one reference, written whole. Its old value is in the journal while an atomic command runs, so that
/// registry and heap go forth and back together. What secure channels count never goes back: an applet that authenticates in a transaction and aborts it would have its try again, and a
/// sequence number twice (GP Card Specification 2.3.1, A.1, Atomicity: what enforces velocity checking conforms to no transaction).
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
        memory.Change(() => Current = before.WithCountersOf(Current));
        Current = next;
    }

    /// <summary>Runs <paramref name="work"/> with all its persistent writes, the runtime's included, or none.</summary>
    public void Atomically(Action work) => memory.Atomically(work);
}
