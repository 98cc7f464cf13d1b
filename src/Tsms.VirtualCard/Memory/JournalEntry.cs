using System.Runtime.InteropServices;

namespace Tsms.VirtualCard.Memory;

/// <summary>What an entry of the journal undoes.</summary>
internal enum JournalKind : byte
{
    /// <summary>A word was written.</summary>
    Word,

    /// <summary>A byte was written.</summary>
    Byte,

    /// <summary>An integer was written.</summary>
    Int,

    /// <summary>The two words of an int field were written.</summary>
    IntWords,

    /// <summary>A range was written; the index and the old content are in bytes of the machine's memory, see <see cref="HeapObject.Content"/>.</summary>
    Range,

    /// <summary>An object was made.</summary>
    Created,

    /// <summary>An object was freed.</summary>
    Freed,

    /// <summary>Something else changed; the entry knows how to undo it.</summary>
    Action,
}

/// <summary>One old value.</summary>
internal readonly record struct JournalEntry(JournalKind Kind, HeapObject? Target, int Index, int Old, byte[]? OldBytes = null, Action? Undo = null)
{
    /// <summary>Bytes that an entry takes in the memory of the host, beside old bytes.</summary>
    public const int HostBytes = 40;

    /// <summary>Bytes that the entry takes in the transaction buffer: the old value and a header of 4 bytes.</summary>
    public int Cost => 4 + Kind switch
    {
        JournalKind.Word => 2,
        JournalKind.Byte => 1,
        JournalKind.Int or JournalKind.IntWords => 4,
        JournalKind.Range => OldBytes!.Length,
        _ => 0,
    };

    /// <summary>Puts the old value back into the content of its object (<see cref="HeapObject.Content"/>), or into a copy of it.</summary>
    public void PutBack(Span<byte> content)
    {
        switch (Kind)
        {
            case JournalKind.Word:
                MemoryMarshal.Cast<byte, short>(content)[Index] = (short)Old;
                break;
            case JournalKind.Byte:
                content[Index] = (byte)Old;
                break;
            case JournalKind.Int:
                MemoryMarshal.Cast<byte, int>(content)[Index] = Old;
                break;
            case JournalKind.IntWords:
                var words = MemoryMarshal.Cast<byte, short>(content);
                (words[Index], words[Index + 1]) = ((short)(Old >> 16), (short)Old);
                break;
            case JournalKind.Range:
                OldBytes.CopyTo(content[Index..]);
                break;
            default:
                break;
        }
    }
}
