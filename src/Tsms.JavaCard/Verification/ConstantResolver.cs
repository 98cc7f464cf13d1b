using Tsms.JavaCard.Components;
using Tsms.JavaCard.Exports;

namespace Tsms.JavaCard.Verification;

/// <summary>Finds what constants name (JCVM 3.0.5, 6.8), and holds it to the types that the Descriptor states (6.14.4).</summary>
internal sealed class ConstantResolver
{
    private readonly CapFile _cap;
    private readonly TypeWorld _world;
    private readonly Constant?[] _known;
    private readonly Dictionary<MethodLocation, (RefClass Owner, MethodDescriptor Method)> _methods = [];
    private readonly Dictionary<int, (RefClass Owner, FieldDescriptor Field)> _statics = [];

    public ConstantResolver(CapFile cap, TypeWorld world)
    {
        (_cap, _world) = (cap, world);
        _known = new Constant?[cap.ConstantPool.Entries.Length];
        foreach (var type in world.Own.Where(c => c.Descriptor is not null))
        {
            foreach (var method in type.IsInterface ? [] : type.Descriptor!.Methods)
            {
                _methods.TryAdd(method.Location, (type, method));
            }

            foreach (var field in type.Descriptor!.Fields.Where(f => f.IsStatic))
            {
                _statics.TryAdd(field.Reference.StaticFieldOffset, (type, field));
            }
        }
    }

    public IReadOnlyDictionary<MethodLocation, (RefClass Owner, MethodDescriptor Method)> Methods => _methods;

    /// <summary>The class of a reference; null when it names nothing that is known.</summary>
    public RefClass? Class(ClassRef reference) => _world.Find(reference);

    public int Count => _known.Length;

    /// <summary>What a constant names; null when there is no such constant.</summary>
    public Constant? this[int index] => (uint)index < (uint)_known.Length ? _known[index] ??= Resolve(_cap.ConstantPool.Entries[index], index) : null;

    /// <summary>A method of an interface by its token.</summary>
    public MethodConstant? InterfaceMethod(RefClass type, int token)
    {
        if (type.Exported is { } exported)
        {
            return exported.Methods.FirstOrDefault(m => m.Token == token && !m.HasStaticToken) is { } found ? External(type, type, found) : null;
        }

        return type.Descriptor?.Methods.FirstOrDefault(m => m.Token == token) is { } own ? Own(type, type, own) : null;
    }

    /// <summary>A virtual method by its token in a class or its superclasses; the token has its high bit when only the package sees it.</summary>
    public MethodConstant? Virtual(RefClass named, int token)
    {
        RefClass? type = named;
        int? wanted = token;
        while (type is not null && wanted is { } known)
        {
            if (type.Exported is { } exported)
            {
                var found = known < 0x80 ? exported.Methods.FirstOrDefault(m => m.Token == known && !m.HasStaticToken) : null;
                return found is null ? null : External(type, named, found);
            }

            if (type.Descriptor?.Methods.FirstOrDefault(m => m.Token == known && !m.IsStatic && !m.IsConstructor && (m.Flags & AccessFlags.Private) == 0) is { } own)
            {
                return Own(type, named, own);
            }

            wanted = type.Above(known);
            type = type.Super;
        }

        return null;
    }

    private Constant Resolve(ConstantPoolEntry entry, int index)
    {
        try
        {
            return Named(entry, index);
        }
        catch (FormatException e)
        {
            return Broken($"the export file of the imported package has a broken descriptor: {e.Message}");
        }
    }

    private Constant Named(ConstantPoolEntry entry, int index)
    {
        var constant = entry.Tag switch
        {
            ConstantPoolTag.ClassRef => _world.Find(entry.Class) is { } type ? new ClassConstant(type) : Broken($"no class is {entry.Class}"),
            ConstantPoolTag.InstanceFieldRef => InstanceField(entry),
            ConstantPoolTag.VirtualMethodRef or ConstantPoolTag.SuperMethodRef => VirtualOrSuper(entry),
            ConstantPoolTag.StaticFieldRef => StaticField(entry),
            _ => StaticMethod(entry),
        };
        return constant is BrokenConstant ? constant : Typed(constant, index);
    }

    private Constant InstanceField(ConstantPoolEntry entry)
    {
        if (_world.Find(entry.Class) is not { } type)
        {
            return Broken($"no class is {entry.Class}");
        }

        if (type.Exported is { } exported)
        {
            var found = exported.Fields.FirstOrDefault(f => f.Token == entry.Token && (f.AccessFlags & ExportFlags.Static) == 0);
            return found is null ? Broken($"{type} has no instance field {entry.Token}") : External(type, found);
        }

        var field = type.Descriptor?.Fields.FirstOrDefault(f => !f.IsStatic && f.Reference.Token == entry.Token);
        return field is null ? Broken($"{type} has no instance field {entry.Token}") : Own(type, field);
    }

