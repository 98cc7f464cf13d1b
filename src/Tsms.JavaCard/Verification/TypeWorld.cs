using Tsms.JavaCard.Components;
using Tsms.JavaCard.Exports;

namespace Tsms.JavaCard.Verification;

/// <summary>All classes that a file can name, and the types made of them.</summary>
internal sealed partial class TypeWorld
{
    private readonly CapFile _cap;
    private readonly IExportLookup _exports;
    private readonly Dictionary<int, RefClass> _own = [];
    private readonly Dictionary<string, RefClass> _named = [];

    public TypeWorld(CapFile cap, IExportLookup exports)
    {
        (_cap, _exports) = (cap, exports);
        var names = cap.Debug?.Packages.SelectMany(p => p.Classes).DistinctBy(c => c.Location).ToDictionary(c => (int)c.Location, c => c.Name);
        foreach (var type in cap.Class.All)
        {
            _own.Add(type.Offset, new RefClass(names?.GetValueOrDefault(type.Offset) ?? $"class@{type.Offset}", type.IsInterface) { Own = type, Package = 0 });
        }

        var package = 0;
        foreach (var descriptors in cap.Descriptor?.Packages ?? [])
        {
            foreach (var descriptor in descriptors.Classes.Where(d => d.This.IsInternal && _own.ContainsKey(d.This.Offset)))
            {
                var type = _own[descriptor.This.Offset];
                type.Descriptor ??= descriptor;
                type.Package = package;
                type.IsAbstract = descriptor.IsAbstract;
                type.IsFinal = (descriptor.Flags & AccessFlags.Final) != 0;
            }

            package++;
        }

        // A package that has java.lang.Object itself is java.lang.
        Object = _own.Values.FirstOrDefault(c => c.Own is ClassInfo { SuperClass.IsNone: true }) ?? Named("java/lang/Object");
        Link();
        Throwable = ThrowableOf();
    }

    public RefClass Object { get; }

    public RefClass Throwable { get; }

    public IEnumerable<RefClass> Own => _own.Values;

    /// <summary>The class of a reference; null when it names nothing that is known.</summary>
    public RefClass? Find(ClassRef reference)
    {
        if (reference.IsInternal)
        {
            return _own.GetValueOrDefault(reference.Offset);
        }

        return reference.IsNone ? null : Imported(reference.PackageToken, reference.ClassToken);
    }

    public RefClass? Imported(int package, int token)
    {
        if (package >= _cap.Import.Packages.Length || !_exports.TryFind(_cap.Import.Packages[package].Aid, out var exports))
        {
            return null;
        }

        return exports.Classes.FirstOrDefault(c => c.Token == token) is { } found ? Named(found.Name, found) : null;
    }

    /// <summary>
    /// True for a virtual method of an API class that came with Java Card 3.1 or later and after the version that the file imports: files of format 2.2 and older do
    /// not inherit its token, and a method of the file that has it overrides nothing (JCVM 3.1, 6.9.2.7, CAP22_inheritable_public_method_token_count).
    /// </summary>
    public bool CameAfterImport(RefClass owner, int token)
    {
        var name = owner.ToString();
        var slash = name.LastIndexOf('/');
        if (owner.Own is not null || slash < 0 || ApiTables.All.FirstOrDefault(t => t.Name == name[..slash]) is not { } table)
        {
            return false;
        }

        var import = _cap.Import.Packages.FirstOrDefault(p => p.Aid.ToString() == table.Aid);
        var method = table.Classes.FirstOrDefault(c => c.Name == name)?.Methods
            .FirstOrDefault(m => m.Token == token && m.Kind is (ApiTableMethodKind.Virtual or ApiTableMethodKind.Abstract));
        return import is not null && method is not null && method.Since > Math.Max(import.Version.Minor, ApiTables.LastMinorOfFormat22);
    }

    /// <summary>A class by its name; one that no package is known to have is an empty subclass of Object.</summary>
    public RefClass Named(string name) => Named(name, null);

    private RefClass Named(string name, ExportedClass? exported)
    {
        if (_named.TryGetValue(name, out var known))
        {
            return known;
        }

        var slash = name.LastIndexOf('/');
        if (exported is null && slash > 0 && _exports.TryFind(name[..slash], out var package))
        {
            exported = package.Classes.FirstOrDefault(c => c.Name == name);
        }

        var type = new RefClass(name, exported?.IsInterface ?? false)
        {
            Exported = exported,
            IsAbstract = exported is { } e && (e.AccessFlags & (ExportFlags.Abstract | ExportFlags.Interface)) != 0,
            IsFinal = exported is { } f && (f.AccessFlags & ExportFlags.Final) != 0,
        };
        _named.Add(name, type);

        // An export file lists all public superclasses, the nearest first or last; the nearest is the one with the most of its own.
        var supers = (exported?.SuperClasses ?? []).Where(s => s != name).Select(Named).ToList();
        type.Super = name == "java/lang/Object" ? null : supers.Where(s => !s.IsInterface && !s.IsSubclassOf(type)).MaxBy(Depth) ?? Named("java/lang/Object");
        type.Interfaces.UnionWith((exported?.Interfaces ?? []).Where(i => i != name).Select(Named));
        return type;
    }

    private static int Depth(RefClass type)
    {
        var depth = 0;
        for (var super = type.Super; super is not null; super = super.Super)
        {
            depth++;
        }

        return depth;
    }

    // A superclass stands before its subclasses (6.9), which the reader has checked; interfaces likewise here.
    private void Link()
    {
        foreach (var source in _cap.Class.All)
        {
            var type = _own[source.Offset];
            switch (source)
            {
                case InterfaceInfo i:
                    type.Super = Object;
                    Add(type, i.SuperInterfaces);
                    break;
                case ClassInfo c:
                    type.Super = c.SuperClass.IsNone ? null : Find(c.SuperClass) is { IsInterface: false } super && super != type ? super : Object;
                    type.Interfaces.UnionWith(type.Super?.Interfaces ?? []);
                    Add(type, c.Interfaces.Select(x => x.Interface));
                    break;
            }
        }
    }

    private void Add(RefClass type, IEnumerable<ClassRef> interfaces)
    {
        foreach (var found in interfaces.Select(Find).OfType<RefClass>().Where(i => i.IsInterface && i != type))
        {
            type.Interfaces.Add(found);
            type.Interfaces.UnionWith(found.Interfaces);
        }
    }

    private RefClass ThrowableOf()
    {
        if (Object.Own is null)
        {
            return Named("java/lang/Throwable");
        }

        // In java.lang itself Throwable is what the Export component has as class 1.
        var token1 = _cap.Export?.Packages.FirstOrDefault()?.Classes is [_, var second, ..] ? second.ClassOffset : -1;
        return _own.GetValueOrDefault(token1) ?? Object;
    }
}
