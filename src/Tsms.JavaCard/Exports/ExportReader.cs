using System.Collections.Immutable;
using Tsms.JavaCard.Components;
using Tsms.JavaCard.Reading;

namespace Tsms.JavaCard.Exports;

/// <summary>Reads an export file from left to right.</summary>
internal sealed class ExportReader(ReadOnlyMemory<byte> file)
{
    private const uint Magic = 0x00FACADE;

    private readonly ComponentReader _r = new(file, "Export file", 0);
    private ImmutableArray<object> _pool = [];

    private sealed record PackageEntry(byte Flags, ushort Name, PackageVersion Version, SmartCard.Aid Aid);

    private sealed record ClassEntry(ushort Name);

    public ExportFile Read()
    {
        // magic u4, minor u1, major u1, constant_pool_count u2, constant_pool[], this_package u2,
        // since 2.3 referenced_package_count u1, referenced_packages u2[]; export_class_count u1, classes[]
        if (_r.U4("magic") is var magic && magic != Magic)
        {
            throw _r.Fail(CapRule.WrongMagic, $"the magic number is {magic:X8}, not 00FACADE", 0);
        }

        var minor = _r.U1("minor version");
        var format = new PackageVersion(_r.U1("major version"), minor);
        if (format.Major != 2 || format.Minor is < 1 or > 3)
        {
            throw _r.Fail(CapRule.UnknownFormat, $"format {format} is not one of 2.1, 2.2, 2.3", 4);
        }

        _pool = _r.Many(_r.U2("constant pool count"), 3, "constant pool", _ => Constant());
        var package = Entry<PackageEntry>("this package");
        var references = format.Minor >= 3 ? _r.Many(_r.U1("referenced package count"), 2, "referenced packages", _ => Package(Entry<PackageEntry>("package"))) : [];
        var classes = _r.Many(_r.U1("class count"), 12, "classes", _ => Class(format));
        _r.End();
        return new ExportFile(format, Package(package), (package.Flags & 1) != 0, references, classes);
    }

    private object Constant()
    {
        var at = _r.Position;
        return _r.U1("constant pool tag") switch
        {
            1 => _r.Text(_r.U2("text length"), "text"),
            3 => (int)_r.U4("integer"),
            7 => new ClassEntry(_r.U2("class name")),
            13 => PackageConstant(),
            var tag => throw _r.Fail(CapRule.WrongValue, $"constant pool tag {tag} is not one of 1, 3, 7, 13", at),
        };
    }

    private PackageEntry PackageConstant()
    {
        var flags = _r.U1("package flags");
        var name = _r.U2("package name");
        var minor = _r.U1("package minor version");
        return new PackageEntry(flags, name, new PackageVersion(_r.U1("package major version"), minor), _r.ReadAid("package AID"));
    }

    private T Entry<T>(string what)
    {
        var at = _r.Position;
        return At<T>(_r.U2(what), what, at);
    }

    private T At<T>(int index, string what, int at) =>
        index < _pool.Length && _pool[index] is T entry
            ? entry
            : throw _r.Fail(CapRule.WrongIndex, $"{what}: entry {index} of {_pool.Length} is not what is needed", at);

    private PackageInfo Package(PackageEntry entry) => new(entry.Aid, entry.Version, At<string>(entry.Name, "package name", _r.Position));

    private string ClassName(string what) => At<string>(Entry<ClassEntry>(what).Name, what, _r.Position - 2);

    private ExportedClass Class(PackageVersion format)
    {
        // token u1, flags u2, name u2, supers u2 u2[], interfaces u1 u2[], fields u2 [], methods u2 [], since 2.3 inheritable count u1
        var token = _r.U1("class token");
        var flags = _r.U2("class flags");
        var name = ClassName("class name");
        var supers = _r.Many(_r.U2("superclass count"), 2, "superclasses", _ => ClassName("superclass"));
        var interfaces = _r.Many(_r.U1("interface count"), 2, "interfaces", _ => ClassName("interface"));
        var fields = _r.Many(_r.U2("field count"), 9, "fields", _ => Field());
        var methods = _r.Many(
            _r.U2("method count"), 7, "methods", _ => new ExportedMethod(_r.U1("token"), _r.U2("flags"), Entry<string>("name"), Entry<string>("descriptor")));
        byte? inheritable = format.Minor >= 3 ? _r.U1("inheritable method count") : null;
        return new ExportedClass(token, flags, name, supers, interfaces, fields, methods, inheritable);
    }

    private ExportedField Field()
    {
        // token u1, flags u2, name u2, descriptor u2, attributes_count u2, { name u2, length u4, info }[]
        var token = _r.U1("field token");
        var flags = _r.U2("field flags");
        var name = Entry<string>("field name");
        var descriptor = Entry<string>("field descriptor");
        var values = _r.Many(_r.U2("attribute count"), 6, "attributes", _ => Attribute());
        return new ExportedField(token, flags, name, descriptor, values.FirstOrDefault(value => value is not null));
    }

    private int? Attribute()
    {
        var name = Entry<string>("attribute name");
        var length = _r.U4("attribute length");
        if (name == "ConstantValue" && length == 2)
        {
            return Entry<int>("constant value");
        }

        _r.Take(length, "attribute");
        return null;
    }
}
