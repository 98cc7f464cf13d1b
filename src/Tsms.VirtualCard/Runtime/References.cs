using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Runtime;

/// <summary>The references that an object holds.</summary>
internal static class References
{
    /// <summary>Indices of the words that are references and not null.</summary>
    public static IEnumerable<int> Places(HeapObject target)
    {
        for (var i = 0; i < target.Words.Length; i++)
        {
            var isReference = target.Kind == ObjectKind.ReferenceArray || (target.Kind == ObjectKind.Instance && target.Class!.ReferenceWords[i]);
            if (isReference && target.Words[i] != 0)
            {
                yield return i;
            }
        }
    }

    /// <summary>The references.</summary>
    public static IEnumerable<ushort> Of(HeapObject target) => Places(target).Select(i => (ushort)target.Words[i]);

    /// <summary>Sets those that are among <paramref name="handles"/> to null.</summary>
    public static void Forget(HeapObject target, HashSet<ushort> handles, PersistentMemory memory)
    {
        foreach (var place in Places(target).Where(i => handles.Contains((ushort)target.Words[i])).ToList())
        {
            memory.TryWriteWord(target, place, 0);
        }
    }
}
