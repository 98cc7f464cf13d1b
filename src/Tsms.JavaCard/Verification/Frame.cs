namespace Tsms.JavaCard.Verification;

/// <summary>What is known of a frame at an instruction: the types of locals and stack, and the subroutines that are under way.</summary>
internal sealed class Frame(VType[] locals, VType[] stack, int depth, int[] calls, bool needsConstructor)
{
    public VType[] Locals { get; } = locals;

    public VType[] Stack { get; } = stack;

    public int Depth { get; set; } = depth;

    /// <summary>Where the subroutines that are under way return to, the innermost last.</summary>
    public int[] Calls { get; set; } = calls;

    /// <summary>True in a constructor until it has called another one.</summary>
    public bool NeedsConstructor { get; set; } = needsConstructor;

    /// <summary>True while it waits to be followed.</summary>
    public bool IsWaiting { get; set; }

    public Frame Clone(int maxStack)
    {
        var stack = new VType[maxStack];
        Array.Copy(Stack, stack, Depth);
        return new Frame((VType[])Locals.Clone(), stack, Depth, Calls, NeedsConstructor);
    }

    /// <summary>A copy that keeps no more of the stack than is used.</summary>
    public Frame Kept() => new((VType[])Locals.Clone(), Stack[..Depth], Depth, Calls, NeedsConstructor);

    /// <summary>Merges another frame into this one; null when it changed nothing, else true, or false when the stacks have different heights.</summary>
    public bool? Merge(Frame other, TypeWorld world)
    {
        if (Depth != other.Depth)
        {
            return false;
        }

        var needs = other.NeedsConstructor && !NeedsConstructor;
        NeedsConstructor |= needs;
        var changed = needs | Merge(Locals, other.Locals, Locals.Length, world) | Merge(Stack, other.Stack, Depth, world);
        return changed ? true : null;
    }

    private static bool Merge(VType[] into, VType[] from, int count, TypeWorld world)
    {
        var changed = false;
        for (var i = 0; i < count; i++)
        {
            var merged = world.Merge(into[i], from[i]);
            changed |= merged != into[i];
            into[i] = merged;
        }

        return changed;
    }
}
