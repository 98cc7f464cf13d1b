using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Verification;

/// <summary>Whether the methods of the Descriptor are those of the Method component, one after the other (JCVM 3.0.5, 6.10 and 6.14.3).</summary>
internal static class MethodChecks
{
    /// <summary>False when methods lie over each other or beside the component, so that their code has no meaning.</summary>
    public static bool Check(CapFile cap, TypeWorld world, Findings findings)
    {
        var good = true;
        for (var i = 0; i < cap.Method.Blocks.Length; i++)
        {
            var block = cap.Method.Blocks[i];
            var methods = world.Own.Where(c => c is { IsInterface: false, Descriptor: not null })
                .SelectMany(c => c.Descriptor!.Methods)
                .Where(m => m.Location.Block == i)
                .OrderBy(m => m.Location.Offset)
                .ToList();
            good &= Layout(block, methods, findings) && Handlers(block, methods, findings);
        }

        return good;
    }

    private static bool Layout(MethodBlock block, List<MethodDescriptor> methods, Findings findings)
    {
        var at = block.MethodsOffset;
        foreach (var method in methods)
        {
            var header = block.HeaderAt(method.Location.Offset);
            if (method.Location.Offset != at)
            {
                findings.Add(
                    VerificationRule.MethodLayout, "Method", block.FileOffset + at, "6.10.3", $"a method is described at {method.Location}, where {at} was expected");
                return false;
            }

            if (header.IsAbstract != method.IsAbstract || (header.IsAbstract && method.BytecodeCount != 0))
            {
                findings.Add(
                    VerificationRule.MethodLayout, "Method", block.FileOffset + at, "6.10.3", $"the method at {method.Location} is abstract in one component and not in the other, or has code");
                return false;
            }

            // The lower half of the flags of a long header is padding; a frame has at most 255 locals (7.5).
            var padding = (header.Flags & MethodFlags.Extended) != 0 ? block.Bytes.Span[method.Location.Offset] & 0xF : 0;
            if (padding != 0 || header.NArgs + header.MaxLocals > byte.MaxValue)
            {
                findings.Add(
                    VerificationRule.MethodLayout, "Method", block.FileOffset + at, "6.10.3", $"the header at {method.Location} has padding other than 0, or more than 255 locals");
            }

            at = header.CodeOffset + method.BytecodeCount;
        }

        if (at != block.Bytes.Length)
        {
            findings.Add(VerificationRule.MethodLayout, "Method", block.FileOffset + at, "6.10.3", $"{block.Bytes.Length - at} bytes belong to no method that is described");
        }

        return true;
    }

    // Each handler belongs to one method; handlers stand in the order of their handler_offset (6.10).
    private static bool Handlers(MethodBlock block, List<MethodDescriptor> methods, Findings findings)
    {
        var next = 0;
        foreach (var method in methods.Where(m => m.HandlerCount > 0).OrderBy(m => m.HandlerIndex))
        {
            if (method.HandlerIndex != next)
            {
                findings.Add(
                    VerificationRule.ExceptionHandler, "Descriptor", -1, "6.14.3", $"the method at {method.Location} has exception handlers from {method.HandlerIndex} on, {next} was expected");
                return false;
            }

            next += method.HandlerCount;
        }

        if (next != block.Handlers.Length)
        {
            findings.Add(VerificationRule.ExceptionHandler, "Method", block.FileOffset + 1 + (8 * next), "6.10.2", $"{block.Handlers.Length - next} exception handlers belong to no method");
            return false;
        }

        return true;
    }
}
