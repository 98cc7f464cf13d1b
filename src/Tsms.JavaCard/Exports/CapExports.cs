using System.Collections.Immutable;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Exports;

/// <summary>
/// Makes the export file of a package of its CAP file, for packages that import it. Names are those of the Debug component; without it they are made of
/// tokens, which is enough: nothing links by name.
/// </summary>
internal sealed class CapExports
{
    private readonly CapFile _cap;
    private readonly IExportLookup _imports;
    private readonly string _package;
    private readonly Dictionary<int, string> _names = [];
    private readonly Dictionary<int, ClassDescriptor> _descriptors = [];

    private CapExports(CapFile cap, IExportLookup imports, int number)
    {
        (_cap, _imports) = (cap, imports);
        var info = number < cap.Header.Packages.Length ? cap.Header.Packages[number] : cap.Header.Package;
        _package = info.Name ?? cap.PackageName?.Replace('.', '/') ?? info.Aid.ToString();
        var debug = cap.Debug?.Packages.SelectMany(p => p.Classes).DistinctBy(c => c.Location).ToDictionary(c => (int)c.Location, c => c.Name);
        foreach (var type in cap.Descriptor?.Classes ?? [])
        {
            _descriptors.TryAdd(type.This.Offset, type);
        }

        foreach (var type in cap.Class.All)
        {
            _names.Add(type.Offset, debug?.GetValueOrDefault(type.Offset) ?? $"{_package}/class{type.Offset}");
        }
    }

    /// <summary>The export file of a package of the file.</summary>
    /// <param name="cap">The file; it has an Export and a Descriptor component.</param>
    /// <param name="imports">What the packages that it imports export.</param>
    /// <param name="number">Which of its public packages, 0 in compact format.</param>
    /// <exception cref="CapFormatException">The file exports nothing, or has no Descriptor component to tell the types.</exception>
    public static ExportFile Of(CapFile cap, IExportLookup imports, int number)
    {
        if (cap.Export is not { } export || number >= export.Packages.Length || cap.Descriptor is null)
        {
            throw new CapFormatException(CapRule.MissingComponent, "Export", 0, $"{cap.Aid} exports nothing, or has no Descriptor component that tells the types");
        }

        var maker = new CapExports(cap, imports, number);
        var info = cap.Header.Packages.ElementAtOrDefault(number) ?? cap.Header.Package;
        var classes = export.Packages[number].Classes.Select((c, token) => maker.Class(c, (byte)token));
        return new ExportFile(new PackageVersion(2, 2), info with { Name = maker._package }, cap.Applet is null, [], [.. classes]);
    }

    private ExportedClass Class(ClassExport export, byte token)
    {
        if (!_cap.Class.TryGet(export.ClassOffset, out var type) || !_descriptors.TryGetValue(export.ClassOffset, out var descriptor))
        {
            throw new CapFormatException(CapRule.WrongOffset, "Export", 0, $"no class is described at {export.ClassOffset}");
        }

        var flags = ExportFlags.Public
            | (type.IsInterface ? ExportFlags.Interface | ExportFlags.Abstract : 0)
            | (descriptor.IsAbstract ? ExportFlags.Abstract : 0)
            | ((descriptor.Flags & AccessFlags.Final) != 0 ? ExportFlags.Final : 0)
            | (type.IsShareable ? ExportFlags.Shareable : 0);
        var supers = type is ClassInfo c ? Supers(c).ToList() : [ClassName.Object];
        return new ExportedClass(
            token,
            (ushort)flags,
            _names[type.Offset],
            [.. supers.Select(s => s.Name)],
            [.. Interfaces(type).Distinct()],
            [.. descriptor.Fields.Where(f => IsVisible(f.Flags)).Select(Field)],
            [.. Methods(type, descriptor, supers)],
            null);
    }

    private sealed record ClassName(string Name, ClassInfo? Own, ExportedClass? Exported)
    {
        public static ClassName Object { get; } = new("java/lang/Object", null, null);
    }

    private IEnumerable<ClassName> Supers(ClassInfo type)
    {
        var at = type.SuperClass;
        while (!at.IsNone)
        {
            if (at.IsInternal && _cap.Class.TryGet(at.Offset, out var own) && own is ClassInfo above)
            {
                yield return new ClassName(_names[at.Offset], above, null);
                at = above.SuperClass;
                continue;
            }

            var exported = Imported(at);
            yield return new ClassName(NameOf(at), null, exported);
            foreach (var super in exported?.SuperClasses ?? [])
            {
                yield return new ClassName(super, null, null);
            }

            yield break;
        }
    }

