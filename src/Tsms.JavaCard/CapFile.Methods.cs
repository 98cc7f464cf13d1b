using System.Collections.Immutable;
using Tsms.JavaCard.Bytecode;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard;

/// <content>The list of methods.</content>
public sealed partial class CapFile
{
    /// <summary>
    /// The methods in order of their place. With a Descriptor component these are all, each with its length. Without it the file does not say where a
    /// method ends: then these are the ones that other components point to, and each reaches to the next.
    /// </summary>
    public ImmutableArray<MethodCode> ListMethods()
    {
        if (Descriptor is { } descriptor)
        {
            var described = descriptor.Classes.Where(type => !type.IsInterface).SelectMany(type => type.Methods);
            return [.. described.DistinctBy(method => method.Location).OrderBy(method => method.Location).Select(method => Code(method.Location, method.BytecodeCount))];
        }

        MethodLocation[] known = [.. PointedTo().Distinct().Order()];
        return [.. known.Select((at, i) => Code(at, End(at, i + 1 < known.Length ? known[i + 1] : null) - Method.HeaderAt(at).CodeOffset))];
    }

    private MethodCode Code(MethodLocation location, int length)
    {
        var header = Method.HeaderAt(location);
        return new MethodCode(location, header, Method.Blocks[location.Block].Bytes, header.IsAbstract ? 0 : Math.Max(length, 0));
    }

    private int End(MethodLocation at, MethodLocation? next) =>
        next is { } following && following.Block == at.Block ? following.Offset : Method.Blocks[at.Block].Bytes.Length;

    private IEnumerable<MethodLocation> PointedTo()
    {
        var installs = Applet?.Applets.Select(applet => applet.Install) ?? [];
        var virtuals = Class.Classes.SelectMany(c => c.PublicMethods.Concat(c.PackageMethods)).OfType<MethodLocation>();
        var statics = ConstantPool.Entries.Where(entry => entry is { Tag: ConstantPoolTag.StaticMethodRef, IsExternal: false }).Select(entry => entry.Method);
        var exported = Export?.Packages.SelectMany(package => package.Classes).SelectMany(c => c.StaticMethods) ?? [];
        return installs.Concat(virtuals).Concat(statics).Concat(exported);
    }
}

/// <summary>A method with its code.</summary>
/// <param name="Location">Where it begins.</param>
/// <param name="Header">Its header.</param>
/// <param name="Block">The method component block; offsets of instructions count from its first byte. The memory belongs to the CAP.</param>
/// <param name="Length">Bytes of the code; 0 for an abstract method.</param>
public sealed record MethodCode(MethodLocation Location, MethodHeader Header, ReadOnlyMemory<byte> Block, int Length)
{
    /// <summary>First offset behind the code.</summary>
    public int EndOffset => Header.CodeOffset + Length;

    /// <summary>The instructions in order.</summary>
    /// <exception cref="CapFormatException">While enumerating: a byte is no instruction.</exception>
    public IEnumerable<Instruction> Instructions() => Disassembler.Range(Block, Header.CodeOffset, EndOffset);
}
