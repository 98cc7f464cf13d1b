using System.Collections.Immutable;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Reading;

/// <summary>Debug component (JCVM 6.15).</summary>
internal sealed class DebugReader
{
    private readonly ComponentReader _r;
    private readonly bool _extended;
    private readonly ImmutableArray<string> _strings;

    private DebugReader(RawComponent raw, bool extended)
    {
        _r = new ComponentReader(raw);
        _extended = extended;
        _strings = _r.Many(_r.U2("string count"), 2, "strings", x => x.Text(x.U2("string length"), "string"));
    }

    public static DebugComponent Read(RawComponent raw, HeaderComponent header)
    {
        // string_count u2, { length u2, bytes }[], [package_count u1], { name u2, class_count u2, classes }[]
        var reader = new DebugReader(raw, header.IsExtended);
        var r = reader._r;
        var packages = r.Many(header.IsExtended ? r.U1("package count") : 1, 4, "packages", _ => reader.Package());
        r.End();
        return new DebugComponent(reader._strings, packages);
    }

    private string String(string what)
    {
        var at = _r.Position;
        var index = _r.U2(what);
        return index < _strings.Length ? _strings[index] : throw _r.Fail(CapRule.WrongIndex, $"{what}: string {index} of {_strings.Length}", at);
    }

    private PackageDebug Package() => new(String("package name"), _r.Many(_r.U2("class count"), 15, "classes", _ => Class()));

    private ClassDebug Class()
    {
        // name u2, flags u2, location u2, superclass u2, source u2, interface_count u1, field_count u2, method_count u2, names u2[], fields, methods
        var name = String("class name");
        var flags = _r.U2("class flags");
        var location = _r.U2("class location");
        var super = String("superclass name");
        var source = String("source file");
        var interfaces = _r.U1("interface count");
        var fields = _r.U2("field count");
        var methods = _r.U2("method count");
        return new ClassDebug(
            name,
            flags,
            location,
            super,
            source,
            _r.Many(interfaces, 2, "interface names", _ => String("interface name")),
            _r.Many(fields, 10, "fields", _ => new FieldDebug(String("field name"), String("field type"), _r.U2("field flags"), (int)_r.U4("field contents"))),
            _r.Many(methods, 15, "methods", _ => Method()));
    }

    private MethodDebug Method()
    {
        // name u2, descriptor u2, flags u2, [block u1], location u2, header u1, body u2, variable_count u2, line_count u2, variables, lines
        var name = String("method name");
        var descriptor = String("method descriptor");
        var flags = _r.U2("method flags");
        var location = MethodReader.Location(_r, _extended, "method");
        var header = _r.U1("header size");
        var body = _r.U2("body size");
        var variables = _r.U2("variable count");
        var lines = _r.U2("line count");
        return new MethodDebug(
            name,
            descriptor,
            flags,
            location,
            header,
            body,
            _r.Many(variables, 9, "variables", _ => Variable()),
            _r.Many(lines, 6, "lines", _ => new LineDebug(_r.U2("start of line"), _r.U2("end of line"), _r.U2("source line"))));
    }

    private VariableDebug Variable() =>
        new(_r.U1("variable index"), String("variable name"), String("variable type"), _r.U2("start of variable"), _r.U2("length of variable"));
}
