using System.Collections.Immutable;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Reading;

/// <content>References between components.</content>
internal static partial class CapChecks
{
    private static void Classes(CapFile cap)
    {
        foreach (var type in cap.Class.All)
        {
            // Offsets in the model count from the info item; the place of an error counts from the tag.
            var at = type.Offset + 3;
            switch (type)
            {
                case InterfaceInfo { SuperInterfaces: var supers }:
                    Each(supers, super => Reference(cap, super, "Class", at, "superinterface"));
                    break;
                case ClassInfo c:
                    Class(cap, c, at);
                    break;
            }
        }
    }

    private static void Class(CapFile cap, ClassInfo c, int at)
    {
        Reference(cap, c.SuperClass, "Class", at + 1, "superclass");

        // A superclass stands before its subclasses (JCVM 6.9); so no class is its own ancestor.
        if (c.SuperClass.IsInternal && c.SuperClass.Offset >= c.Offset)
        {
            throw Fail(CapRule.WrongOffset, "Class", at + 1, $"the superclass at {c.SuperClass.Offset} does not stand before the class at {c.Offset}");
        }

        Each(c.PublicMethods, method => Virtual(cap, method, at));
        Each(c.PackageMethods, method => Virtual(cap, method, at));
        foreach (var (reference, _) in c.Interfaces)
        {
            Reference(cap, reference, "Class", at, "implemented interface");
            if (reference.IsNone || (reference.IsInternal && cap.Class.TryGet(reference.Offset, out var type) && !type.IsInterface))
            {
                throw Fail(CapRule.WrongIndex, "Class", at, $"the class at {c.Offset} implements {reference}, which is no interface");
            }
        }
    }

    private static void Virtual(CapFile cap, MethodLocation? method, int at)
    {
        if (method is { } location)
        {
            Method(cap, location, "Class", at, "virtual method");
        }
    }

    private static void ConstantPool(CapFile cap)
    {
        var at = 5;
        foreach (var entry in cap.ConstantPool.Entries)
        {
            switch (entry.Tag)
            {
                case ConstantPoolTag.StaticFieldRef when !entry.IsExternal:
                    if (entry.StaticFieldOffset >= cap.StaticField.ImageSize)
                    {
                        throw Fail(CapRule.WrongOffset, "ConstantPool", at, $"static field at {entry.StaticFieldOffset} of {cap.StaticField.ImageSize} bytes");
                    }

                    break;
                case ConstantPoolTag.StaticMethodRef when !entry.IsExternal:
                    Method(cap, entry.Method, "ConstantPool", at, "static method");
                    break;
                case ConstantPoolTag.StaticFieldRef or ConstantPoolTag.StaticMethodRef:
                    if (entry.PackageToken >= cap.Import.Packages.Length)
                    {
                        throw Fail(CapRule.WrongIndex, "ConstantPool", at, $"package token {entry.PackageToken} of {cap.Import.Packages.Length} imports");
                    }

                    break;
                default:
                    Reference(cap, entry.Class, "ConstantPool", at, entry.Tag.ToString());
                    break;
            }

            at += 4;
        }
    }

    private static void Handlers(CapFile cap)
    {
        foreach (var block in cap.Method.Blocks)
        {
            var at = block.FileOffset + 1;
            foreach (var handler in block.Handlers)
            {
                var inside = handler.StartOffset >= block.MethodsOffset && handler.EndOffset <= block.Bytes.Length && handler.ActiveLength > 0
                    && handler.HandlerOffset >= block.MethodsOffset && handler.HandlerOffset < block.Bytes.Length;
                if (!inside)
                {
                    throw Fail(CapRule.WrongOffset, "Method", at, $"the exception handler for {handler.StartOffset} to {handler.EndOffset} is outside the methods");
                }

                var entries = cap.ConstantPool.Entries;
                if (handler.CatchTypeIndex != 0
                    && (handler.CatchTypeIndex >= entries.Length || entries[handler.CatchTypeIndex].Tag != ConstantPoolTag.ClassRef))
                {
                    throw Fail(CapRule.WrongIndex, "Method", at + 6, $"catch type {handler.CatchTypeIndex} is no class reference");
                }

                at += 8;
            }
        }
    }

    private static void ReferenceLocations(CapFile cap)
    {
        var blocks = cap.ReferenceLocation.Blocks;
        if (blocks.Length != cap.Method.Blocks.Length)
        {
            throw Fail(CapRule.WrongValue, "ReferenceLocation", 5, $"{blocks.Length} blocks for {cap.Method.Blocks.Length} method blocks");
        }

        var count = cap.ConstantPool.Entries.Length;
        for (var i = 0; i < blocks.Length; i++)
        {
            var bytes = cap.Method.Blocks[i].Bytes;
            Each(blocks[i].ByteIndices, at => Index(at, 1, bytes, count));
            Each(blocks[i].Byte2Indices, at => Index(at, 2, bytes, count));
        }
    }

    private static void Index(int at, int size, ReadOnlyMemory<byte> block, int count)
    {
        if (at > block.Length - size)
        {
            throw Fail(CapRule.WrongOffset, "ReferenceLocation", 3, $"location {at} is outside the {block.Length} bytes of the methods");
        }

        var index = size == 1 ? block.Span[at] : (block.Span[at] << 8) | block.Span[at + 1];
        if (index >= count)
        {
            throw Fail(CapRule.WrongIndex, "ReferenceLocation", 3, $"the constant pool index {index} at {at} of the methods is not below {count}");
        }
    }

    private static void Each<T>(ImmutableArray<T> items, Action<T> check)
    {
        foreach (var item in items)
        {
            check(item);
        }
    }
}
