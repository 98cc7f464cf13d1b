using System.Runtime.InteropServices;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Memory;

/// <summary>
/// An object or array. Exactly one of <see cref="Words"/>, <see cref="Bytes"/>, <see cref="Ints"/> is there, after <see cref="Kind"/>.
/// Reading is free for all; persistent content is written through <see cref="PersistentMemory"/> only.
/// </summary>
internal sealed class HeapObject
{
    /// <summary>The owner number that stands in <see cref="AccessContext"/> of objects which the fast path of the firewall must not let through.</summary>
    public const int NoContext = -1;

    /// <summary>Bytes that an object takes beside its content.</summary>
    public const int HeaderBytes = 8;

    /// <summary>The reference: the index in the heap's table, never 0.</summary>
    public ushort Handle { get; init; }

    /// <summary>Instance or which array.</summary>
    public ObjectKind Kind { get; init; }

    /// <summary>Class of an instance, element class of an array of references, else null.</summary>
    public ClassInfo? Class { get; set; }

    /// <summary>Number of the applet that owns it; 0: the JCRE (JCRE 3.0.5, 6.1.3).</summary>
    public int Owner { get; init; }

    /// <summary>Number of the owner's context: one for all applets of a package; 0: the JCRE (JCRE 3.0.5, 6.1.2).</summary>
    public int Context { get; init; }

    /// <summary>Transient or not.</summary>
    public TransientKind Transient { get; init; }

    /// <summary>Entry point or global array.</summary>
    public SharingKind Sharing { get; init; }

    /// <summary>True for an array of javacard.framework.SensitiveArrays.</summary>
    public bool IsSensitive { get; set; }

    /// <summary>The context that may use it without asking any further; <see cref="NoContext"/> for CLEAR_ON_DESELECT objects.</summary>
    public int AccessContext { get; init; }

    /// <summary>Fields of an instance, components of short[] and of arrays of references (handles).</summary>
    public short[] Words = [];

    /// <summary>Components of byte[] and boolean[] (0 or 1).</summary>
    public byte[] Bytes = [];

    /// <summary>Components of int[].</summary>
    public int[] Ints = [];

    /// <summary>
    /// What a native class keeps beside the fields while power lasts: a running digest, a cipher in use. Gone after a reset, never saved, rolled back only where it
    /// was replaced by <see cref="PersistentMemory.ReplaceHost"/>.
    /// Everything else belongs into words and arrays.
    /// </summary>
    public object? Host { get; set; }

    /// <summary>True when writes need no journal and are no persistent writes.</summary>
    public bool IsTransient => Transient != TransientKind.None;

    /// <summary>True for every array.</summary>
    public bool IsArray => Kind != ObjectKind.Instance;

    /// <summary>Components of an array, fields (in words) of an instance.</summary>
    public int Length => Kind switch
    {
        ObjectKind.BooleanArray or ObjectKind.ByteArray => Bytes.Length,
        ObjectKind.IntArray => Ints.Length,
        _ => Words.Length,
    };

    /// <summary>Bytes of the content.</summary>
    public int ContentBytes => Bytes.Length + (2 * Words.Length) + (4 * Ints.Length);

    /// <summary>Bytes of one component.</summary>
    public int ComponentBytes => Kind switch
    {
        ObjectKind.BooleanArray or ObjectKind.ByteArray => 1,
        ObjectKind.IntArray => 4,
        _ => 2,
    };

    /// <summary>The content as bytes, in the order of the host.</summary>
    public Span<byte> Content => Kind switch
    {
        ObjectKind.BooleanArray or ObjectKind.ByteArray => Bytes,
        ObjectKind.IntArray => MemoryMarshal.AsBytes(Ints.AsSpan()),
        _ => MemoryMarshal.AsBytes(Words.AsSpan()),
    };

    /// <summary>Sets the content to zeros and drops the host's state; for transient objects.</summary>
    public void Clear()
    {
        Array.Clear(Words);
        Array.Clear(Bytes);
        Array.Clear(Ints);
        DropHost();
    }

    /// <summary>Drops the host's state.</summary>
    public void DropHost() => SetHost(null);

    /// <summary>Drops the host's state for another.</summary>
    public void SetHost(object? host)
    {
        (Host as IDisposable)?.Dispose();
        Host = host;
    }

    /// <summary>Class or array type; never content.</summary>
    public override string ToString() => Kind == ObjectKind.Instance ? $"{Class?.Name}@{Handle}" : $"{Kind}[{Length}]@{Handle}";
}