    private IEnumerable<string> Interfaces(ClassOrInterface type)
    {
        var listed = type switch { InterfaceInfo i => i.SuperInterfaces, ClassInfo c => [.. c.Interfaces.Select(x => x.Interface)], _ => [] };
        var inherited = type is ClassInfo d ? Supers(d).SelectMany(s => s.Own is { } own ? Interfaces(own) : s.Exported?.Interfaces ?? []) : [];
        return listed.Select(NameOf).Concat(inherited);
    }

    private ExportedField Field(FieldDescriptor field)
    {
        var type = field.IsPrimitive
            ? Text(new JavaType((TypeKind)field.Primitive, ClassRef.None))
            : _cap.Descriptor!.TryGetType(field.Type, out var found) ? Text(found.Result) : "Ljava/lang/Object;";
        return new ExportedField(field.Token, Flags(field.Flags), $"field{(field.IsStatic ? "S" : "")}{field.Token}", type, null);
    }

    private IEnumerable<ExportedMethod> Methods(ClassOrInterface type, ClassDescriptor descriptor, IEnumerable<ClassName> supers)
    {
        var seen = new HashSet<byte>();
        foreach (var method in descriptor.Methods.Where(m => IsVisible(m.Flags)))
        {
            if (IsVirtual(method))
            {
                seen.Add(method.Token);
            }

            yield return Method(method);
        }

        // Virtual methods that the class inherits are listed with it (JCVM 3.0.5, 5.7), under its own tokens (JCVM 3.1, 6.9.2.7).
        Func<byte, byte?> down = token => token;
        var below = type as ClassInfo;
        foreach (var super in type.IsInterface ? [] : supers)
        {
            var (step, before) = (below, down);
            down = token => Below(step, token) is { } own ? before(own) : null;
            below = super.Own;
            var above = super.Own is { } own && _descriptors.TryGetValue(own.Offset, out var described) ? described.Methods.Where(m => IsVisible(m.Flags) && IsVirtual(m)) : [];
            var inherited = above.Select(Method).Concat(super.Exported?.Methods.Where(m => !m.HasStaticToken) ?? []);
            foreach (var method in inherited)
            {
                if (down(method.Token) is { } token && seen.Add(token))
                {
                    yield return method with { Token = token, Name = super.Own is null ? method.Name : $"method{token}" };
                }
            }
        }
    }

    private static byte? Below(ClassInfo? type, byte token) =>
        type is null || type.TokenMapping.IsEmpty ? token : type.TokenMapping.IndexOf(token) is >= 0 and var own ? (byte)own : null;

    private ExportedMethod Method(MethodDescriptor method)
    {
        var types = _cap.Descriptor!.TryGetType(method.TypeOffset, out var found) ? found.Types : [new JavaType(TypeKind.Void, ClassRef.None)];
        var text = $"({string.Concat(types[..^1].Select(Text))}){Text(types[^1])}";
        var flags = (ushort)(Flags(method.Flags) | (method.IsAbstract ? ExportFlags.Abstract : 0));
        return new ExportedMethod(method.Token, flags, method.IsConstructor ? "<init>" : $"method{(method.IsStatic ? "S" : "")}{method.Token}", text);
    }

    private string Text(JavaType type) => type.Kind switch
    {
        TypeKind.Void => "V",
        TypeKind.Boolean => "Z",
        TypeKind.Byte => "B",
        TypeKind.Short => "S",
        TypeKind.Int => "I",
        TypeKind.BooleanArray => "[Z",
        TypeKind.ByteArray => "[B",
        TypeKind.ShortArray => "[S",
        TypeKind.IntArray => "[I",
        TypeKind.Reference => $"L{NameOf(type.Class)};",
        _ => $"[L{NameOf(type.Class)};",
    };

    private string NameOf(ClassRef reference) =>
        reference.IsInternal ? _names.GetValueOrDefault(reference.Offset) ?? $"{_package}/class{reference.Offset}" : Imported(reference)?.Name ?? $"import{reference.PackageToken}/class{reference.ClassToken}";

    private ExportedClass? Imported(ClassRef reference) =>
        reference.IsExternal && reference.PackageToken < _cap.Import.Packages.Length && _imports.TryFind(_cap.Import.Packages[reference.PackageToken].Aid, out var exports)
            ? exports.Classes.FirstOrDefault(c => c.Token == reference.ClassToken)
            : null;

    private static bool IsVisible(AccessFlags flags) => (flags & (AccessFlags.Public | AccessFlags.Protected)) != 0;

    private static bool IsVirtual(MethodDescriptor method) => !method.IsStatic && !method.IsConstructor;

    private static ushort Flags(AccessFlags flags) => (ushort)((byte)flags & (ExportFlags.Public | ExportFlags.Protected | ExportFlags.Static | ExportFlags.Final));
}
