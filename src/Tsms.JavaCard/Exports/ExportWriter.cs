using System.Text;

namespace Tsms.JavaCard.Exports;

/// <summary>Writes an export file of format 2.1 (JCVM 3.0.5, chapter 5).</summary>
internal sealed class ExportWriter
{
    private readonly List<byte> _pool = [];
    private readonly Dictionary<string, int> _known = [];
    private readonly List<byte> _classes = [];

    public static byte[] Write(ExportFile file)
    {
        var writer = new ExportWriter();
        var package = writer.Package(file);
        foreach (var type in file.Classes)
        {
            writer.Class(type);
        }

        return
        [
            0x00, 0xFA, 0xCA, 0xDE, 1, 2, .. U2(writer._known.Count), .. writer._pool, .. U2(package), (byte)file.Classes.Length, .. writer._classes,
        ];
    }

    private int Package(ExportFile file)
    {
        var name = Text(file.Package.Name ?? file.Package.Aid.ToString());
        var (version, aid) = (file.Package.Version, file.Package.Aid);
        return Constant("package", [13, file.IsLibrary ? (byte)1 : (byte)0, .. U2(name), version.Minor, version.Major, (byte)aid.Length, .. aid.Span]);
    }

    private void Class(ExportedClass type)
    {
        _classes.AddRange([type.Token, .. U2(type.AccessFlags), .. U2(ClassName(type.Name)), .. U2(type.SuperClasses.Length)]);
        _classes.AddRange(type.SuperClasses.SelectMany(s => U2(ClassName(s))));
        _classes.Add(checked((byte)type.Interfaces.Length));
        _classes.AddRange(type.Interfaces.SelectMany(s => U2(ClassName(s))));
        _classes.AddRange(U2(type.Fields.Length));
        foreach (var field in type.Fields)
        {
            _classes.AddRange([field.Token, .. U2(field.AccessFlags), .. U2(Text(field.Name)), .. U2(Text(field.Descriptor)), .. U2(field.Constant is null ? 0 : 1)]);
            if (field.Constant is { } value)
            {
                var constant = Constant($"int {value}", [3, .. U2(value >> 16), .. U2(value)]);
                _classes.AddRange([.. U2(Text("ConstantValue")), 0, 0, 0, 2, .. U2(constant)]);
            }
        }

        _classes.AddRange(U2(type.Methods.Length));
        foreach (var method in type.Methods)
        {
            _classes.AddRange([method.Token, .. U2(method.AccessFlags), .. U2(Text(method.Name)), .. U2(Text(method.Descriptor))]);
        }
    }

    private int ClassName(string name) => Constant($"class {name}", [7, .. U2(Text(name))]);

    private int Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Constant($"text {text}", [1, .. U2(bytes.Length), .. bytes]);
    }

    private int Constant(string key, byte[] bytes)
    {
        if (!_known.TryGetValue(key, out var index))
        {
            _known.Add(key, index = _known.Count);
            _pool.AddRange(bytes);
        }

        return index;
    }

    private static byte[] U2(int value) => [(byte)(value >> 8), (byte)value];
}
