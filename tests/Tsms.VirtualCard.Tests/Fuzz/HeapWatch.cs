using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Tests.Fuzz;

/// <summary>
/// Watches every write to an object: it comes from the card itself or from the context that owns the object, or the object is there for all: a global array, an
/// entry point, a static field (JCRE 3.0.5, 6.1 and 6.2).
/// </summary>
internal sealed class HeapWatch
{
    private readonly SecureComponent _card;

    public HeapWatch(SecureComponent card)
    {
        _card = card;
        card.Runtime.PersistentMemory.Watcher = Seen;
    }

    public long Writes { get; private set; }

    public string? Violation { get; private set; }

    private void Seen(HeapObject target)
    {
        Writes++;
        var current = _card.Runtime.Machine.Current;
        if (current.Context == 0 || target.Context == current.Context || target.Sharing != SharingKind.None || (target.Owner == 0 && target.Kind == ObjectKind.ByteArray))
        {
            return;
        }

        Violation ??= $"context {current.Context} (applet {current.Applet}) writes {target} of context {target.Context} (applet {target.Owner})";
    }
}
