using Tsms.JavaCard.Components;
using Tsms.JavaCard.Exports;

namespace Tsms.JavaCard.Assembling;

/// <summary>Gives classes, fields and methods their tokens and offsets (JCVM 3.0.5, 4.3.7, 6.9 to 6.11).</summary>
internal sealed class PackageLayout
{
    private readonly PackageSource _package;
    private readonly IExportLookup _exports;
    private readonly Dictionary<string, ClassSource> _own;
    private readonly Dictionary<ClassSource, ClassLayout> _classes = [];

    public PackageLayout(PackageSource package, IExportLookup exports)
    {
        (_package, _exports) = (package, exports);
        _own = package.Classes.ToDictionary(c => c.Name);
        StaticFields();
        var offset = package.Minor >= 2 ? 2 : 0;
        foreach (var type in package.Classes)
        {
            var layout = type.IsInterface ? Interface(type) : Class(type);
            _classes.Add(type, layout);
            type.Offset = checked((ushort)offset);
            offset += layout.Size(package);
        }

        Exports();
        Methods();
    }

    /// <summary>The static field image: references with arrays, null references, default and other primitives.</summary>
    public List<FieldSource> Statics { get; private set; } = [];

    public ClassLayout this[ClassSource type] => _classes[type];

    /// <summary>The name under which the source has a class of the package: without the package's name.</summary>
    public string OwnName(string name) =>
        name.StartsWith(_package.Name + "/", StringComparison.Ordinal) && _own.ContainsKey(name[(_package.Name.Length + 1)..])
            ? name[(_package.Name.Length + 1)..]
            : name;

    public ClassSource? Own(string name) => _own.GetValueOrDefault(OwnName(name));

    /// <summary>An imported class with the index of its package.</summary>
    public (int Package, ExportedClass Class) External(string name, int line)
    {
        var slash = name.LastIndexOf('/');
        for (var i = 0; i < _package.Imports.Count && slash > 0; i++)
        {
            var (aid, _, package) = _package.Imports[i];
            if (package == name[..slash] && _exports.TryFind(aid, out var exports) && exports.Classes.FirstOrDefault(c => c.Name == name) is { } found)
            {
                return (i, found);
            }
        }

        throw new AssemblyException(line, $"{name} is neither a class of the package nor one that an imported package is known to export");
    }

    public ClassRef Reference(string name, int line)
    {
        if (Own(name) is { } own)
        {
            return new ClassRef(own.Offset);
        }

        var (package, type) = External(name, line);
        return new ClassRef((ushort)(0x8000 | (package << 8) | type.Token));
    }

    /// <summary>Interfaces with those they extend, each once, a superinterface before.</summary>
    public List<string> Closure(IEnumerable<string> names, int line)
    {
        var all = new List<string>();
        foreach (var name in names)
        {
            var above = Own(name) is { } own ? Closure(own.Interfaces, own.Line) : External(name, line).Class.Interfaces.ToList();
            all.AddRange(above.Append(name));
        }

        return [.. all.Distinct()];
    }

    public List<string> InterfaceMethods(string name, int line) => Own(name) is { } own
        ? [.. Closure(own.Interfaces, own.Line).SelectMany(i => InterfaceMethods(i, line)).Concat(own.Methods.Select(m => m.Signature)).Distinct()]
        : [.. External(name, line).Class.Methods.OrderBy(m => m.Token).Select(m => m.Name + m.Descriptor)];

    private bool IsShareable(string name, int line) => Own(name) is { } own
        ? own.Interfaces.Any(i => IsShareable(i, line))
        : (External(name, line).Class.AccessFlags & ExportFlags.Shareable) != 0;

    private ClassLayout Interface(ClassSource type)
    {
        var supers = Closure(type.Interfaces, type.Line);
        var signatures = InterfaceMethods(type.Name, type.Line);
        foreach (var method in type.Methods)
        {
            method.Token = (byte)signatures.IndexOf(method.Signature);
        }

        return new ClassLayout { IsInterface = true, Interfaces = supers, IsShareable = supers.Exists(s => IsShareable(s, type.Line)) };
    }

