using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Reading;

/// <content>Export and Descriptor against what they point to. The place of each item is counted along, so that errors can name it.</content>
internal static partial class CapChecks
{
    private static void Exports(CapFile cap)
    {
        // [package_count u1] { class_count u1, { class_offset u2, fields u1, methods u1, field offsets u2[], methods u2[] or u3[] }[] }[]
        var wide = cap.Header.IsExtended;
        var at = wide ? 4 : 3;
        foreach (var package in cap.Export?.Packages ?? [])
        {
            at++;
            foreach (var export in package.Classes)
            {
                if (!cap.Class.TryGet(export.ClassOffset, out _))
                {
                    throw Fail(CapRule.WrongOffset, "Export", at, $"no class begins at {export.ClassOffset}");
                }

                at += 4;
                foreach (var offset in export.StaticFieldOffsets)
                {
                    if (offset >= cap.StaticField.ImageSize)
                    {
                        throw Fail(CapRule.WrongOffset, "Export", at, $"static field at {offset} of {cap.StaticField.ImageSize} bytes");
                    }

                    at += 2;
                }

                foreach (var method in export.StaticMethods)
                {
                    Method(cap, method, "Export", at, "exported method");
                    at += wide ? 3 : 2;
                }
            }
        }
    }

    private static void Descriptors(CapFile cap)
    {
        if (cap.Descriptor is not { } descriptor)
        {
            return;
        }

        // [package_count u1] { class_count u1, classes }[], type_descriptor_info { constant_pool_count u2, offsets u2[], types }
        var at = cap.Find(ComponentTag.Descriptor)!.InfoOffset + (cap.Header.IsExtended ? 1 : 0);
        foreach (var package in descriptor.Packages)
        {
            at++;
            foreach (var type in package.Classes)
            {
                at = Described(cap, descriptor, type, at);
            }
        }

        if (descriptor.ConstantPoolTypes.Length != cap.ConstantPool.Entries.Length)
        {
            throw Fail(
                CapRule.WrongValue, "Descriptor", at, $"{descriptor.ConstantPoolTypes.Length} constant pool types for {cap.ConstantPool.Entries.Length} entries");
        }

        foreach (var offset in descriptor.ConstantPoolTypes)
        {
            at += 2;
            if (offset != 0xFFFF)
            {
                Type(descriptor, offset, at, "constant pool entry");
            }
        }
    }

    /// <summary>Checks a class descriptor and returns where the next one begins.</summary>
    private static int Described(CapFile cap, DescriptorComponent descriptor, ClassDescriptor type, int at)
    {
        // token u1, flags u1, this u2, counts u1 u2 u2, interfaces u2[], fields 7 bytes each, methods 12 bytes each (13 in extended format)
        Reference(cap, type.This, "Descriptor", at + 2, "described class");
        at += 9;
        foreach (var reference in type.Interfaces)
        {
            Reference(cap, reference, "Descriptor", at, "implemented interface");
            at += 2;
        }

        foreach (var field in type.Fields)
        {
            if (!field.IsPrimitive)
            {
                Type(descriptor, field.Type, at + 5, "field");
            }

            at += 7;
        }

        // The Class component says what a class is: what Descriptor says against it is for the verifier to find.
        var ofInterface = type.This.IsInternal && cap.Class.TryGet(type.This.Offset, out var own) ? own.IsInterface : type.IsInterface;
        foreach (var method in type.Methods)
        {
            Described(cap, descriptor, method, ofInterface, at);
            at += cap.Header.IsExtended ? 13 : 12;
        }

        return at;
    }

    private static void Described(CapFile cap, DescriptorComponent descriptor, MethodDescriptor method, bool ofInterface, int at)
    {
        // token u1, flags u1, [block u1], offset u2, type u2, bytecode_count u2, handler_count u2, handler_index u2
        var behind = at + (cap.Header.IsExtended ? 5 : 4);
        Type(descriptor, method.TypeOffset, behind, "method");
        if (ofInterface)
        {
            return;
        }

        Method(cap, method.Location, "Descriptor", at + 2, "described method");
        var block = cap.Method.Blocks[method.Location.Block];
        if (block.HeaderAt(method.Location.Offset).CodeOffset + method.BytecodeCount > block.Bytes.Length)
        {
            throw Fail(CapRule.WrongOffset, "Descriptor", behind + 2, $"the {method.BytecodeCount} bytecodes of the method at {method.Location} are not there");
        }

        if (method.HandlerIndex + method.HandlerCount > block.Handlers.Length)
        {
            throw Fail(CapRule.WrongIndex, "Descriptor", behind + 4, $"the method at {method.Location} has exception handlers that do not exist");
        }
    }

    private static void Type(DescriptorComponent descriptor, int offset, int at, string what)
    {
        if (!descriptor.TryGetType(offset, out _))
        {
            throw Fail(CapRule.WrongOffset, "Descriptor", at, $"{what}: no type descriptor begins at {offset}");
        }
    }
}