    private Constant VirtualOrSuper(ConstantPoolEntry entry)
    {
        var super = entry.Tag == ConstantPoolTag.SuperMethodRef;
        if (_world.Find(entry.Class) is not { } type)
        {
            return Broken($"no class is {entry.Class}");
        }

        if (type.IsInterface || (super && type.Own is null))
        {
            return Broken(type.IsInterface ? $"{type} is an interface" : $"{type} is not a class of this package");
        }

        var found = super ? type.Super is { } above ? Virtual(above, entry.Token) : null : Virtual(type, entry.Token);
        if (found is null)
        {
            return Broken($"{type}{(super ? "'s superclass" : "")} has no virtual method {entry.Token & 0x7F}{(entry.IsPackageVisible ? " of the package" : "")}");
        }

        return new MethodConstant(found.Owner, type, found.Flags, found.Parameters, found.Result, found.Kinds, super);
    }

    private Constant StaticField(ConstantPoolEntry entry)
    {
        if (!entry.IsExternal)
        {
            return _statics.TryGetValue(entry.StaticFieldOffset, out var own) && entry.Byte1 == 0
                ? Own(own.Owner, own.Field)
                : Broken($"no static field begins at {entry.StaticFieldOffset} of the image");
        }

        var type = _world.Imported(entry.PackageToken, entry.ClassToken);
        var field = type?.Exported?.Fields.FirstOrDefault(f => f.Token == entry.Token && (f.AccessFlags & ExportFlags.Static) != 0);
        return field is null ? Broken($"import {entry.PackageToken} class {entry.ClassToken} has no static field {entry.Token}") : External(type!, field);
    }

    private Constant StaticMethod(ConstantPoolEntry entry)
    {
        if (!entry.IsExternal)
        {
            return _methods.TryGetValue(entry.Method, out var own) ? (Constant?)Own(own.Owner, own.Owner, own.Method) ?? Broken($"the method at {entry.Method} has no signature") : Broken($"no method begins at {entry.Method}");
        }

        var type = _world.Imported(entry.PackageToken, entry.ClassToken);
        var method = type?.Exported?.Methods.FirstOrDefault(m => m.Token == entry.Token && m.HasStaticToken);
        return method is null ? Broken($"import {entry.PackageToken} class {entry.ClassToken} has no static method {entry.Token}") : External(type!, type!, method);
    }

    // The Descriptor repeats the type of each field and method (6.14.4).
    private Constant Typed(Constant constant, int index)
    {
        var offset = _cap.Descriptor!.ConstantPoolTypes[index];
        if (constant is ClassConstant)
        {
            return offset == 0xFFFF ? constant : new BrokenConstant(VerificationRule.ConstantType, "a class has no type in the Descriptor, which must say FFFF");
        }

        if (offset == 0xFFFF || !_cap.Descriptor.TryGetType(offset, out var stated))
        {
            return new BrokenConstant(VerificationRule.ConstantType, "the Descriptor states no type");
        }

        var same = constant switch
        {
            FieldConstant field => stated.Types is [var type] && type.Kind == field.Kind && _world.Words(type) is { } words && words.AsSpan().SequenceEqual(field.Words),
            MethodConstant method => stated.Types.Select(t => t.Kind).SequenceEqual(method.Kinds) && Words(stated.Parameters) is { } parameters && parameters.AsSpan().SequenceEqual(method.Parameters)
                && _world.Words(stated.Result) is { } result && result.AsSpan().SequenceEqual(method.Result),
            _ => true,
        };
        return same ? constant : new BrokenConstant(VerificationRule.ConstantType, "the Descriptor states another type than that of the field or method");
    }

    private Constant Own(RefClass owner, FieldDescriptor field)
    {
        if (field.IsPrimitive)
        {
            return new FieldConstant(owner, field.Flags, (TypeKind)field.Primitive, _world.Words(new JavaType((TypeKind)field.Primitive, ClassRef.None))!);
        }

        return _cap.Descriptor!.TryGetType(field.Type, out var type) && type.Types is [var single] && _world.Words(single) is { Length: 1 } words
            ? new FieldConstant(owner, field.Flags, single.Kind, words)
            : Broken("the type of the field is none");
    }

    private MethodConstant? Own(RefClass owner, RefClass named, MethodDescriptor method) =>
        _cap.Descriptor!.TryGetType(method.TypeOffset, out var type) && Words(type.Parameters) is { } parameters && _world.Words(type.Result) is { } result
            ? new MethodConstant(owner, named, method.Flags, parameters, result, [.. type.Types.Select(t => t.Kind)])
            : null;

    private FieldConstant External(RefClass owner, ExportedField field)
    {
        var words = _world.Words(field.Descriptor);
        var kind = field.Descriptor switch
        {
            "Z" => TypeKind.Boolean,
            "B" => TypeKind.Byte,
            "S" => TypeKind.Short,
            "I" => TypeKind.Int,
            _ => words[0] is RefSet { Types: [{ Array: var array and not 0 }] } ? (TypeKind)array : TypeKind.Reference,
        };
        return new FieldConstant(owner, Flags(field.AccessFlags), kind, words);
    }

    private MethodConstant External(RefClass owner, RefClass named, ExportedMethod method)
    {
        var texts = Assembling.MethodDescriptorText.Split(method.Descriptor);
        var types = texts.Select(_world.Words).ToList();
        return new MethodConstant(
            owner,
            named,
            Flags(method.AccessFlags) | (method.Name == "<init>" ? AccessFlags.AbstractClassOrInit : 0),
            [.. types.SkipLast(1).SelectMany(w => w)],
            types[^1],
            [.. texts.Select(TypeWorld.KindOf)]);
    }

    private static AccessFlags Flags(ushort flags) =>
        (AccessFlags)(flags & (ExportFlags.Public | ExportFlags.Protected | ExportFlags.Static | ExportFlags.Final))
        | ((flags & ExportFlags.Abstract) != 0 ? AccessFlags.InterfaceOrAbstractMethod : 0);

    /// <summary>The words of parameters; null when one names a class that is not known.</summary>
    public VType[]? Words(ReadOnlySpan<JavaType> types)
    {
        var all = new List<VType>();
        foreach (var type in types)
        {
            if (_world.Words(type) is not { Length: > 0 } words)
            {
                return null;
            }

            all.AddRange(words);
        }

        return [.. all];
    }

    private static BrokenConstant Broken(string reason) => new(VerificationRule.Constant, reason);
}
