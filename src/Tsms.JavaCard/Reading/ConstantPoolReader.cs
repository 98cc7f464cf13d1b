using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Reading;

/// <summary>Constant pool (JCVM 6.8), static fields (6.11), reference locations (6.12), exports (6.13), static resources (6.16).</summary>
internal static class ConstantPoolReader
{
    public static ConstantPoolComponent Read(RawComponent raw)
    {
        // count u2, { tag u1, info[3] }[count]
        var r = new ComponentReader(raw);
        var entries = r.Many(r.U2("constant pool count"), 4, "constant pool", Entry);
        r.End();
        return new ConstantPoolComponent(entries);
    }

    public static StaticFieldComponent StaticFields(RawComponent raw)
    {
        // image_size u2, reference_count u2, array_init_count u2, array_init[], default_value_count u2, non_default_value_count u2, values[]
        var r = new ComponentReader(raw);
        var at = r.Position;
        int image = r.U2("image size");
        int references = r.U2("reference count");
        var arrays = r.Many(r.U2("array init count"), 3, "array initializers", Array);
        int defaults = r.U2("default value count");
        var values = r.Take(r.U2("non-default value count"), "non-default values");
        r.End();
        if (image != (references * 2) + defaults + values.Length)
        {
            throw r.Fail(CapRule.WrongValue, $"image size {image} is not {references} references, {defaults} default and {values.Length} other bytes", at);
        }

        return arrays.Length <= references
            ? new StaticFieldComponent(image, references, arrays, defaults, values)
            : throw r.Fail(CapRule.WrongValue, $"{arrays.Length} array initializers for {references} references", at + 4);
    }

    public static ExportComponent Export(RawComponent raw, HeaderComponent header)
    {
        // class_count u1, { class_offset u2, fields u1, methods u1, field offsets u2[], methods u2[] }[]; extended: package_count u1 before
        var r = new ComponentReader(raw);
        var at = r.Position;
        var count = header.IsExtended ? r.U1("package count") : 1;
        if (count != header.Packages.Length)
        {
            throw r.Fail(CapRule.WrongValue, $"{count} packages are exported, the header has {header.Packages.Length}", at);
        }

        var packages = r.Many(count, 1, "packages", x => new PackageExport(x.Many(x.U1("class count"), 4, "exported classes", y => Class(y, header.IsExtended))));
        r.End();
        return new ExportComponent(packages);
    }

    public static StaticResourcesComponent Resources(RawComponent raw)
    {
        // resource_count u2, { id u2, size u4 }[], bytes[]
        var r = new ComponentReader(raw);
        var directory = r.Many(r.U2("resource count"), 6, "resource directory", x => (Id: x.U2("resource id"), Size: x.U4("resource size")));
        var ids = new HashSet<ushort>();
        foreach (var (id, size) in directory)
        {
            if (size > short.MaxValue || !ids.Add(id))
            {
                throw r.Fail(CapRule.WrongValue, $"resource {id} of {size} bytes: twice there, or longer than 32767 bytes", raw.InfoOffset + 2);
            }
        }

        var index = 0;
        var resources = r.Many(directory.Length, 0, "resources", x =>
        {
            var (id, size) = directory[index++];
            return new StaticResource(id, x.Take(size, $"resource {id}"));
        });
        r.End();
        return new StaticResourcesComponent(resources);
    }

    private static ConstantPoolEntry Entry(ComponentReader r)
    {
        var at = r.Position;
        var tag = (ConstantPoolTag)r.U1("constant pool tag");
        return tag is >= ConstantPoolTag.ClassRef and <= ConstantPoolTag.StaticMethodRef
            ? new ConstantPoolEntry(tag, r.U1("constant"), r.U1("constant"), r.U1("constant"))
            : throw r.Fail(CapRule.WrongValue, $"constant pool tag {(byte)tag} is not one of 1 to 6", at);
    }

    private static ArrayInit Array(ComponentReader r)
    {
        var at = r.Position;
        var type = (PrimitiveType)r.U1("array type");
        if (type is < PrimitiveType.Boolean or > PrimitiveType.Int)
        {
            throw r.Fail(CapRule.WrongValue, $"array type {(byte)type} is not one of 2 to 5", at);
        }

        var array = new ArrayInit(type, r.Take(r.U2("array bytes"), "array values"));
        return array.Values.Length % array.ElementSize == 0
            ? array
            : throw r.Fail(CapRule.WrongValue, $"{array.Values.Length} bytes are not a whole number of elements", at + 1);
    }

    private static ClassExport Class(ComponentReader r, bool extended)
    {
        var offset = r.U2("class offset");
        var fields = r.U1("static field count");
        var methods = r.U1("static method count");
        return new ClassExport(
            offset,
            r.Many(fields, 2, "static field offsets", x => x.U2("static field offset")),
            r.Many(methods, extended ? 3 : 2, "static methods", x => MethodReader.Location(x, extended, "static method")));
    }
}
