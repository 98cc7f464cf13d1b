using System.Collections.Immutable;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Reading;

/// <summary>Descriptor component (JCVM 6.14) and type descriptors (6.9.1).</summary>
internal static class DescriptorReader
{
    public static DescriptorComponent Read(RawComponent raw, HeaderComponent header)
    {
        // class_count u1, classes, type_descriptor_info; extended: package_count u1, { class_count u1, classes }[], type_descriptor_info
        var r = new ComponentReader(raw);
        var count = header.IsExtended ? r.U1("package count") : 1;
        var packages = r.Many(count, 1, "packages", x => new PackageDescriptor(x.Many(x.U1("class count"), 9, "classes", y => Class(y, header.IsExtended))));

        // type_descriptor_info: constant_pool_count u2, offsets u2[], type_descriptor[]; offsets count from here
        var begin = r.Position;
        var pool = r.Many(r.U2("constant pool count"), 2, "constant pool types", x => x.U2("constant pool type"));
        var types = ImmutableArray.CreateBuilder<TypeDescriptor>();
        while (r.Remaining > 0)
        {
            types.Add(Type(r, begin));
        }

        return new DescriptorComponent(packages, pool, types.ToImmutable());
    }

    /// <summary>Reads a type descriptor; its offset counts from <paramref name="begin"/>.</summary>
    public static TypeDescriptor Type(ComponentReader r, int begin)
    {
        // nibble_count u1, nibbles; a reference (6, E) is followed by the four nibbles of a class_ref
        var at = r.Position;
        var count = r.U1("nibble count");
        var bytes = r.Take((count + 1) / 2, "type descriptor").Span;
        var types = ImmutableArray.CreateBuilder<JavaType>();
        for (var i = 0; i < count;)
        {
            var kind = (TypeKind)Nibble(bytes, i++);
            var reference = ClassRef.None;
            if (!Enum.IsDefined(kind))
            {
                throw r.Fail(CapRule.WrongValue, $"type nibble {(byte)kind:X1}", at + 1 + ((i - 1) / 2));
            }

            if (kind is TypeKind.Reference or TypeKind.ReferenceArray)
            {
                if (count - i < 4)
                {
                    throw r.Fail(CapRule.Truncated, "a class reference in a type descriptor is cut off", at);
                }

                reference = new ClassRef((ushort)((Nibble(bytes, i) << 12) | (Nibble(bytes, i + 1) << 8) | (Nibble(bytes, i + 2) << 4) | Nibble(bytes, i + 3)));
                i += 4;
            }

            types.Add(new JavaType(kind, reference));
        }

        return types.Count > 0
            ? new TypeDescriptor(at - begin, types.ToImmutable())
            : throw r.Fail(CapRule.WrongValue, "a type descriptor without types", at);
    }

    private static int Nibble(ReadOnlySpan<byte> bytes, int index) => index % 2 == 0 ? bytes[index / 2] >> 4 : bytes[index / 2] & 0xF;

    private static ClassDescriptor Class(ComponentReader r, bool extended)
    {
        // token u1, flags u1, this u2, interface_count u1, field_count u2, method_count u2, interfaces u2[], fields, methods
        var token = r.U1("class token");
        var flags = (AccessFlags)r.U1("class access flags");
        var self = new ClassRef(r.U2("this class"));
        var interfaces = r.U1("interface count");
        var fields = r.U2("field count");
        var methods = r.U2("method count");
        return new ClassDescriptor(
            token,
            flags,
            self,
            r.Many(interfaces, 2, "interfaces", x => new ClassRef(x.U2("interface"))),
            r.Many(fields, 7, "fields", Field),
            r.Many(methods, extended ? 13 : 12, "methods", x => Method(x, extended)));
    }

    private static FieldDescriptor Field(ComponentReader r)
    {
        // token u1, flags u1, field_ref 3 bytes, type u2
        var token = r.U1("field token");
        var flags = (AccessFlags)r.U1("field access flags");
        var tag = (flags & AccessFlags.Static) != 0 ? ConstantPoolTag.StaticFieldRef : ConstantPoolTag.InstanceFieldRef;
        var reference = new ConstantPoolEntry(tag, r.U1("field reference"), r.U1("field reference"), r.U1("field reference"));
        return new FieldDescriptor(token, flags, reference, r.U2("field type"));
    }

    private static MethodDescriptor Method(ComponentReader r, bool extended) =>
        new(
            r.U1("method token"),
            (AccessFlags)r.U1("method access flags"),
            MethodReader.Location(r, extended, "method"),
            r.U2("method type offset"),
            r.U2("bytecode count"),
            r.U2("exception handler count"),
            r.U2("exception handler index"));
}
