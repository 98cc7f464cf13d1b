using System.Collections.Immutable;

namespace Tsms.JavaCard.Components;

/// <summary>Method component (JCVM 6.10).</summary>
/// <param name="Blocks">In compact format one block, which is the info item; in extended format 1 to 127.</param>
public sealed record MethodComponent(ImmutableArray<MethodBlock> Blocks)
{
    /// <summary>The header of the method at a place.</summary>
    /// <exception cref="CapFormatException">No header of a method fits there.</exception>
    public MethodHeader HeaderAt(MethodLocation location) =>
        location.Block < Blocks.Length
            ? Blocks[location.Block].HeaderAt(location.Offset)
            : throw new CapFormatException(CapRule.WrongIndex, "Method", 0, $"block {location.Block} does not exist");
}

/// <summary>Methods and their exception handlers. All offsets count from the first byte of <paramref name="Bytes"/>, the handler count.</summary>
/// <param name="Bytes">The block as it stands in the file. The memory belongs to the CAP.</param>
/// <param name="Handlers">The exception handlers in the order in which they are searched.</param>
/// <param name="MethodsOffset">Where the first method begins.</param>
/// <param name="FileOffset">Where the block begins in the component, its tag byte being 0.</param>
public sealed record MethodBlock(ReadOnlyMemory<byte> Bytes, ImmutableArray<ExceptionHandler> Handlers, int MethodsOffset, int FileOffset)
{
    /// <summary>The header of the method at an offset into the block.</summary>
    /// <exception cref="CapFormatException">No header of a method fits there.</exception>
    public MethodHeader HeaderAt(int offset)
    {
        var bytes = Bytes.Span;
        if (offset < MethodsOffset || offset > bytes.Length - 2)
        {
            throw new CapFormatException(CapRule.WrongOffset, "Method", FileOffset + offset, "no method can begin here");
        }

        // method_header_info: flags(4) max_stack(4) nargs(4) max_locals(4); extended: flags(4) 0(4) max_stack(8) nargs(8) max_locals(8)
        var flags = (MethodFlags)(bytes[offset] >> 4);
        if ((flags & ~(MethodFlags.Extended | MethodFlags.Abstract)) != 0)
        {
            throw new CapFormatException(CapRule.WrongFlags, "Method", FileOffset + offset, $"reserved method flags {(int)flags:X1}");
        }

        if ((flags & MethodFlags.Extended) == 0)
        {
            return new MethodHeader(flags, (byte)(bytes[offset] & 0xF), (byte)(bytes[offset + 1] >> 4), (byte)(bytes[offset + 1] & 0xF), offset + 2);
        }

        return offset <= bytes.Length - 4
            ? new MethodHeader(flags, bytes[offset + 1], bytes[offset + 2], bytes[offset + 3], offset + 4)
            : throw new CapFormatException(CapRule.Truncated, "Method", FileOffset + offset, "the extended method header is cut off");
    }
}

/// <summary>Flags of a method header (JCVM table 6-12).</summary>
[Flags]
public enum MethodFlags : byte
{
    /// <summary>A short header and a body.</summary>
    None = 0,

    /// <summary>ACC_ABSTRACT: no body.</summary>
    Abstract = 0x4,

    /// <summary>ACC_EXTENDED: the header has 4 bytes.</summary>
    Extended = 0x8,
}

/// <summary>Header of a method (JCVM 6.10.4). Sizes are 16-bit words.</summary>
/// <param name="Flags">The flags.</param>
/// <param name="MaxStack">Most words on the operand stack.</param>
/// <param name="NArgs">Words of the parameters, <c>this</c> included.</param>
/// <param name="MaxLocals">Words of the local variables, parameters not included.</param>
/// <param name="CodeOffset">Where the bytecodes begin, as offset into the block.</param>
public readonly record struct MethodHeader(MethodFlags Flags, byte MaxStack, byte NArgs, byte MaxLocals, int CodeOffset)
{
    /// <summary>True when the method has no body.</summary>
    public bool IsAbstract => (Flags & MethodFlags.Abstract) != 0;
}

/// <summary>An exception handler (JCVM 6.10.3). Offsets are into the block.</summary>
/// <param name="StartOffset">Begin of the active range.</param>
/// <param name="ActiveLength">Bytes of the active range, 0 to 32767.</param>
/// <param name="StopBit">True when no later handler applies to the range.</param>
/// <param name="HandlerOffset">Begin of the handler.</param>
/// <param name="CatchTypeIndex">Index of a class reference in the constant pool; 0 for a finally block, which catches all.</param>
public readonly record struct ExceptionHandler(ushort StartOffset, ushort ActiveLength, bool StopBit, ushort HandlerOffset, ushort CatchTypeIndex)
{
    /// <summary>First offset behind the active range.</summary>
    public int EndOffset => StartOffset + ActiveLength;
}