    private ClassLayout Class(ClassSource type)
    {
        var super = Own(type.Super) is { } own ? _classes.GetValueOrDefault(own) ?? throw new AssemblyException(type.Line, "the superclass stands before the class") : null;
        var interfaces = Closure(type.Interfaces, type.Line);
        var layout = new ClassLayout
        {
            Interfaces = interfaces,
            IsShareable = super is { IsShareable: true } || interfaces.Exists(i => IsShareable(i, type.Line)),
        };
        var inherited = super?.Public ?? ExternalVirtuals(type);
        if (type.Tokens.Any(t => t >= inherited.Count))
        {
            throw new AssemblyException(type.Line, $"tokens names one that is not among the {inherited.Count} of the superclass");
        }

        layout.Inherit(inherited, super?.Package ?? [], type.Tokens);
        InstanceFields(type, layout);
        foreach (var method in type.Methods.Where(m => m.IsVirtual))
        {
            layout.Define(method);
        }

        layout.Maps = [.. interfaces.Select(i => InterfaceMethods(i, type.Line).Select(s => layout.TokenOf(s)).ToArray())];
        return layout;
    }

    private List<VirtualEntry> ExternalVirtuals(ClassSource type)
    {
        var table = new List<VirtualEntry>();
        foreach (var method in External(type.Super, type.Line).Class.Methods.Where(m => !m.HasStaticToken).OrderBy(m => m.Token))
        {
            while (table.Count <= method.Token)
            {
                table.Add(new VirtualEntry("", null, false));
            }

            table[method.Token] = new VirtualEntry(method.Name + method.Descriptor, null, false);
        }

        return table;
    }

    // Public and protected fields come first, with their references last; the others begin with theirs (4.3.7.5).
    private static void InstanceFields(ClassSource type, ClassLayout layout)
    {
        byte token = 0;
        foreach (var field in type.Instance.OrderBy(f => (f.IsVisible, f.IsReference) switch { (true, false) => 0, (true, true) => 1, (false, true) => 2, _ => 3 }))
        {
            field.Token = token;
            token += (byte)field.Cells;
        }

        var references = type.Instance.Where(f => f.IsReference).ToList();
        (layout.InstanceSize, layout.ReferenceCount) = (token, (byte)references.Count);
        layout.FirstReference = references.Count == 0 ? (byte)0xFF : references.Min(f => f.Token);
    }

    private void StaticFields()
    {
        Statics = [.. _package.Classes.SelectMany(c => c.Statics)
            .OrderBy(f => (f.IsReference, f.Value is not null) switch { (true, true) => 0, (true, false) => 1, (false, false) => 2, _ => 3 })];
        var offset = 0;
        foreach (var field in Statics)
        {
            field.ImageOffset = checked((ushort)offset);
            offset += field.ImageBytes;
        }
    }

    // Every public class has a token. Those in the Export component, whose index is the token, come first: in a package with applets the shareable
    // interfaces (6.13).
    private void Exports()
    {
        byte token = 0;
        foreach (var type in _package.Classes.Where(c => (c.Access & AccessFlags.Public) != 0).OrderBy(c => !IsExported(c)))
        {
            type.Token = token++;
            byte field = 0;
            byte method = 0;
            foreach (var f in type.Statics.Where(f => f.IsVisible))
            {
                f.Token = field++;
            }

            foreach (var m in type.Methods.Where(m => (m.IsStatic || m.IsConstructor) && m.IsVisible))
            {
                m.Token = method++;
            }
        }
    }

    /// <summary>True for what the Export component lists.</summary>
    public bool IsExported(ClassSource type) =>
        _package.HasExport && (type.Access & AccessFlags.Public) != 0 && (_package.Applets.Count == 0 || (type.IsInterface && _classes[type].IsShareable));

    private void Methods()
    {
        foreach (var block in _package.Classes.Where(c => !c.IsInterface).GroupBy(c => c.Block))
        {
            var methods = block.SelectMany(c => c.Methods).ToList();
            var offset = 1 + (8 * methods.Sum(m => m.Handlers.Count));
            var handler = 0;
            foreach (var method in methods)
            {
                method.Location = new MethodLocation(block.Key, checked((ushort)offset));
                method.HandlerIndex = handler;
                method.Locals ??= (byte)Math.Max(0, CodeWriter.LocalsOf(method) - method.Arguments);
                offset += CodeWriter.HeaderLength(method) + method.CodeLength;
                handler += method.Handlers.Count;
            }
        }
    }
}
